using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Kubernetes.Admission;

/// <summary>The values the API server writes where a manifest says nothing (the defaulting functions of each API group).</summary>
public static class Defaults
{
    /// <summary>Fills in the defaults of one object. Applying it again changes nothing.</summary>
    public static void Apply(KindDefinition kind, JsonObject obj)
    {
        obj["kind"] = kind.Kind;
        obj["apiVersion"] = kind.ApiVersion;
        DropNulls(obj.Child("metadata"));
        switch (kind.Kind)
        {
            case "Pod" when kind.Group.Length == 0:
                PodDefaults.OfPod(obj);
                break;
            case "Namespace":
                OfNamespace(obj);
                break;
            case "Service" when kind.Group.Length == 0:
                ServiceDefaults.Apply(obj);
                break;
            case "Secret":
                OfSecret(obj);
                break;
            case "Deployment":
                OfDeployment(obj.Ensure("spec"));
                break;
            case "ReplicaSet":
                obj.Ensure("spec").Default("replicas", 1);
                OfTemplate(obj.Ensure("spec"));
                break;
            case "StatefulSet":
                OfStatefulSet(obj.Ensure("spec"));
                break;
            case "DaemonSet":
                OfDaemonSet(obj.Ensure("spec"));
                break;
            case "Job":
                OfJob(obj.Ensure("spec"));
                break;
        }
    }

    private static void DropNulls(JsonObject? metadata)
    {
        foreach (var member in metadata?.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList() ?? [])
        {
            metadata!.Remove(member);
        }
    }

    private static void OfNamespace(JsonObject obj)
    {
        var metadata = obj.Ensure("metadata");
        metadata.Ensure("labels")["kubernetes.io/metadata.name"] = metadata.Text("name");
        obj.Ensure("spec").Default("finalizers", new JsonArray("kubernetes"));
        obj.Ensure("status").Default("phase", "Active");
    }

    private static void OfSecret(JsonObject obj)
    {
        obj.Default("type", "Opaque");
        if (obj["stringData"] is not JsonObject texts)
        {
            return;
        }

        foreach (var (key, value) in texts)
        {
            obj.Ensure("data")[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value.Text() ?? ""));
        }

        obj.Remove("stringData");
    }

    private static void OfDeployment(JsonObject spec)
    {
        spec.Default("replicas", 1);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            strategy.Ensure("rollingUpdate").Default("maxUnavailable", "25%");
            strategy.Ensure("rollingUpdate").Default("maxSurge", "25%");
        }

        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        OfTemplate(spec);
    }

    private static void OfStatefulSet(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("podManagementPolicy", "OrderedReady");
        spec.Default("revisionHistoryLimit", 10);
        spec.Ensure("updateStrategy").Default("type", "RollingUpdate");
        OfTemplate(spec);
    }

    private static void OfDaemonSet(JsonObject spec)
    {
        spec.Default("revisionHistoryLimit", 10);
        spec.Ensure("updateStrategy").Default("type", "RollingUpdate");
        if (spec.Text("updateStrategy", "type") == "RollingUpdate")
        {
            spec["updateStrategy"]!.AsObject().Ensure("rollingUpdate").Default("maxUnavailable", 1);
            spec["updateStrategy"]!["rollingUpdate"]!.AsObject().Default("maxSurge", 0);
        }

        OfTemplate(spec);
    }

    private static void OfJob(JsonObject spec)
    {
        spec.Default("parallelism", 1);
        spec.Default("completions", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        OfTemplate(spec);
    }

    private static void OfTemplate(JsonObject spec)
    {
        if (spec["template"] is JsonObject template)
        {
            DropNulls(template.Child("metadata"));
            PodDefaults.OfSpec(template.Ensure("spec"));
        }
    }
}
