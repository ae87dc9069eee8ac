using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Remediation.Decisions;

/// <summary>A person approves or rejects a proposal. The page's buttons, the command line and tests all come through here.</summary>
public sealed class DecisionCommand(
    IDbContextFactory<AiSreDbContext> contexts, HeadCheck headCheck, StageDispatcher dispatcher, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Approves exactly <paramref name="seen"/>; it is merged, or nothing is.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> ApproveAsync(Guid incidentId, ProposalFingerprint seen, string by, CancellationToken cancellationToken) =>
        DecideAsync(incidentId, seen, new Decided(Verdict.Approve, by, null), cancellationToken);

    /// <summary>Rejects: the pull request is closed with the reason and its branch deleted.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> RejectAsync(Guid incidentId, ProposalFingerprint seen, string by, string reason, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(reason)
            ? Task.FromResult(new DecisionOutcome(false, "Say why you reject; the reason is written on the pull request."))
            : DecideAsync(incidentId, seen, new Decided(Verdict.Reject, by, reason.Trim()), cancellationToken);

    /// <summary>Asks for the solution of another runbook that matches too: the pull request is closed, and the incident planned without this one's.</summary>
    /// <param name="incidentId">The incident whose proposal it is.</param>
    /// <param name="seen">What the person looked at.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is decided then.</param>
    public Task<DecisionOutcome> AskForAnotherAsync(Guid incidentId, ProposalFingerprint seen, string by, CancellationToken cancellationToken) =>
        DecideAsync(incidentId, seen, new Decided(Verdict.AskForAnother, by, null), cancellationToken);

    private async Task<DecisionOutcome> DecideAsync(Guid incidentId, ProposalFingerprint seen, Decided decided, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleOrDefaultAsync(candidate => candidate.Id == incidentId, cancellationToken);
        var proposal = await db.Set<Proposal>().NewestAsync(incidentId, cancellationToken);
        if (incident is null || proposal?.PullRequestNumber is null)
        {
            return new(false, "There is no proposal to decide about; reload the page.");
        }

        if (incident.State != IncidentState.AwaitingDecision)
        {
            return await TooLateAsync(db, incident, cancellationToken);
        }

        var fingerprint = (await db.FingerprintAsync(proposal, cancellationToken))!;
        if (fingerprint.WhatChangedSince(seen) is { } changed)
        {
            return new(false, $"The proposal changed after you opened this page ({changed}); look at it again and decide.");
        }

        if (decided.Verdict == Verdict.AskForAnother && await WhyNoOtherAsync(db, proposal, cancellationToken) is { } none)
        {
            return new(false, none);
        }

        // Rejecting merges nothing, so it needs no look first; what it then finds on GitHub, its stage deals with.
        var whyNot = decided.Verdict == Verdict.Approve ? await headCheck.WhyNotAsync(proposal, cancellationToken) : null;
        if (whyNot is null)
        {
            Decide(db, incident, proposal, fingerprint, decided);
        }
        else
        {
            // That it was refused is a fact of the incident's story; nothing is decided.
            db.Set<TimelineEntry>().Add(Entry(incident, TimelineKind.DecisionRefused, whyNot, decided.By));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody decided in the same moment, or the incident moved on: one wins, the other is told.
            await using var fresh = await contexts.CreateDbContextAsync(cancellationToken);
            return await TooLateAsync(fresh, await fresh.Set<Incident>().SingleAsync(candidate => candidate.Id == incidentId, cancellationToken), cancellationToken);
        }

        if (whyNot is not null)
        {
            jobs.Enqueue<PullRequestJob>(job => job.RunAsync(proposal.Id, CancellationToken.None));
            return new(false, whyNot);
        }

        dispatcher.Wake(incident.Id, incident.State);
        return new(true, decided.Verdict switch
        {
            Verdict.Approve => "Approved; the pull request is being merged.",
            Verdict.Reject => "Rejected; the pull request is being closed.",
            _ => "The pull request is being closed, and another solution proposed.",
        });
    }

    private void Decide(AiSreDbContext db, Incident incident, Proposal proposal, ProposalFingerprint fingerprint, Decided decided)
    {
        var now = time.GetUtcNow();
        db.Set<Decision>().Add(new Decision
        {
            Id = Guid.CreateVersion7(now),
            ProposalId = proposal.Id,
            IncidentId = incident.Id,
            Verdict = decided.Verdict,
            HeadSha = proposal.HeadSha!,
            Fingerprint = fingerprint.Value,
            By = decided.By,
            Channel = DecisionChannel.AiSre,
            Reason = decided.Reason,
            At = now,
        });
        var (to, kind, text) = decided.Verdict switch
        {
            Verdict.Approve => (IncidentState.Approved, TimelineKind.Approved, $"{decided.By} approved commit {proposal.HeadSha![..7]}."),
            Verdict.Reject => (IncidentState.Rejecting, TimelineKind.Rejected, $"{decided.By} rejected: {decided.Reason}"),
            _ => (IncidentState.Withdrawing, TimelineKind.Rejected, $"{decided.By} asked for another solution than that of the runbook {proposal.RunbookId}."),
        };
        if (decided.Verdict == Verdict.AskForAnother)
        {
            db.Add(new SetAsideRunbook { Id = Guid.CreateVersion7(now), IncidentId = incident.Id, RunbookId = proposal.RunbookId, Because = text, At = now });
        }

        db.Set<TimelineEntry>().Add(Entry(incident, kind, text, decided.By));
        IncidentStateMachine.Move(incident, to, now);
    }

    private TimelineEntry Entry(Incident incident, TimelineKind kind, string text, string actor) =>
        new() { IncidentId = incident.Id, At = time.GetUtcNow(), Kind = kind, Text = text, Actor = actor };

    private static async Task<DecisionOutcome> TooLateAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var proposal = await db.CurrentProposalAsync(incident.Id, cancellationToken);
        var decision = await db.Set<Decision>()
            .Where(candidate => candidate.ProposalId == proposal.Id && candidate.VoidedBecause == null)
            .SingleOrDefaultAsync(cancellationToken);
        return new(false, decision switch
        {
            null when incident.State == IncidentState.AwaitingDecision => "The incident changed in this moment; look at it again and decide.",
            null => "The incident no longer waits for a decision; reload the page to see why.",
            { Verdict: Verdict.Approve } => $"{decision.By} approved it already.",
            { Verdict: Verdict.AskForAnother } => $"{decision.By} asked for another solution already.",
            _ => $"{decision.By} rejected it already.",
        });
    }

    private static async Task<string?> WhyNoOtherAsync(AiSreDbContext db, Proposal proposal, CancellationToken cancellationToken)
    {
        var match = await db.Set<RunbookMatch>().AsNoTracking().SingleOrDefaultAsync(candidate => candidate.IncidentId == proposal.IncidentId, cancellationToken);
        return proposal.IsRevert ? "A revert has no other solution; reject it to keep the change."
            : match is { Others.IsEmpty: false } ? null
            : "No other runbook with a solution matches; reject the change, or write a runbook first.";
    }

    private sealed record Decided(Verdict Verdict, string By, string? Reason);
}
