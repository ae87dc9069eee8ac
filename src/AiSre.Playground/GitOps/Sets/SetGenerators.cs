using System.IO.Enumeration;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Yaml;

namespace AiSre.Playground.GitOps.Sets;

/// <summary>What the generators of an ApplicationSet give: of those of Argo CD the list, and git with files or folders.</summary>
internal sealed class SetGenerators(GitSources sources)
{
    /// <returns>The parameters of each application.</returns>
    /// <exception cref="SourceException">A repository cannot be read, or a generator is not played here.</exception>
    public IEnumerable<JsonObject> Generate(JsonObject set) => set.Items("spec", "generators").SelectMany(generator =>
        generator.Child("list") is { } list ? list.Items("elements").Select(element => element.Copy())
        : generator.Child("git") is { } git ? OfGit(git)
        : throw new SourceException($"the generator {string.Join(", ", generator.Select(pair => pair.Key))} is not played here"));

    private IEnumerable<JsonObject> OfGit(JsonObject git)
    {
        var url = git.Text("repoURL") ?? "";
        var tree = sources.Read(url, sources.Resolve(url, git.Text("revision") is { Length: > 0 } revision ? revision : "HEAD"));
        var files = git.Items("files").Select(pattern => pattern.Text("path") ?? "").ToList();
        foreach (var (path, content) in tree.Where(file => files.Exists(pattern => Matches(pattern, file.Key))).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            foreach (var document in YamlDocuments.Read(Encoding.UTF8.GetString(content)).OfType<JsonObject>())
            {
                var parameters = document.Copy();
                parameters["path"] = Place(path[..Math.Max(path.LastIndexOf('/'), 0)], path);
                yield return parameters;
            }
        }

        var folders = git.Items("directories").Where(pattern => !pattern.Flag("exclude")).Select(pattern => pattern.Text("path") ?? "").ToList();
        foreach (var folder in tree.Keys.SelectMany(Folders).Distinct().Where(folder => folders.Exists(pattern => Matches(pattern, folder))).Order(StringComparer.Ordinal))
        {
            yield return new JsonObject { ["path"] = Place(folder, null) };
        }
    }

    private static JsonObject Place(string folder, string? file)
    {
        var place = new JsonObject { ["path"] = folder, ["basename"] = folder[(folder.LastIndexOf('/') + 1)..], ["segments"] = new JsonArray([.. folder.Split('/').Select(step => JsonValue.Create(step))]) };
        if (file is not null)
        {
            place["filename"] = file[(file.LastIndexOf('/') + 1)..];
        }

        return place;
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    // An asterisk stays within one folder.
    private static bool Matches(string pattern, string path)
    {
        var (steps, parts) = (pattern.Split('/'), path.Split('/'));
        return steps.Length == parts.Length && steps.Zip(parts).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));
    }
}
