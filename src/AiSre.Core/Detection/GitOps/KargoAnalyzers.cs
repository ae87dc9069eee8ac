using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Promotions that ended without success; only the latest of a stage counts.</summary>
internal sealed class PromotionAnalyzer : Analyzer<Promotion>
{
    protected override IEnumerable<Symptom> Analyze(Promotion value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Status.Phase is not ("Failed" or "Errored") || IsSuperseded(value, cache))
        {
            yield break;
        }

        var step = value.Status.StepExecutionMetadata.FirstOrDefault(one => one.Status is "Failed" or "Errored");
        var index = value.Status.CurrentStep;
        var name = index >= 0 && index < value.Spec.Steps.Count ? value.Spec.Steps[index].Uses : step?.Alias;
        var message = value.Status.Message.Length > 0 ? value.Status.Message : step?.Message ?? value.Status.Phase;
        yield return new SymptomBuilder(SymptomReason.PromotionFailed, Severity.Error, value)
            .Says(message)
            .Since(value.Status.FinishedAt)
            .Blames(KargoWords.IsVerification(message) ? RootCause.KargoVerificationFailed : RootCause.KargoPromotionFailed, value.Ref, KargoWords.StageOf(value))
            .With(SymptomParameters.Target, name)
            .Quotes(value.Ref.Address, message)
            .Quotes(value.Ref.Address, step?.Message ?? "")
            .QuotesField("phase", value.Status.Phase)
            .QuotesField("uses", name ?? "")
            .PointsAt(cache.All<Application>().Where(application => message.Contains($"\"{application.Metadata.Name}\"", StringComparison.Ordinal)).Select(application => application.Ref))
            .Build();
    }

    private static bool IsSuperseded(Promotion value, ObjectCache cache) => cache.In<Promotion>(value.Metadata.Namespace).Any(other =>
        other.Spec.Stage == value.Spec.Stage && other.Ref != value.Ref
        && (other.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue) > (value.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue)
        && other.Status.Phase is "Succeeded" or "Failed" or "Errored" or "Aborted" or "Running");
}

/// <summary>Stages that are not healthy, not verified or not ready.</summary>
/// <remarks>Conditions and reasons: kargo/pkg/controller/stages. What somebody aborted is no fault.</remarks>
internal sealed class StageAnalyzer : Analyzer<Stage>
{
    protected override IEnumerable<Symptom> Analyze(Stage value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        if (value.Status.Conditions.OfType("Verified") is { IsTrue: false } unverified && KargoWords.IsFailure(unverified.Reason) && unverified.Reason != "VerificationAborted")
        {
            var run = AnalysisRuns.Current(value, cache);
            yield return Of(value, unverified)
                .Blames(RootCause.KargoVerificationFailed, value.Ref)
                .Quotes(run?.Ref.Address ?? "", run?.Status.Message ?? "")
                .PointsAt(run is null ? [] : [run.Ref])
                .Build();
        }
        else if (value.Status.Conditions.OfType("Ready") is { IsFalse: true, Reason: "LastPromotionFailed" or "LastPromotionErrored" } notReady)
        {
            var promotion = value.Status.LastPromotion?.Name is { Length: > 0 } last ? new ObjectRef("kargo.akuity.io/v1alpha1", "Promotion", value.Metadata.Namespace, last) : null;
            yield return Of(value, notReady)
                .Blames(RootCause.KargoPromotionFailed, value.Ref)
                .PointsAt(promotion is null ? [] : [promotion])
                .Build();
        }
        else if (value.Status.Conditions.OfType("Healthy") is { IsFalse: true } or { Status: "Unknown" } && value.Status.Health is { Status: "Unhealthy" } health)
        {
            var issues = health.Issues.Count > 0 ? string.Join("; ", health.Issues) : "the stage is unhealthy";
            yield return new SymptomBuilder(SymptomReason.StageUnhealthy, Severity.Error, value)
                .Says(issues)
                .Quotes(value.Ref.Address, health.Issues.Count > 0 ? health.Issues[0] : "")
                .QuotesField("status", "Unhealthy")
                .PointsAt(cache.All<Application>().Where(application => issues.Contains($"\"{application.Metadata.Name}\"", StringComparison.Ordinal)).Select(application => application.Ref))
                .Build();
        }
        else if (value.Status.Conditions.OfType("Ready") is { IsFalse: true, Reason: "InvalidSpec" or "FreightUnavailable" or "NoFreightAvailable" or "FreightRetrievalFailed" or "FreightVerificationFailed" or "ReconcileError" } other)
        {
            yield return Of(value, other)
                .Blames(RootCause.KargoFreightUnavailable, value.Ref)
                .PointsAt(value.Spec.RequestedFreight.Select(request => request.Origin).OfType<FreightOrigin>().Select(origin => new ObjectRef("kargo.akuity.io/v1alpha1", "Warehouse", value.Metadata.Namespace, origin.Name)))
                .Build();
        }
    }

    private static SymptomBuilder Of(Stage value, Condition condition) =>
        new SymptomBuilder(SymptomReason.StageUnhealthy, Severity.Error, value)
            .Says(condition.Message.Length > 0 ? condition.Message : condition.Reason)
            .Since(condition.LastTransitionTime)
            .Quotes(value.Ref.Address, condition.Message)
            .QuotesField("reason", condition.Reason);
}

/// <summary>Warehouses that discover nothing.</summary>
internal sealed class WarehouseAnalyzer : Analyzer<Warehouse>
{
    protected override IEnumerable<Symptom> Analyze(Warehouse value, ObjectCache cache, DateTimeOffset now)
    {
        var condition = value.Status.Conditions.FirstOrDefault(one => one is { Type: "Ready" or "Healthy", IsFalse: true } && KargoWords.IsFailure(one.Reason + one.Message));
        if (condition is not null && value.Metadata.DeletionTimestamp is null)
        {
            yield return new SymptomBuilder(SymptomReason.WarehouseFailed, Severity.Error, value)
                .Says(condition.Message.Length > 0 ? condition.Message : condition.Reason)
                .Since(condition.LastTransitionTime)
                .Blames(RootCause.KargoFreightUnavailable, value.Ref)
                .Quotes(value.Ref.Address, condition.Message)
                .QuotesField("reason", condition.Reason)
                .Build();
        }
    }
}

/// <summary>What the three have in common.</summary>
internal static partial class KargoWords
{
    public static ObjectRef StageOf(Promotion promotion) => new("kargo.akuity.io/v1alpha1", "Stage", promotion.Metadata.Namespace, promotion.Spec.Stage);

    public static bool IsVerification(string message) => message.Contains("verification", StringComparison.OrdinalIgnoreCase);

    public static bool IsFailure(string words) => Failure().IsMatch(words);

    [GeneratedRegex(@"fail|error|inconclusive|invalid|unhealthy|missing|unable|denied", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Failure();
}
