using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>
/// Objects of kinds that have no analyzer of their own, by what such kinds commonly report: conditions that are named for being well and are
/// False, conditions that are named for trouble and are True, phases of failure, an error.
/// </summary>
internal sealed class CustomObjectAnalyzer : Analyzer<OtherObject>
{
    private static readonly TimeSpan DeletionMayTake = TimeSpan.FromMinutes(15);

    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is { } since ? Deletion(value, since, now)
        : AnalysisRuns.IsOne(value) ? AnalysisRuns.Failed(value, cache)
        : IsPaused(value) ? []
        : Reported(value, cache, now) is { } symptom ? [symptom] : [];

    private static IEnumerable<Symptom> Deletion(OtherObject value, DateTimeOffset since, DateTimeOffset now) =>
        value.Metadata.Finalizers.Count == 0 || now - since < DeletionMayTake ? [] :
        [
            new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
                .Says($"the object is being deleted and waits for {string.Join(", ", value.Metadata.Finalizers)}")
                .Since(since)
                .Quotes(value.Ref.Address, value.Metadata.Finalizers[0])
                .Build(),
        ];

    private static Symptom? Reported(OtherObject value, ObjectCache cache, DateTimeOffset now)
    {
        var condition = CustomConditions.Trouble(value, now);
        var health = ObjectHealth.Of(value);
        var phase = IsFailure(value.Status.Phase) || health?.Status == HealthStatus.Degraded ? value.Status.Phase : "";
        var summed = value.Status.Health.ValueKind == JsonValueKind.String ? value.Status.Health.Text() : value.Status.Health.Text("status");
        summed = summed.ToUpperInvariant() is "DEGRADED" or "UNHEALTHY" or "FAILED" or "ERROR" or "RED" ? summed : "";
        var state = value.Status.State.ToUpperInvariant() is "FAILED" or "ERROR" or "ERRORED" or "INVALID" or "EXPIRED" ? value.Status.State : "";
        var error = value.Status.Error.ValueKind == JsonValueKind.String ? value.Status.Error.Text() : value.Status.Error.Text("message");
        if (condition is null && phase.Length == 0 && state.Length == 0 && error.Length == 0 && summed.Length == 0)
        {
            return null;
        }

        var words = condition?.Message is { Length: > 0 } message ? message
            : error.Length > 0 ? error
            : condition is null ? FirstOf(value.Status.Message, value.Status.Reason, value.Status.Conditions.FirstOrDefault(one => one.Message.Length > 0 && !one.IsTrue)?.Message ?? "") : "";
        var builder = new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
            .Says(words.Length > 0 ? words : condition is not null ? $"{condition.Type} is {condition.Status}{(condition.Reason.Length > 0 ? $": {condition.Reason}" : "")}" : phase.Length > 0 ? $"the phase is {phase}" : state.Length > 0 ? $"the state is {state}" : $"the health is {summed}")
            .Since(condition?.LastTransitionTime)
            .Quotes(value.Ref.Address, words)
            .QuotesField("reason", condition?.Reason ?? "")
            .QuotesField("phase", phase)
            .QuotesField("state", state)
            .QuotesField(value.Status.Health.ValueKind == JsonValueKind.String ? "health" : "status", summed)
            .PointsAt(CustomReferences.Of(value, cache));

        return (CustomCause.Of(value, words, cache) is { } fault ? builder.Blames(fault.Code, fault.Object).With(SymptomParameters.Reference, fault.Object == value.Ref ? null : fault.Object.Name) : builder).Build();
    }

    // Whatever it is that failed: "Failed", "PartiallyFailed", "CreateFailed".
    private static bool IsFailure(string phase) =>
        phase is "Error" or "Errored" or "Degraded" or "FailedValidation" or "Invalid" or "Unavailable" or "Unhealthy" or "Failing" || phase.EndsWith("Failed", StringComparison.Ordinal);

    private static bool IsPaused(OtherObject value) => value.Spec.IsTrue("suspend") || value.Spec.IsTrue("suspended") || value.Spec.IsTrue("paused") || value.Spec.IsTrue("pause");

    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }
}
