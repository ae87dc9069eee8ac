using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>Namespace, prefix and suffix; what refers to a renamed object follows.</summary>
internal static class KustomizeNames
{
    private static readonly HashSet<string> WithoutNamespace =
        ["Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "PersistentVolume", "StorageClass", "PriorityClass", "IngressClass", "Node"];

    public static void Apply(JsonObject kustomization, List<KustomizedResource> resources)
    {
        if (kustomization.Text("namespace") is { Length: > 0 } @namespace)
        {
            foreach (var resource in resources.Where(resource => !WithoutNamespace.Contains(resource.Kind)))
            {
                resource.Json.Ensure("metadata")["namespace"] = @namespace;
            }
        }

        var (prefix, suffix) = (kustomization.Text("namePrefix"), kustomization.Text("nameSuffix"));
        if (string.IsNullOrEmpty(prefix) && string.IsNullOrEmpty(suffix))
        {
            return;
        }

        var renamed = new Dictionary<(string Kind, string Name), string>();
        foreach (var resource in resources.Where(resource => resource.Kind is not ("Namespace" or "CustomResourceDefinition")))
        {
            var name = $"{prefix}{resource.Name}{suffix}";
            renamed[(resource.Kind, resource.Name)] = name;
            resource.Rename(name);
        }

        foreach (var resource in resources)
        {
            Follow(resource.Json["spec"], "", renamed);
        }
    }

    private static void Follow(JsonNode? node, string member, Dictionary<(string Kind, string Name), string> renamed)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Follow(item, member, renamed);
                }

                break;
            case JsonObject obj:
                Rename(obj, "name", member switch
                {
                    "configMap" or "configMapRef" or "configMapKeyRef" => "ConfigMap",
                    "secretRef" or "secretKeyRef" or "imagePullSecrets" => "Secret",
                    "service" => "Service",
                    "scaleTargetRef" => obj.Text("kind"),
                    _ => null,
                }, renamed);
                Rename(obj, "secretName", "Secret", renamed);
                Rename(obj, "serviceAccountName", "ServiceAccount", renamed);
                Rename(obj, "serviceName", "Service", renamed);
                Rename(obj, "claimName", "PersistentVolumeClaim", renamed);
                foreach (var (name, child) in obj.ToList())
                {
                    Follow(child, name, renamed);
                }

                break;
        }
    }

    private static void Rename(JsonObject obj, string member, string? kind, Dictionary<(string Kind, string Name), string> renamed)
    {
        if (kind is not null && obj.Text(member) is { } name && renamed.TryGetValue((kind, name), out var now))
        {
            obj[member] = now;
        }
    }
}
