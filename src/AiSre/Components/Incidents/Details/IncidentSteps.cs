using System.Collections.Immutable;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;

namespace AiSre.Components.Incidents.Details;

/// <summary>An incident's way in six steps: Detected, Diagnosed, Proposed, Decided, Merged, Verified. Pure.</summary>
public static class IncidentSteps
{
    /// <summary>The steps in their order.</summary>
    public static ImmutableArray<IncidentStep> Of(IncidentDetails incident)
    {
        // A decision that was made void is history; the way goes through the next one.
        var decision = incident.Decision is { VoidedBecause: null } standing ? standing : null;
        var isRejected = decision?.Verdict is Verdict.Reject or Verdict.AskForAnother || incident.State == IncidentState.Rejected;
        var failedAt = FailedAt(incident);
        (string Name, DateTimeOffset? At, bool IsBad)[] facts =
        [
            ("Detected", incident.OpenedAt, false),
            ("Diagnosed", incident.Causal is { Analysis: not null } causal ? causal.At : null, false),
            // What was proposed before it healed and came back is closed; it will be proposed anew.
            ("Proposed", incident.Proposal?.Number is null || incident is { ClosedAt: null, Proposal.State: PullRequestState.Closed } ? null : FirstOf(incident, TimelineKind.PullRequestOpened) ?? incident.Causal?.At, false),
            (decision is null ? "Decided" : isRejected ? "Rejected" : "Approved", decision?.At, isRejected),
            ("Merged", incident.Proposal?.MergedAt, false),
            (failedAt is not null ? "Not verified" : "Verified", failedAt ?? (incident.State == IncidentState.Resolved ? incident.ClosedAt : null), failedAt is not null),
        ];

        var last = Array.FindLastIndex(facts, fact => fact.At is not null);
        var steps = ImmutableArray.CreateBuilder<IncidentStep>(facts.Length);
        for (var index = 0; index < facts.Length; index++)
        {
            var (name, at, isBad) = facts[index];
            var progress = at is not null ? isBad ? StepProgress.Bad : StepProgress.Done
                : index < last || incident.ClosedAt is not null ? StepProgress.Skipped
                : index == last + 1 ? StepProgress.Now
                : StepProgress.Later;
            steps.Add(new(name, progress, at));
        }

        return steps.MoveToImmutable();
    }

    // While its revert waits for a decision, the way goes through that once more.
    private static DateTimeOffset? FailedAt(IncidentDetails incident) => incident switch
    {
        { State: IncidentState.Failed } => incident.ClosedAt,
        { Proposal: { Failure: not null } or { IsRevert: true, State: PullRequestState.Merged } } => incident.Timeline.LastOrDefault(fact => fact.Kind == TimelineKind.Failed)?.At,
        _ => null,
    };

    private static DateTimeOffset? FirstOf(IncidentDetails incident, TimelineKind kind) =>
        incident.Timeline.FirstOrDefault(fact => fact.Kind == kind)?.At;
}

/// <summary>One step of the way.</summary>
/// <param name="Name">One word, or two.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="At">When it was reached; null when it was not.</param>
public sealed record IncidentStep(string Name, StepProgress Progress, DateTimeOffset? At);

/// <summary>How far a step is.</summary>
public enum StepProgress
{
    /// <summary>Not begun.</summary>
    Later,

    /// <summary>The one that is worked on or waited for.</summary>
    Now,

    /// <summary>Reached.</summary>
    Done,

    /// <summary>Reached, and ended badly.</summary>
    Bad,

    /// <summary>The way went past it, or ended before it.</summary>
    Skipped,
}
