using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods that may do more than they should.</summary>
internal sealed class PodAdviceAnalyzer : Analyzer<Pod>
{
    protected override IEnumerable<Symptom> Analyze(Pod value, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in value.Spec.Containers.Where(container => container.SecurityContext is { Privileged: true }))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value, cache.WorkloadOf(value))
                .Says($"container {container.Name} is privileged").With(SymptomParameters.Container, container.Name).QuotesField("privileged", "true").Build();
        }

        if (value.Spec.ServiceAccountName == "default")
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value, cache.WorkloadOf(value))
                .Says("the pod uses the default ServiceAccount").With(SymptomParameters.Target, "serviceAccount").QuotesField("serviceAccountName", "default").Build();
        }
    }
}

/// <summary>Roles that allow everything.</summary>
internal sealed class RoleAdviceAnalyzer : Analyzer<Role>
{
    protected override IEnumerable<Symptom> Analyze(Role value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Rules.Any(rule => rule.Verbs.Contains("*") || rule.Resources.Contains("*")))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says("the Role allows everything by a wildcard").QuotesField("name", value.Metadata.Name).Build();
        }
    }
}

/// <summary>ConfigMaps that are empty, very large, or used by nobody.</summary>
internal sealed class ConfigMapAdviceAnalyzer : Analyzer<ConfigMap>
{
    /// <summary>The API server refuses objects beyond 1 MiB; near that, the next change fails.</summary>
    private const long Large = 1024 * 1024;

    protected override IEnumerable<Symptom> Analyze(ConfigMap value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Data.Keys.Count == 0 && value.BinaryData.Keys.Count == 0)
        {
            yield return Of(value, "the ConfigMap holds nothing", "empty");
        }

        if (value.Data.Bytes + value.BinaryData.Bytes >= Large)
        {
            yield return Of(value, $"the ConfigMap holds {value.Data.Bytes + value.BinaryData.Bytes} bytes, which is near what the API takes", "size");
        }

        // Sidecars find ConfigMaps by labels, and controllers by name; both are used though no pod names them.
        if (value.Metadata.Labels.Count == 0 && value.Metadata.OwnerReferences.Count == 0 && value.Metadata.Name != "kube-root-ca.crt" && !IsUsed(value, cache))
        {
            yield return Of(value, "no pod uses the ConfigMap", "unused");
        }
    }

    private static bool IsUsed(ConfigMap value, ObjectCache cache) => cache.In<Pod>(value.Metadata.Namespace)
        .Any(pod => PodReferences.Of(pod.Spec).Any(reference => reference.Kind == "ConfigMap" && reference.Name == value.Metadata.Name)
            || pod.Spec.Volumes.Any(volume => volume.ConfigMap?.Name == value.Metadata.Name));

    private static Symptom Of(ConfigMap value, string message, string target) =>
        new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says(message).With(SymptomParameters.Target, target).QuotesField("name", value.Metadata.Name).Build();
}

/// <summary>Reports of policies that objects do not keep to: who wrote the policy decides whether that matters.</summary>
internal sealed class PolicyReportAdviceAnalyzer : Analyzer<OtherObject>
{
    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Kind is "PolicyReport" or "ClusterPolicyReport"
            && value.Results.Items().FirstOrDefault(one => one.Text("result") == "fail" || one.Text("severity").Equals("critical", StringComparison.OrdinalIgnoreCase)) is { ValueKind: System.Text.Json.JsonValueKind.Object } failed)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says($"policy {failed.Text("policy")} is not kept to: {failed.Text("message")}").Quotes(value.Ref.Address, failed.Text("message")).QuotesField("policy", failed.Text("policy")).Build();
        }
    }
}
