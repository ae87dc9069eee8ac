using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>Labels and annotations on every object, and where asked on selectors and templates.</summary>
internal static class KustomizeLabels
{
    public static void Apply(JsonObject kustomization, List<KustomizedResource> resources)
    {
        foreach (var resource in resources)
        {
            Label(resource.Json, kustomization.Map("commonLabels"), onSelectors: true, onTemplates: true);
            foreach (var entry in kustomization.Items("labels"))
            {
                Label(resource.Json, entry.Map("pairs"), entry.Flag("includeSelectors"), entry.Flag("includeSelectors") || entry.Flag("includeTemplates"));
            }

            foreach (var (key, value) in kustomization.Map("commonAnnotations"))
            {
                resource.Json.Ensure("metadata").Ensure("annotations")[key] = value;
                if (resource.Json.Child("spec", "template") is { } template)
                {
                    template.Ensure("metadata").Ensure("annotations")[key] = value;
                }
            }
        }
    }

    private static void Label(JsonObject obj, IEnumerable<KeyValuePair<string, string>> labels, bool onSelectors, bool onTemplates)
    {
        foreach (var (key, value) in labels)
        {
            obj.Ensure("metadata").Ensure("labels")[key] = value;
            if (onTemplates && obj.Child("spec", "template") is { } template)
            {
                template.Ensure("metadata").Ensure("labels")[key] = value;
            }

            if (onSelectors && SelectorOf(obj) is { } selector)
            {
                selector[key] = value;
            }
        }
    }

    private static JsonObject? SelectorOf(JsonObject obj) => obj.Text("kind") switch
    {
        "Service" or "ReplicationController" => obj.Child("spec", "selector"),
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" => obj.Child("spec")?.Ensure("selector").Ensure("matchLabels"),
        _ => null,
    };
}
