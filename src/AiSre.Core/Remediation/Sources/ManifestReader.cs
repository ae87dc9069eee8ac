using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Finds the Kubernetes objects in a file: one a document, or the items of a <c>List</c>.</summary>
internal static class ManifestReader
{
    public static IEnumerable<SourceObject> Objects(string path, YamlFile file)
    {
        var view = new YamlView(file);
        for (var document = 0; document < file.Documents.Length; document++)
        {
            foreach (var (node, way) in Manifests(view, file.Documents[document]))
            {
                if (Object(path, file, view, document, node, way) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>The name of an object in a manifest; null when it is none.</summary>
    public static ObjectRef? Identity(YamlView view, YamlNode? node)
    {
        var metadata = view.Get(node, "metadata");
        return view.Text(node, "kind") is { } kind && view.Text(metadata, "name") is { } name
            ? new ObjectRef(view.Text(node, "apiVersion") ?? "", kind, view.Text(metadata, "namespace"), name)
            : null;
    }

    private static IEnumerable<(YamlNode Node, YamlPath Way)> Manifests(YamlView view, YamlNode? root)
    {
        if (root is null)
        {
            yield break;
        }

        if (view.Text(root, "kind")?.EndsWith("List", StringComparison.Ordinal) == true && view.Get(root, "items") is YamlSequence)
        {
            foreach (var (item, index) in view.Items(root, "items"))
            {
                yield return (item, YamlPath.Root.Key("items").Index(index));
            }
        }
        else
        {
            yield return (root, YamlPath.Root);
        }
    }

    private static SourceObject? Object(string file, YamlFile content, YamlView view, int document, YamlNode node, YamlPath way)
    {
        if (Identity(view, node) is not { } identity)
        {
            return null;
        }

        List<SourceImage> images = PodTemplates.PathOf(identity.Group, identity.Kind) is { } path
            ? [.. PodTemplates.Images(view, node, path).Select(found => new SourceImage(
                found.Container, found.IsInit, found.Index, found.Image,
                new ImagePlace.Field(file, document, new YamlPath([.. way.Segments, .. found.Path.Segments]))))]
            : [];
        var item = new SourceObject(identity, file, images);
        item.Layers.Add(new SourceLayer(new ImagePlace.Field(file, document, way), content, file));
        return item;
    }
}
