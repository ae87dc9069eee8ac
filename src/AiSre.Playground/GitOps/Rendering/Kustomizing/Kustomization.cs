using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>
/// A kustomization rendered here, for machines without the tool: resources, patches, namespace, names, labels,
/// annotations, replicas and images, in the tool's own order. What else a kustomization may say is refused by name,
/// never left out in silence.
/// </summary>
internal static class Kustomization
{
    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private static readonly HashSet<string> Understood =
    [
        "apiVersion", "kind", "metadata", "resources", "bases", "patches", "patchesStrategicMerge", "patchesJson6902", "namespace",
        "namePrefix", "nameSuffix", "labels", "commonLabels", "commonAnnotations", "replicas", "images",
    ];

    /// <param name="tree">The files of the commit.</param>
    /// <param name="folder">The folder with the kustomization, without a slash at the end; empty for the root.</param>
    /// <exception cref="SourceException">It does not parse, names what is not there, or says what is not understood here.</exception>
    public static IReadOnlyList<JsonObject> Render(IReadOnlyDictionary<string, byte[]> tree, string folder) =>
        [.. Build(tree, folder, depth: 0).Select(resource => resource.Json)];

    /// <summary>Renders a kustomization laid over a folder's.</summary>
    public static IReadOnlyList<JsonObject> Render(IReadOnlyDictionary<string, byte[]> tree, string folder, JsonObject overlay)
    {
        var resources = Build(tree, folder, depth: 0);
        Transform(tree, folder, overlay, resources);
        return [.. resources.Select(resource => resource.Json)];
    }

    private static List<KustomizedResource> Build(IReadOnlyDictionary<string, byte[]> tree, string folder, int depth)
    {
        if (depth > 20)
        {
            throw Failed($"cycle detected: candidate root '{folder}' contains visited root");
        }

        var path = FileNames.Select(name => Join(folder, name)).FirstOrDefault(tree.ContainsKey)
            ?? throw Failed($"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{folder}'");
        var kustomization = ManifestFileOf(tree, path);
        var unknown = kustomization.Select(pair => pair.Key).Where(key => !Understood.Contains(key)).ToList();
        if (unknown.Count > 0)
        {
            throw Failed($"{path} uses {string.Join(", ", unknown)}, which needs kustomize or kubectl on this machine");
        }

        var resources = new List<KustomizedResource>();
        foreach (var entry in kustomization.Texts("resources").Concat(kustomization.Texts("bases")))
        {
            var target = Join(folder, entry);
            resources.AddRange(tree.TryGetValue(target, out var content) ? ManifestFile.Read(target, content).Select(json => new KustomizedResource(json)) : Build(tree, target, depth + 1));
        }

        Transform(tree, folder, kustomization, resources);
        return resources;
    }

    private static void Transform(IReadOnlyDictionary<string, byte[]> tree, string folder, JsonObject kustomization, List<KustomizedResource> resources)
    {
        KustomizePatches.Apply(kustomization, path => TextOf(tree, Join(folder, path)), resources);
        KustomizeNames.Apply(kustomization, resources);
        KustomizeLabels.Apply(kustomization, resources);
        KustomizeImages.Apply(kustomization, resources);
    }

    internal static SourceException Failed(string why) => new($"rpc error: code = Unknown desc = `kustomize build` failed: Error: {why}");

    private static JsonObject ManifestFileOf(IReadOnlyDictionary<string, byte[]> tree, string path)
    {
        try
        {
            return Yaml.YamlDocuments.Read(TextOf(tree, path)) is [JsonObject kustomization] ? kustomization : throw Failed($"{path} is not a kustomization");
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw Failed($"invalid Kustomization: {path}: yaml: line {error.Start.Line}: {error.Message}");
        }
    }

    private static string TextOf(IReadOnlyDictionary<string, byte[]> tree, string path) =>
        tree.TryGetValue(path, out var content) ? Encoding.UTF8.GetString(content) : throw Failed($"open {path}: no such file or directory");

    /// <summary>A path of the repository from a folder and an entry that may go up; it may not leave the repository.</summary>
    private static string Join(string folder, string entry)
    {
        if (entry.Contains("://", StringComparison.Ordinal))
        {
            throw Failed($"{entry} is not in this repository, which needs kustomize or kubectl on this machine");
        }

        var steps = new List<string>();
        foreach (var step in $"{folder}/{entry}".Split('/', StringSplitOptions.RemoveEmptyEntries).Where(step => step != "."))
        {
            if (step != "..")
            {
                steps.Add(step);
            }
            else if (steps.Count > 0)
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else
            {
                throw Failed($"{entry} is outside of the repository");
            }
        }

        return string.Join('/', steps);
    }
}
