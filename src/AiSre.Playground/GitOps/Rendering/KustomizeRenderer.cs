using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Rendering.Kustomizing;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>
/// Renders a Kustomize folder: with the tool where this machine has one, from a copy of the commit; else with the part
/// of Kustomize that is built in. The overrides of <c>spec.source.kustomize</c> are laid over it.
/// </summary>
internal sealed class KustomizeRenderer(KustomizeTool tool)
{
    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    public static bool IsKustomization(IReadOnlyDictionary<string, byte[]> tree, string prefix) => FileNames.Any(name => tree.ContainsKey(prefix + name));

    /// <exception cref="SourceException">It does not render.</exception>
    public async Task<IReadOnlyList<JsonObject>> RenderAsync(IReadOnlyDictionary<string, byte[]> tree, ApplicationSource source, CancellationToken cancellation)
    {
        var overlay = OverlayOf(source);
        var path = source.Path == "." ? "" : source.Path;
        return tool.IsAvailable ? await RunToolAsync(tree, source, overlay, cancellation)
            : overlay is null ? Kustomization.Render(tree, path)
            : Kustomization.Render(tree, path, overlay);
    }

    private async Task<IReadOnlyList<JsonObject>> RunToolAsync(IReadOnlyDictionary<string, byte[]> tree, ApplicationSource source, JsonObject? overlay, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aisre-kustomize-");
        try
        {
            TreeFolder.Write(tree, folder.FullName);
            var target = Path.Combine(folder.FullName, source.Path);
            if (overlay is not null)
            {
                overlay["resources"] = new JsonArray($"../{source.Path}");
                target = Path.Combine(folder.FullName, ".argocd-overlay");
                Directory.CreateDirectory(target);
                await File.WriteAllTextAsync(Path.Combine(target, FileNames[0]), overlay.ToJsonString(), cancellation);
            }

            var (output, error) = await tool.BuildAsync(target, cancellation);
            return output is null
                ? throw new SourceException($"rpc error: code = Unknown desc = `kustomize build <path to cached source>/{source.Path}` {error!.Replace(folder.FullName, "<path to cached source>", StringComparison.Ordinal)}")
                : [.. ManifestFile.Read("kustomize build", Encoding.UTF8.GetBytes(output))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>A kustomization to lay over the source's own with what the application overrides; null when it overrides nothing.</returns>
    private static JsonObject? OverlayOf(ApplicationSource source)
    {
        if (source.Json.Child("kustomize") is not { } overrides)
        {
            return null;
        }

        var overlay = new JsonObject();
        foreach (var member in (string[])["namePrefix", "nameSuffix", "namespace", "commonLabels", "commonAnnotations", "replicas", "patches"])
        {
            if (overrides[member] is { } value)
            {
                overlay[member] = value.DeepClone();
            }
        }

        var images = overrides.Texts("images").Select(ImageOverride).ToList();
        if (images.Count > 0)
        {
            overlay["images"] = new JsonArray([.. images]);
        }

        return overlay.Count > 0 ? overlay : null;
    }

    /// <summary>Reads <c>name=newName:tag</c>, <c>name:tag</c> and the same with digests.</summary>
    private static JsonObject ImageOverride(string text)
    {
        var parts = text.Split('=', 2);
        var (newName, mark, version) = SplitImage(parts[^1]);
        var image = new JsonObject { ["name"] = parts.Length == 2 ? parts[0] : newName, ["newName"] = newName };
        if (version is not null)
        {
            image[mark == '@' ? "digest" : "newTag"] = version;
        }

        return image;
    }

    private static (string Name, char Mark, string? Version) SplitImage(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        at = at >= 0 ? at : image.LastIndexOf(':') is var colon && colon > image.LastIndexOf('/') ? colon : -1;
        return at < 0 ? (image, ' ', null) : (image[..at], image[at], image[(at + 1)..]);
    }
}
