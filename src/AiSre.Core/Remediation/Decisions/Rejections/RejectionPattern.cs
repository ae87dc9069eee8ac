using System.Collections.Immutable;

namespace AiSre.Remediation.Decisions.Rejections;

/// <summary>What rejections of one version of a runbook say together. Pure.</summary>
public static class RejectionPattern
{
    /// <summary>So many alike are no accident.</summary>
    public const int Alike = 3;

    /// <summary>What its owner should change, one for each kind of reason that was given often enough; the most frequent first.</summary>
    /// <param name="text">The version's text.</param>
    /// <param name="rejections">Rejections that stand, the latest first.</param>
    /// <param name="proven">Where its changes were merged and held: these places are not taken from it.</param>
    public static ImmutableArray<RejectionSuggestion> Of(string text, IEnumerable<RejectedProposal> rejections, IReadOnlyCollection<ProposalPlace> proven) =>
    [
        .. rejections.Where(one => one.Decision.ReasonKind is not null and not RejectionReason.Other)
            .GroupBy(one => one.Decision.ReasonKind!.Value)
            .Where(group => group.Count() >= Alike)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => Suggest(group.Key, text, [.. group], proven)),
    ];

    private static RejectionSuggestion Suggest(RejectionReason reason, string text, ImmutableArray<RejectedProposal> alike, IReadOnlyCollection<ProposalPlace> proven)
    {
        var last = alike[0].Decision;
        var sentence = $"{alike.Length} proposals of this version were rejected as {RejectionWords.Of(reason)}, last by {last.By} (“{last.Reason}”): {Advice(reason)}";
        var place = CommonPlace.Of(alike.Select(one => one.Place));
        return place is null || proven.Any(place.Covers)
            ? new RejectionSuggestion(reason, sentence, null)
            : new RejectionSuggestion(reason, sentence, RunbookAmendment.Write(text, reason, place));
    }

    private static string Advice(RejectionReason reason) => reason switch
    {
        RejectionReason.WrongCause => "name in 'symptom' or 'not-when' what tells these incidents from those that it is for.",
        RejectionReason.WrongFix => "change the solution, or give these incidents a runbook of their own.",
        RejectionReason.TooRisky => "lower its bounds, narrow 'applies-to', or have it advise only.",
        _ => "give the guardrails hours or a freeze for these places.",
    };
}

/// <summary>A proposal that somebody rejected.</summary>
/// <param name="Decision">The rejection.</param>
/// <param name="Place">Where the incident was.</param>
public sealed record RejectedProposal(Decision Decision, ProposalPlace Place);

/// <summary>Where a proposal was for.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The namespace of the workload; null of what has none.</param>
public sealed record ProposalPlace(string Cluster, string? Namespace);

/// <summary>What a runbook's owner should change.</summary>
/// <param name="Reason">What the rejections have in common.</param>
/// <param name="Sentence">What was rejected, why, and what to do about it.</param>
/// <param name="Amendment">The change, written out; null where nobody but a person can tell what to write.</param>
public sealed record RejectionSuggestion(RejectionReason Reason, string Sentence, RunbookAmendment? Amendment);
