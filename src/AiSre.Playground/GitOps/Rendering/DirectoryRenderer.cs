using System.IO.Enumeration;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Renders a folder of YAML and JSON files, in the order of their names.</summary>
internal static class DirectoryRenderer
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    public static IReadOnlyList<JsonObject> Render(IReadOnlyDictionary<string, byte[]> tree, string prefix, ApplicationSource source) =>
        [.. tree
            .Where(file => IsRendered(file.Key, prefix, source))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => ManifestFile.Read(file.Key[prefix.Length..], file.Value))];

    private static bool IsRendered(string path, string prefix, ApplicationSource source)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || !Extensions.Contains(Path.GetExtension(path)))
        {
            return false;
        }

        var inside = path[prefix.Length..];
        var include = source.Json.Text("directory", "include");
        var exclude = source.Json.Text("directory", "exclude");
        return (source.IsRecursive || !inside.Contains('/', StringComparison.Ordinal))
            && (string.IsNullOrEmpty(include) || Matches(include, inside))
            && (string.IsNullOrEmpty(exclude) || !Matches(exclude, inside));
    }

    /// <summary>A glob, or several as <c>{a,b}</c>.</summary>
    private static bool Matches(string pattern, string path) =>
        (pattern.StartsWith('{') && pattern.EndsWith('}') ? pattern[1..^1].Split(',') : [pattern])
        .Any(glob => FileSystemName.MatchesSimpleExpression(glob, path, ignoreCase: false));
}
