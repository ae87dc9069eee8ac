using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Detection;

/// <summary>Autoscalers that have no target, no metrics, or no room.</summary>
/// <remarks>Reasons: pkg/controller/podautoscaler/horizontal.go.</remarks>
internal sealed class AutoscalerAnalyzer : Analyzer<HorizontalPodAutoscaler>
{
    /// <summary>Metrics come late after a start; an autoscaler that lacks them then is no fault yet.</summary>
    private static readonly TimeSpan StartMayTake = TimeSpan.FromMinutes(5);

    protected override IEnumerable<Symptom> Analyze(HorizontalPodAutoscaler value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var conditions = ConditionsOf(value);
        var target = TargetOf(value);
        var found = target is null ? null : cache.Find(target);
        var unable = conditions.OfType("AbleToScale") is { IsFalse: true } condition && !condition.Reason.StartsWith("Backoff", StringComparison.Ordinal) ? condition : null;
        if (target is null)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says("the autoscaler names no object that it could scale").QuotesField("name", value.Metadata.Name).Build();
            yield break;
        }

        // A controller that may scale it has found it; files that hold no workload of the namespace do not say otherwise.
        var isSeen = conditions.OfType("AbleToScale") is { IsTrue: true } && !cache.IsListed(ObjectKinds.Deployment)
            && cache.In<Deployment>(value.Metadata.Namespace).Count + cache.In<StatefulSet>(value.Metadata.Namespace).Count + cache.In<ReplicaSet>(value.Metadata.Namespace).Count == 0;
        if (unable is { Reason: "FailedGetScale" } || (found is null && !isSeen && IsKnownTarget(target.Kind)))
        {
            // k8s knows more kinds that scale than are read here; what the controller says counts then.
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, unable is not null || conditions.Count > 0 ? Severity.Error : Severity.Warning, value)
                .Says(unable?.Message is { Length: > 0 } message ? message : $"scaleTargetRef names {target.Kind} {target.Name}, which does not exist")
                .Blames(RootCause.AutoscalerTargetMissing, value.Ref)
                .With(SymptomParameters.Target, target.Name)
                .With(SymptomParameters.Reference, target.Name)
                .Since(unable?.LastTransitionTime)
                .Quotes(value.Ref.Address, unable?.Message ?? "")
                .Quotes(cache.EventsOf(value).FirstOrDefault(said => said.Reason == "FailedGetScale"))
                .QuotesField("name", target.Name)
                .Build();
            yield break;
        }

        if (found is null && !IsKnownTarget(target.Kind) && conditions.Count == 0)
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Warning, value)
                .Says($"scaleTargetRef names a {target.Kind}, which cannot be scaled")
                .Blames(RootCause.AutoscalerTargetMissing, value.Ref).With(SymptomParameters.Target, target.Name).QuotesField("kind", target.Kind).Build();
            yield break;
        }

        if (unable is not null)
        {
            yield return Of(SymptomReason.AutoscalerUnable, Severity.Error, value, unable).Blames(RootCause.AutoscalerTargetMissing, value.Ref).PointsAt(target).Build();
        }

        var inactive = conditions.OfType("ScalingActive");
        if (inactive is { IsFalse: true, Reason: not "ScalingDisabled" })
        {
            var isStart = now - (inactive.LastTransitionTime ?? DateTimeOffset.MinValue) < StartMayTake;
            yield return Of(SymptomReason.AutoscalerMetricsUnavailable, isStart ? Severity.Info : Severity.Warning, value, inactive)
                .Blames(RootCause.AutoscalerMetricsUnavailable, value.Ref, MetricsApi.DownFor(inactive.Message))
                .PointsAt(MetricsApi.All(cache).Append(target))
                .Build();
        }
        else if (found is Deployment or StatefulSet or ReplicaSet && Template(found) is { } template && LacksRequests(value, template))
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says($"{target.Kind} {target.Name} has containers that request nothing of what the autoscaler measures, so it cannot compute their use")
                .Blames(RootCause.AutoscalerMetricsUnavailable, value.Ref)
                .QuotesField("name", target.Name)
                .Build();
        }

        if (conditions.OfType("ScalingLimited") is { IsTrue: true } limited)
        {
            var isAtMaximum = limited.Reason == "TooManyReplicas";
            yield return Of(SymptomReason.AutoscalerLimited, isAtMaximum ? Severity.Warning : Severity.Info, value, limited)
                .Blames(RootCause.AutoscalerAtMaximum, value.Ref)
                .QuotesField("maxReplicas", ProbeSymptoms.Number(value.Spec.MaxReplicas))
                .PointsAt(target)
                .Build();
        }
    }

    /// <summary>The conditions, which <c>autoscaling/v1</c> keeps as JSON in an annotation.</summary>
    internal static IReadOnlyList<Condition> ConditionsOf(HorizontalPodAutoscaler value)
    {
        if (value.Status.Conditions.Count > 0 || value.Metadata.Annotations[KeptAnnotations.AutoscalerConditions] is not { } text)
        {
            return value.Status.Conditions;
        }

        try
        {
            return JsonSerializer.Deserialize(text, ObjectsJson.Default.IReadOnlyListCondition) ?? [];
        }
        catch (JsonException)
        {
            return []; // Somebody else's annotation under the same name.
        }
    }

    internal static ObjectRef? TargetOf(HorizontalPodAutoscaler value) =>
        value.Spec.ScaleTargetRef is { Name.Length: > 0 } target
            ? new ObjectRef(ApiVersionOf(target), target.Kind, value.Metadata.Namespace, target.Name)
            : null;

    // Written by hand, the group is often left out.
    private static string ApiVersionOf(ScaleTarget target) =>
        target.Kind is "Deployment" or "ReplicaSet" or "StatefulSet" ? "apps/v1" : target.ApiVersion;

    private static bool IsKnownTarget(string kind) => kind is "Deployment" or "ReplicaSet" or "StatefulSet" or "ReplicationController";

    private static PodTemplate? Template(KubeObject found) => found switch
    {
        Deployment deployment => deployment.Spec.Template,
        StatefulSet set => set.Spec.Template,
        _ => null,
    };

    private static bool LacksRequests(HorizontalPodAutoscaler value, PodTemplate template)
    {
        var measured = value.Spec.Metrics.Where(metric => metric.Type == "Resource").Select(metric => metric.Resource?.Name ?? "").ToList();
        return template.Spec.Containers.Count > 0 && template.Spec.Containers.Any(container =>
            measured.Count == 0
                ? container.Resources.Requests.Count == 0 && container.Resources.Limits.Count == 0
                : measured.Exists(name => name.Length > 0 && container.Resources.Requests[name] is null && container.Resources.Limits[name] is null));
    }

    private static SymptomBuilder Of(SymptomReason reason, Severity severity, HorizontalPodAutoscaler value, Condition condition) =>
        new SymptomBuilder(reason, severity, value)
            .Says(condition.Message.Length > 0 ? condition.Message : condition.Reason)
            .Since(condition.LastTransitionTime)
            .Quotes(value.Ref.Address, condition.Message)
            .QuotesField("reason", condition.Reason);
}
