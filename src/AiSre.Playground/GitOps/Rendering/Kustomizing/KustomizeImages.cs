using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>Replica counts by name, and images by name: another repository, tag or digest.</summary>
internal static class KustomizeImages
{
    public static void Apply(JsonObject kustomization, List<KustomizedResource> resources)
    {
        foreach (var entry in kustomization.Items("replicas"))
        {
            foreach (var resource in resources.Where(resource => resource.Kind is "Deployment" or "ReplicaSet" or "StatefulSet" && resource.IsCalled(entry.Text("name") ?? "")))
            {
                resource.Json.Ensure("spec")["replicas"] = entry.Number("count");
            }
        }

        foreach (var image in kustomization.Items("images"))
        {
            foreach (var resource in resources)
            {
                Replace(resource.Json["spec"], image);
            }
        }
    }

    private static void Replace(JsonNode? node, JsonObject change)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Replace(item, change);
                }

                break;
            case JsonObject obj:
                foreach (var container in obj.Items("containers").Concat(obj.Items("initContainers")))
                {
                    if (container.Text("image") is { } image && Changed(image, change) is { } changed)
                    {
                        container["image"] = changed;
                    }
                }

                foreach (var (_, child) in obj.ToList())
                {
                    Replace(child, change);
                }

                break;
        }
    }

    /// <returns>Null when the change is about another image.</returns>
    private static string? Changed(string image, JsonObject change)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var beforeDigest = at < 0 ? image : image[..at];
        var colon = beforeDigest.LastIndexOf(':') is var index && index > beforeDigest.LastIndexOf('/') ? index : -1;
        var name = colon < 0 ? beforeDigest : beforeDigest[..colon];
        if (name != change.Text("name"))
        {
            return null;
        }

        var newName = change.Text("newName") is { Length: > 0 } given ? given : name;
        return change.Text("digest") is { Length: > 0 } digest ? $"{newName}@{digest}"
            : change.Text("newTag") is { Length: > 0 } tag ? $"{newName}:{tag}"
            : newName + image[name.Length..];
    }
}
