using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>
/// Merged changes that did not help open a breaker, of the application and of the runbook. It stays open until a person has reviewed what
/// failed; then one change at a time may try, which closes it when it is verified and opens it again when it fails.
/// </summary>
internal sealed class BreakerGate() : GuardrailGate("Breaker")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var events = question.Subject.Outcomes.Value;
        BreakerKey[] keys = [.. question.Places.Select(place => BreakerKey.Of(place.Place.Key)).Distinct(), BreakerKey.Of(question.Subject.RunbookId)];
        BreakerLimit[] limits = [BreakerLimit.Always, .. question.Rules.Select(rule => rule.Breaker).OfType<BreakerLimit>().Distinct()];
        var worst = keys.SelectMany(key => limits.Select(limit => Breaker.Of(key, events, limit))).MaxBy(breaker => breaker.State)!;
        return worst.State switch
        {
            BreakerState.Open => Ask($"{worst.Why}, so nothing is automatic until a person has reviewed that."),
            BreakerState.HalfOpen when question.Subject.InFlight.Value.FirstOrDefault(other => other.RunbookId == question.Subject.RunbookId) is { } other =>
                Ask($"{worst.Why}; a person has reviewed that, and the change of {other.Name} shows first whether it holds."),
            BreakerState.HalfOpen => Allow($"{worst.Why}, and a person has reviewed that: this change shows whether it holds."),
            _ => Allow("No breaker is open."),
        };
    }
}
