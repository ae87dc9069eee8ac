using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may bound how much a change touches: objects, pods, applications, clusters.</summary>
internal sealed class BlastRadiusGate() : RuleGate<BlastRadius>("Blast radius", rule => rule.BlastRadius, "the blast radius")
{
    public override GateResult Judge(GuardrailQuestion question) =>
        question.Subject.Changes.Value.IsDefaultOrEmpty ? Unclear("It is not known what the change touches.") : base.Judge(question);

    protected override string? Breach(GuardrailQuestion question, BlastRadius limit)
    {
        var places = question.Places;
        return Over(limit.Objects, () => question.Subject.Changes.Value.Length, "object")
            ?? Over(limit.Replicas, () => Replicas(question.Subject), "pod")
            ?? Over(limit.Applications, () => places.Select(place => place.Place.Key).Distinct().Count(), "application")
            ?? Over(limit.Clusters, () => places.Select(place => place.Place.Cluster).Distinct(StringComparer.Ordinal).Count(), "cluster");
    }

    /// <summary>How many pods belong to what changes.</summary>
    /// <exception cref="UnknownFactException">It is not known.</exception>
    internal static int Replicas(GuardrailSubject subject) => (int)Math.Min(int.MaxValue, subject.Sizes.Value.Sum(size => (long)Math.Max(0, size.Replicas)));

    private static string? Over(int? most, Func<int> count, string what) =>
        most is { } bound && count() is var number && number > bound ? $"The change touches {Count(number, what)}, and may touch {bound} at most" : null;
}
