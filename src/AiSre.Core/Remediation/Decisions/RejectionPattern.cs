using System.Collections.Immutable;

namespace AiSre.Remediation.Decisions;

/// <summary>What rejections of one version of a runbook say together. Pure.</summary>
public static class RejectionPattern
{
    /// <summary>So many alike are no accident.</summary>
    public const int Alike = 3;

    /// <summary>What its owner should change, one sentence for each kind of reason that was given often enough; the most frequent first.</summary>
    /// <param name="rejections">Rejections that stand, the latest first.</param>
    public static ImmutableArray<string> Of(IEnumerable<Decision> rejections) =>
    [
        .. rejections.Where(decision => decision.ReasonKind is not null and not RejectionReason.Other)
            .GroupBy(decision => decision.ReasonKind!.Value)
            .Where(group => group.Count() >= Alike)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => $"{group.Count()} proposals of this version were rejected as {RejectionWords.Of(group.Key)}, last by {group.First().By} (“{group.First().Reason}”): {Advice(group.Key)}"),
    ];

    private static string Advice(RejectionReason reason) => reason switch
    {
        RejectionReason.WrongCause => "name in 'symptom' or 'not-when' what tells these incidents from those that it is for.",
        RejectionReason.WrongFix => "change the solution, or give these incidents a runbook of their own.",
        RejectionReason.TooRisky => "lower its bounds, narrow 'applies-to', or have it advise only.",
        _ => "give the guardrails hours or a freeze for these places.",
    };
}
