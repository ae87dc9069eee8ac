using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Gates;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails.Risk;

/// <summary>The risk of a change, computed from what it comes to on rendered objects. No setting and no opinion lowers it. Pure.</summary>
/// <param name="Level">The highest of all that speaks for one.</param>
/// <param name="Reason">What speaks for it, the end of a sentence without its full stop.</param>
internal sealed record ChangeRisk(RiskLevel Level, string Reason)
{
    private const int ManyPods = 50;
    private const int VeryManyPods = 250;
    private const int ManyObjects = 10;
    private const int VeryManyObjects = 50;

    /// <exception cref="UnknownFactException">What it is computed from is not known.</exception>
    public static ChangeRisk Of(GuardrailQuestion question)
    {
        // The first of the highest: the order is that of the list, which does not depend on anything else.
        var worst = Reasons(question).MaxBy(risk => risk.Level)!;
        return worst.Level == RiskLevel.Low ? new ChangeRisk(RiskLevel.Low, "few pods, and a revert takes it back") : worst;
    }

    private static IEnumerable<ChangeRisk> Reasons(GuardrailQuestion question)
    {
        var subject = question.Subject;
        yield return new ChangeRisk(RiskLevel.Low, "");
        foreach (var change in subject.Changes.Value)
        {
            yield return OfObject(change);
        }

        foreach (var field in question.Fields)
        {
            yield return FieldRisk.Of(field);
        }

        yield return By(subject.Changes.Value.Length, ManyObjects, VeryManyObjects, "objects change");
        yield return By(BlastRadiusGate.Replicas(subject), ManyPods, VeryManyPods, "pods are touched");
        yield return By(question.Places.Select(place => place.Place.Key).Distinct().Count(), 1, ManyObjects, "applications change");
        yield return By(question.Places.Select(place => place.Place.Cluster).Distinct(StringComparer.Ordinal).Count(), 1, 1, "clusters change");
        if (question.Places.FirstOrDefault(place => place.Criticality == Criticality.Critical) is { } critical)
        {
            yield return new ChangeRisk(RiskLevel.Medium, $"{critical.Name} is critical");
        }

        var owners = subject.Owners.Value.Select(file => string.Join(' ', file.Owners.Order(StringComparer.OrdinalIgnoreCase))).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        yield return By(owners, 1, int.MaxValue, "groups of owners have to be asked");
        foreach (var opinion in subject.Opinions)
        {
            yield return new ChangeRisk(opinion.Level, $"{opinion.By} says: {opinion.Sentence.TrimEnd('.')}");
        }
    }

    private static ChangeRisk OfObject(RenderedChange change)
    {
        var kind = ChangedFields.KindOf(change.Object);
        return change.Kind == RenderedChangeKind.Removed ? new ChangeRisk(RiskLevel.High, $"{change.Object} is removed")
            : NeverAutomatic.IsKind(kind) ? new ChangeRisk(RiskLevel.High, $"{change.Object} grants rights, holds secrets, or defines others")
            : FieldRisk.IsOfData(kind) ? new ChangeRisk(RiskLevel.High, $"{change.Object} holds data, which no revert brings back")
            : !FieldRisk.IsKnown(kind) ? new ChangeRisk(RiskLevel.High, $"what a change of {change.Object} does is not known")
            : change.Kind == RenderedChangeKind.Added ? new ChangeRisk(RiskLevel.Medium, $"{change.Object} is new")
            : new ChangeRisk(RiskLevel.Low, "");
    }

    private static ChangeRisk By(int number, int many, int veryMany, string what) =>
        new(number > veryMany ? RiskLevel.High : number > many ? RiskLevel.Medium : RiskLevel.Low, $"{number} {what}");
}
