using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may bound how often changes are merged without a person: per application, per cluster and in the whole fleet.</summary>
/// <remarks>What was reserved later than now, since a clock went back, counts: no clock makes room.</remarks>
internal sealed class RateGate() : RuleGate<RateLimit>("Rate", rule => rule.Rate, "the rate")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        _ = question.Subject.Past.Value;
        return base.Judge(question);
    }

    protected override string? Breach(GuardrailQuestion question, RateLimit limit)
    {
        var past = question.Subject.Past.Value;
        if (limit.Fleet is { } fleet && Used(fleet, _ => true) is { } all)
        {
            return $"{all} in the fleet, and {fleet} may be";
        }

        foreach (var cluster in question.Places.Select(place => place.Place.Cluster).Distinct(StringComparer.Ordinal))
        {
            if (limit.PerCluster is { } rate && Used(rate, change => change.Clusters.Contains(cluster)) is { } used)
            {
                return $"{used} in cluster {cluster}, and {rate} may be";
            }
        }

        foreach (var application in question.Places.Select(place => place.Place.Key).Distinct())
        {
            if (limit.PerApplication is { } rate && Used(rate, change => change.Applications.Contains(application)) is { } used)
            {
                return $"{used} for {application}, and {rate} may be";
            }
        }

        return null;

        string? Used(Rate rate, Func<PastChange, bool> isOf)
        {
            var number = past.Count(change => change.At > question.Subject.At - rate.Within && isOf(change));
            return number >= rate.Number ? $"{Count(number, "change")} {(number == 1 ? "was" : "were")} merged without a person" : null;
        }
    }
}
