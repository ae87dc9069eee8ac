using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks.Matching;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Remediation.Decisions;

/// <summary>A person approves or rejects a proposal. The page's buttons, reviews on GitHub and tests all come through here.</summary>
public sealed class DecisionCommand(
    IDbContextFactory<AiSreDbContext> contexts, HeadCheck headCheck, DecisionRules rules, StageDispatcher dispatcher, IBackgroundJobClient jobs, TimeProvider time)
{
    private const int MostAttempts = 4;

    /// <summary>Approves exactly <paramref name="seen"/>; it is merged once enough people have, or nothing is.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> ApproveAsync(Guid incidentId, ProposalFingerprint seen, string by, CancellationToken cancellationToken) =>
        DecideAsync(incidentId, seen, new DecisionWish(Verdict.Approve, by, null), cancellationToken);

    /// <summary>Rejects: the pull request is closed with the reason and its branch deleted.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="rejection">Why; its text must not be blank.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> RejectAsync(Guid incidentId, ProposalFingerprint seen, string by, Rejection rejection, CancellationToken cancellationToken) =>
        RejectAsync(incidentId, seen, new DecisionWish(Verdict.Reject, by, rejection.Text.Trim()) { ReasonKind = rejection.Kind }, cancellationToken);

    /// <summary>Rejects what is approved and not merged yet. Who meant to decide first, and was too late, has not asked for this.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="rejection">Why; its text must not be blank.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> RejectApprovedAsync(Guid incidentId, ProposalFingerprint seen, string by, Rejection rejection, CancellationToken cancellationToken) =>
        RejectAsync(incidentId, seen, new DecisionWish(Verdict.Reject, by, rejection.Text.Trim()) { IsOfApproved = true, ReasonKind = rejection.Kind }, cancellationToken);

    /// <summary>Asks for the solution of another runbook that matches too: the pull request is closed, and the incident planned without this one's.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> AskForAnotherAsync(Guid incidentId, ProposalFingerprint seen, string by, CancellationToken cancellationToken) =>
        DecideAsync(incidentId, seen, new DecisionWish(Verdict.AskForAnother, by, null), cancellationToken);

    private Task<DecisionOutcome> RejectAsync(Guid incidentId, ProposalFingerprint seen, DecisionWish wish, CancellationToken cancellationToken) =>
        wish.Reason!.Length == 0
            ? Task.FromResult(new DecisionOutcome(false, "Say why you reject; the reason is written on the pull request."))
            : DecideAsync(incidentId, seen, wish, cancellationToken);

    /// <summary>Decides as a person wishes, if it may be.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="wish">What they want.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    internal async Task<DecisionOutcome> DecideAsync(Guid incidentId, ProposalFingerprint seen, DecisionWish wish, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(incidentId, seen, wish, cancellationToken);
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody decided in the same moment, or the rows moved on. One look at how they are now: what was decided is told, and
                // what stands in nobody's way is decided after all.
                if (attempt == MostAttempts)
                {
                    return new(false, "The incident changed in this moment; look at it again and decide.");
                }
            }
        }
    }

    private async Task<DecisionOutcome> TryAsync(Guid incidentId, ProposalFingerprint seen, DecisionWish wish, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleOrDefaultAsync(candidate => candidate.Id == incidentId, cancellationToken);
        var proposal = await db.Set<Proposal>().NewestAsync(incidentId, cancellationToken);
        if (incident is null || proposal?.PullRequestNumber is null)
        {
            return new(false, "There is no proposal to decide about; reload the page.");
        }

        if (incident.State != IncidentState.AwaitingDecision && !(wish.IsOfApproved && incident.State == IncidentState.Approved))
        {
            return await TooLateAsync(db, incident, cancellationToken);
        }

        var fingerprint = (await db.FingerprintAsync(proposal, cancellationToken))!;
        if (fingerprint.WhatChangedSince(seen) is { } changed)
        {
            return new(false, $"The proposal changed after you opened this page ({changed}); look at it again and decide.");
        }

        var standing = await db.StandingDecisionsAsync(proposal.Id, cancellationToken);
        if (await WhyNotAsync(db, proposal, standing, wish, cancellationToken) is { } refusal)
        {
            return new(false, refusal);
        }

        // Rejecting merges nothing, so it needs no look first; what it then finds on GitHub, its stage deals with.
        if (wish.Verdict == Verdict.Approve && await headCheck.WhyNotAsync(proposal, cancellationToken) is { } moved)
        {
            // A review is looked at again with every look at the pull request; it has no reader here who would be told.
            return wish.Channel is DecisionChannel.Review or DecisionChannel.Policy ? new(false, moved) : await NoteAsync(db, incident, proposal, moved, wish.By, cancellationToken);
        }

        var missing = wish is { Verdict: Verdict.Approve, Channel: not DecisionChannel.Policy } ? rules.QuorumFor(proposal.IsRevert) - standing.Count(one => one.Verdict == Verdict.Approve) - 1 : 0;
        if (wish.Verdict != Verdict.Approve)
        {
            // One verdict stands: approvals that were not enough yet, or were not carried out yet, do not stand beside a rejection.
            standing.ForEach(one => one.VoidedBecause = $"{wish.By} {(wish.Verdict == Verdict.Reject ? "rejected the change" : "asked for another solution")} before it was merged.");
        }

        Decide(db, incident, proposal, fingerprint, wish, missing);
        await db.SaveChangesAsync(cancellationToken);
        dispatcher.Wake(incident.Id, incident.State);
        return new(true, wish.Verdict switch
        {
            Verdict.Approve when missing > 0 => $"Approved; it is merged once {missing} more {(missing == 1 ? "person approves" : "people approve")} it.",
            Verdict.Approve => "Approved; the pull request is being merged.",
            Verdict.Reject => "Rejected; the pull request is being closed.",
            _ => "The pull request is being closed, and another solution proposed.",
        });
    }

    private void Decide(AiSreDbContext db, Incident incident, Proposal proposal, ProposalFingerprint fingerprint, DecisionWish wish, int missing)
    {
        var now = time.GetUtcNow();
        proposal.DecisionCount++;
        db.Set<Decision>().Add(new Decision
        {
            Id = Guid.CreateVersion7(now),
            ProposalId = proposal.Id,
            IncidentId = incident.Id,
            Verdict = wish.Verdict,
            HeadSha = proposal.HeadSha!,
            Fingerprint = fingerprint.Value,
            By = wish.By,
            Channel = wish.Channel,
            Reason = wish.Reason,
            ReasonKind = wish.ReasonKind,
            At = now,
        });
        var where = wish.Channel switch
        {
            DecisionChannel.Review => " in a review on GitHub",
            DecisionChannel.Policy => $", without a person: {wish.Reason!.TrimEnd('.')}",
            _ => "",
        };
        var (to, kind, text) = wish.Verdict switch
        {
            Verdict.Approve when missing > 0 => ((IncidentState?)null, TimelineKind.Approved, $"{wish.By} approved commit {proposal.HeadSha![..7]}{where}; {missing} more {(missing == 1 ? "has" : "have")} to."),
            Verdict.Approve => (IncidentState.Approved, TimelineKind.Approved, $"{wish.By} approved commit {proposal.HeadSha![..7]}{where}."),
            Verdict.Reject => (IncidentState.Rejecting, TimelineKind.Rejected, $"{wish.By} rejected{where}: {wish.Reason}"),
            _ => (IncidentState.Withdrawing, TimelineKind.Rejected, $"{wish.By} asked for another solution than that of the runbook {proposal.RunbookId}."),
        };
        if (wish.Verdict == Verdict.AskForAnother)
        {
            db.Add(new SetAsideRunbook { Id = Guid.CreateVersion7(now), IncidentId = incident.Id, RunbookId = proposal.RunbookId, Because = text, At = now });
        }

        db.Set<TimelineEntry>().Add(Entry(incident, kind, text, wish.By));
        if (to is { } next)
        {
            IncidentStateMachine.Move(incident, next, now);
        }
    }

    /// <summary>That it was refused is a fact of the incident's story; nothing is decided.</summary>
    private async Task<DecisionOutcome> NoteAsync(AiSreDbContext db, Incident incident, Proposal proposal, string whyNot, string by, CancellationToken cancellationToken)
    {
        db.Set<TimelineEntry>().Add(Entry(incident, TimelineKind.DecisionRefused, whyNot, by));
        await db.SaveChangesAsync(cancellationToken);
        jobs.Enqueue<PullRequestJob>(job => job.RunAsync(proposal.Id, CancellationToken.None));
        return new(false, whyNot);
    }

    private TimelineEntry Entry(Incident incident, TimelineKind kind, string text, string actor) =>
        new() { IncidentId = incident.Id, At = time.GetUtcNow(), Kind = kind, Text = text, Actor = actor };

    private async Task<string?> WhyNotAsync(AiSreDbContext db, Proposal proposal, List<Decision> standing, DecisionWish wish, CancellationToken cancellationToken)
    {
        if (wish.Channel == DecisionChannel.Policy)
        {
            // The guardrails have said that no person is needed, and say it again at the moment of the merge; what people have begun they end.
            return standing.Count == 0 ? null : "A person has begun to decide about it.";
        }

        switch (wish.Verdict)
        {
            case Verdict.Approve when standing.Exists(one => rules.AreSame(one.By, wish.By)):
                var missing = rules.QuorumFor(proposal.IsRevert) - standing.Count;
                return $"You approved it already; {missing} more {(missing == 1 ? "person has" : "people have")} to.";
            case Verdict.Approve:
                return rules.WhyNot(wish.By, await db.RunbookAuthorAsync(proposal, cancellationToken));
            case Verdict.AskForAnother:
                var match = await db.Set<RunbookMatch>().AsNoTracking().SingleOrDefaultAsync(candidate => candidate.IncidentId == proposal.IncidentId, cancellationToken);
                return proposal.IsRevert ? "A revert has no other solution; reject it to keep the change."
                    : match is { Others.IsEmpty: false } ? null
                    : "No other runbook with a solution matches; reject the change, or write a runbook first.";
            default:
                return null;
        }
    }

    private static async Task<DecisionOutcome> TooLateAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var proposal = await db.CurrentProposalAsync(incident.Id, cancellationToken);
        var decision = (await db.StandingDecisionsAsync(proposal.Id, cancellationToken)).LastOrDefault();
        return new(false, decision switch
        {
            null => "The incident no longer waits for a decision; reload the page to see why.",
            { Verdict: Verdict.Approve } => $"{decision.By} approved it already.",
            { Verdict: Verdict.AskForAnother } => $"{decision.By} asked for another solution already.",
            _ => $"{decision.By} rejected it already.",
        });
    }
}
