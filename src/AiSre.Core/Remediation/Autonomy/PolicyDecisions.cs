using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Autonomy;

/// <summary>
/// Decides about an open proposal by the guardrails where its runbook may go so far, and writes down what it would have decided where a person
/// still does. To look again changes nothing while nothing has changed.
/// </summary>
internal sealed class PolicyDecisions(
    IDbContextFactory<AiSreDbContext> contexts, RunbookStandings standings, GuardrailEvaluator guardrails, DecisionCommand decisions,
    IDistributedLockProvider locks, TimeProvider time)
{
    /// <summary>Looks at one proposal.</summary>
    /// <exception cref="ProblemException">GitHub or the cluster does not answer; nothing was decided.</exception>
    public async Task LookAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        // Webhooks and polling may have two look at once, on two replicas; one is enough.
        await using var mine = await locks.TryAcquireLockAsync($"aisre:policy:{proposalId}", TimeSpan.Zero, cancellationToken);
        if (mine is not null)
        {
            await DecideAsync(proposalId, cancellationToken);
        }
    }

    private async Task DecideAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == proposalId, cancellationToken);
        if (proposal is not { PullRequestState: PullRequestState.Open, HeadSha: not null, IsOutdated: false }
            || !await db.Set<Incident>().AnyAsync(incident => incident.Id == proposal.IncidentId && incident.State == IncidentState.AwaitingDecision, cancellationToken))
        {
            return;
        }

        if (proposal.IsRevert)
        {
            await LookAtRevertAsync(db, proposal, cancellationToken);
            return;
        }

        var match = await db.Set<RunbookMatch>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == proposal.IncidentId, cancellationToken);
        if (match is null || match.Mode <= RunbookMode.Propose || match.RunbookId != proposal.RunbookId || match.RunbookVersion != proposal.RunbookVersion)
        {
            return;
        }

        var mode = await standings.OfAsync(db, match, cancellationToken);
        if (mode.Mode <= RunbookMode.Propose)
        {
            return;
        }

        var evaluation = await guardrails.EvaluateAsync(proposal.Id, cancellationToken);
        var fingerprint = (await db.FingerprintAsync(proposal, cancellationToken))!;
        await KeepAsync(db, proposal, match, mode, evaluation, fingerprint.Value, cancellationToken);
        if (mode.Mode == RunbookMode.Automatic && evaluation.Outcome == GuardrailOutcome.Allow)
        {
            await MergeAsync(proposal, fingerprint, $"Version {proposal.RunbookVersion} of the runbook {proposal.RunbookId} may merge by itself ({match.Scope}). {evaluation.Result.Sentence}", cancellationToken);
        }
    }

    /// <summary>What was merged without a person is put back without one. Only a pause, or files that others have changed since, have a person asked.</summary>
    private async Task LookAtRevertAsync(AiSreDbContext db, Proposal revert, CancellationToken cancellationToken)
    {
        var wasPolicy = await db.Set<Decision>().AnyAsync(
            decision => decision.ProposalId == revert.RevertOf && decision.Channel == DecisionChannel.Policy && decision.Verdict == Verdict.Approve && decision.VoidedBecause == null, cancellationToken);
        if (!wasPolicy)
        {
            return;
        }

        var original = await db.Set<Proposal>().AsNoTracking().SingleAsync(proposal => proposal.Id == revert.RevertOf, cancellationToken);
        if (!RevertRule.Allows(await guardrails.EvaluateAsync(revert.Id, cancellationToken), revert, original))
        {
            return;
        }

        var fingerprint = (await db.FingerprintAsync(revert, cancellationToken))!;
        await ApproveAsync(revert, fingerprint, "What it puts back was merged without a person, and did not help.", cancellationToken);
    }

    private async Task KeepAsync(
        AiSreDbContext db, Proposal proposal, RunbookMatch match, EffectiveMode mode, GuardrailEvaluation evaluation, string fingerprint, CancellationToken cancellationToken)
    {
        var would = evaluation.Result.ShadowOutcome == GuardrailOutcome.Allow;
        var newest = await db.Set<PolicyVerdict>().AsNoTracking().Where(verdict => verdict.ProposalId == proposal.Id)
            .OrderByDescending(verdict => verdict.At).ThenByDescending(verdict => verdict.Id).FirstOrDefaultAsync(cancellationToken);
        var sentence = would
            ? mode.Mode == RunbookMode.Automatic ? "AiSre merges it: nothing speaks against that." : "AiSre would have merged it: nothing but the runbook's standing speaks against that."
            : $"AiSre leaves it to a person: {ShadowSentence(evaluation)}";
        if (newest is not null && newest.WouldMerge == would && newest.Mode == mode.Mode && newest.Fingerprint == fingerprint && newest.Sentence == sentence)
        {
            return;
        }

        var now = time.GetUtcNow();
        db.Set<PolicyVerdict>().Add(new PolicyVerdict
        {
            Id = Guid.CreateVersion7(now),
            ProposalId = proposal.Id,
            RunbookId = proposal.RunbookId,
            RunbookVersion = proposal.RunbookVersion,
            Scope = match.Scope,
            Mode = mode.Mode,
            WouldMerge = would,
            Sentence = sentence,
            Fingerprint = fingerprint,
            At = now,
        });
        if (newest is null || newest.WouldMerge != would || newest.Mode != mode.Mode)
        {
            db.Set<TimelineEntry>().Add(new TimelineEntry { IncidentId = proposal.IncidentId, At = now, Kind = TimelineKind.PolicyDecided, Text = sentence, Actor = StageContext.AiSreItself });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string ShadowSentence(GuardrailEvaluation evaluation) => string.Join(
        ' ', evaluation.Gates.Where(gate => gate.Gate != GuardrailResult.StandingGate && gate.Outcome == evaluation.Result.ShadowOutcome).Select(gate => gate.Sentence));

    private async Task MergeAsync(Proposal proposal, ProposalFingerprint fingerprint, string why, CancellationToken cancellationToken)
    {
        // What was tried and did not come off is a person's: it would not come off the next time either.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Decision>().AnyAsync(decision => decision.ProposalId == proposal.Id && decision.Channel == DecisionChannel.Policy && decision.Fingerprint == fingerprint.Value, cancellationToken)
            || (await guardrails.ReserveAsync(proposal.Id, proposal.HeadSha!, cancellationToken)).Reservation is not { } reservation)
        {
            return;
        }

        if (!(await ApproveAsync(proposal, fingerprint, why, cancellationToken)).Accepted)
        {
            await guardrails.ReleaseAsync(reservation.Id, cancellationToken);
        }
    }

    private Task<DecisionOutcome> ApproveAsync(Proposal proposal, ProposalFingerprint fingerprint, string why, CancellationToken cancellationToken) =>
        decisions.DecideAsync(
            proposal.IncidentId, fingerprint, new DecisionWish(Verdict.Approve, DecisionRules.Policy, why) { Channel = DecisionChannel.Policy }, cancellationToken);
}
