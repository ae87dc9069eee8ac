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

        if (!value.Spec.HasSecurityContext && value.Spec.Containers.All(container => container.SecurityContext is null))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value, cache.WorkloadOf(value))
                .Says("neither the pod nor a container of it has a security context").With(SymptomParameters.Target, "securityContext").QuotesField("name", value.Metadata.Name).Build();
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
    public static bool AllowsEverything(Role role) => role.Rules.Any(rule => rule.Verbs.Contains("*") || rule.Resources.Contains("*"));

    protected override IEnumerable<Symptom> Analyze(Role value, ObjectCache cache, DateTimeOffset now)
    {
        if (AllowsEverything(value))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says("the Role allows everything by a wildcard").QuotesField("name", value.Metadata.Name).Build();
        }
    }
}

/// <summary>Bindings that give somebody a role that allows everything.</summary>
internal sealed class RoleBindingAdviceAnalyzer : Analyzer<RoleBinding>
{
    protected override IEnumerable<Symptom> Analyze(RoleBinding value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.RoleRef is { Name.Length: > 0 } role && Granted(role, value, cache) is { } granted && RoleAdviceAnalyzer.AllowsEverything(granted))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says($"the binding gives {granted.Kind} {role.Name}, which allows everything by a wildcard").QuotesField("name", role.Name).Build();
        }
    }

    private static Role? Granted(ScaleTarget role, RoleBinding value, ObjectCache cache) => role.Kind == "ClusterRole"
        ? cache.Find<Role>(new ObjectRef(value.ApiVersion, "ClusterRole", null, role.Name))
        : cache.Find<Role>(new ObjectRef(value.ApiVersion, "Role", value.Metadata.Namespace, role.Name));
}

/// <summary>Nodes with conditions of kinds that no rule knows: what is true of them is what somebody found worth a condition.</summary>
internal sealed class NodeAdviceAnalyzer : Analyzer<Node>
{
    protected override IEnumerable<Symptom> Analyze(Node value, ObjectCache cache, DateTimeOffset now)
    {
        // Named for being well they are true on every node; so is the one by which k3s tells of its etcd.
        foreach (var condition in value.Status.Conditions.Where(one => one is { Status: not ("False" or ""), Type: not "EtcdIsVoter" } && !one.Type.EndsWith("Ready", StringComparison.Ordinal)))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}").With(SymptomParameters.Target, condition.Type).QuotesField("type", condition.Type).Build();
        }
    }
}

/// <summary>NetworkPolicies that hold for every pod of their namespace.</summary>
internal sealed class NetworkPolicyAdviceAnalyzer : Analyzer<NetworkPolicy>
{
    protected override IEnumerable<Symptom> Analyze(NetworkPolicy value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Spec.PodSelector is not { } selector || (selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says("the NetworkPolicy holds for every pod of its namespace").QuotesField("name", value.Metadata.Name).Build();
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
