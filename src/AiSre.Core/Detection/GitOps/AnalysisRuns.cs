using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Runs of Argo Rollouts that verify a Kargo stage or a rollout.</summary>
internal static class AnalysisRuns
{
    private const string StageLabel = "kargo.akuity.io/stage";

    public static bool IsOne(OtherObject value) => value.Kind == "AnalysisRun" && value.Ref.Group == Application.ApiGroup;

    /// <summary>The run that verifies what the stage runs now; null when there is none, or it is not known.</summary>
    public static OtherObject? Current(Stage stage, ObjectCache cache) =>
        stage.Status.FreightHistory is [{ VerificationHistory: [{ AnalysisRun: { Name.Length: > 0 } run }, ..] }, ..]
            ? cache.Find<OtherObject>(new ObjectRef("argoproj.io/v1alpha1", "AnalysisRun", run.Namespace.Length > 0 ? run.Namespace : stage.Metadata.Namespace, run.Name))
            : null;

    /// <summary>A run that did not go well, as part of what it was for. Runs are kept long after; so one counts only while whom it is for is not well.</summary>
    public static IEnumerable<Symptom> Failed(OtherObject value, ObjectCache cache)
    {
        if (value.Status.Phase is not ("Failed" or "Error" or "Inconclusive"))
        {
            return [];
        }

        var verified = value.Metadata.Labels[StageLabel] is { } name ? new ObjectRef("kargo.akuity.io/v1alpha1", "Stage", value.Metadata.Namespace, name) : null;
        var owner = cache.WorkloadOf(value);
        var counts = verified is not null ? cache.Find<Stage>(verified) is not { } stage || (Current(stage, cache)?.Ref == value.Ref && stage.Status.Conditions.OfType("Verified") is not { IsTrue: true })
            : owner != value.Ref && (cache.Find<OtherObject>(owner) is not { } rollout || rollout.Status.Phase == "Degraded");
        var builder = new SymptomBuilder(SymptomReason.ConditionFailed, counts ? Severity.Warning : Severity.Info, value, verified ?? owner)
            .Says(value.Status.Message.Length > 0 ? value.Status.Message : $"the analysis is {value.Status.Phase}")
            .Quotes(value.Ref.Address, value.Status.Message)
            .QuotesField("phase", value.Status.Phase);
        return [verified is null ? builder.Build() : builder.Blames(RootCause.KargoVerificationFailed, verified).Build()];
    }
}
