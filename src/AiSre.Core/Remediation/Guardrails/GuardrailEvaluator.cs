using System.Collections.Immutable;
using System.Data;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Guardrails.Facts;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Guardrails;

/// <summary>Holds a proposal against the guardrails: at any time to know, and at the moment of a merge without a person to reserve it.</summary>
/// <remarks>
/// Who merges without a person calls <see cref="ReserveAsync"/> and merges only with what it returns; where nothing was merged in the end it
/// calls <see cref="ReleaseAsync"/>. Who merges because people approved asks <see cref="EvaluateAsync"/> for <see cref="GuardrailResult.Prohibition"/>.
/// </remarks>
public sealed class GuardrailEvaluator
{
    /// <summary>All replicas share it, so that of those who would merge at once one looks after the other.</summary>
    private const long Lock = 0x6775_6172_6472_6c73;

    private readonly IDbContextFactory<AiSreDbContext> _contexts;
    private readonly GuardrailStore _store;
    private readonly GuardrailSource _source;
    private readonly ChangeFacts _facts;
    private readonly TimeProvider _clock;
    private readonly ILogger<GuardrailEvaluator> _logger;

    internal GuardrailEvaluator(
        IDbContextFactory<AiSreDbContext> contexts, GuardrailStore store, GuardrailSource source, ChangeFacts facts, TimeProvider clock, ILogger<GuardrailEvaluator> logger)
    {
        (_contexts, _store, _source, _facts, _clock, _logger) = (contexts, store, source, facts, clock, logger);
    }

    /// <summary>Looks everything up and asks every gate. What comes out is kept where it says something new.</summary>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">There is no such proposal.</exception>
    public async Task<GuardrailEvaluation> EvaluateAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        var look = await LookAsync(proposalId, isAtMerge: false, cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (evaluation, _) = await JudgeAsync(db, look, null, cancellationToken);
        var last = await db.Set<GuardrailEvaluation>().AsNoTracking()
            .Where(one => one.ProposalId == proposalId && !one.IsAtMerge).OrderByDescending(one => one.At).FirstOrDefaultAsync(cancellationToken);
        if (last is not null && last.GuardrailVersion == evaluation.GuardrailVersion && last.HeadSha == evaluation.HeadSha && last.Gates.SequenceEqual(evaluation.Gates))
        {
            return last;
        }

        db.Add(evaluation);
        await db.SaveChangesAsync(cancellationToken);
        return evaluation;
    }

    /// <summary>
    /// Asks every gate again with fresh facts and, where all allow, reserves the merge of exactly this commit, both in one transaction that
    /// one replica at a time is in: so rate and changes in flight hold however many ask at once. To ask again for the same is no second merge.
    /// </summary>
    /// <param name="proposalId">The proposal.</param>
    /// <param name="headSha">The commit that is to be merged.</param>
    /// <param name="cancellationToken">Gives up; nothing is reserved then.</param>
    /// <exception cref="ProblemException">There is no such proposal.</exception>
    public async Task<GuardrailReservationResult> ReserveAsync(Guid proposalId, string headSha, CancellationToken cancellationToken)
    {
        // Clusters and GitHub are asked first: nobody waits for them while holding the lock.
        var look = await LookAsync(proposalId, isAtMerge: true, cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", cancellationToken);
        var (evaluation, subject) = await JudgeAsync(db, look, headSha, cancellationToken);
        db.Add(evaluation);
        var reservation = await db.Set<GuardrailReservation>().SingleOrDefaultAsync(one => one.ProposalId == proposalId && one.ReleasedAt == null, cancellationToken);
        if (reservation is not null && (evaluation.Outcome != GuardrailOutcome.Allow || reservation.HeadSha != headSha))
        {
            reservation.ReleasedAt = evaluation.At;
            await db.SaveChangesAsync(cancellationToken);
            reservation = null;
        }

        if (reservation is null && evaluation.Outcome == GuardrailOutcome.Allow)
        {
            reservation = new GuardrailReservation
            {
                Id = Guid.CreateVersion7(),
                ProposalId = proposalId,
                HeadSha = headSha,
                At = evaluation.At,
                Applications = [.. subject.Places.Value.Select(place => place.Key).Distinct()],
                Clusters = [.. subject.Places.Value.Select(place => place.Cluster).Distinct()],
            };
            db.Add(reservation);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new GuardrailReservationResult(evaluation, reservation);
    }

    /// <summary>Gives a reservation back, since nothing was merged; what was merged stays.</summary>
    public async Task ReleaseAsync(Guid reservationId, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        await db.Set<GuardrailReservation>()
            .Where(one => one.Id == reservationId && one.ReleasedAt == null && !db.Set<Proposal>().Any(proposal => proposal.Id == one.ProposalId && proposal.MergedAt != null))
            .ExecuteUpdateAsync(update => update.SetProperty(one => one.ReleasedAt, now), cancellationToken);
    }

    /// <summary>What was said of a proposal, the last first.</summary>
    public async Task<ImmutableArray<GuardrailEvaluation>> EvaluationsAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return [.. await db.Set<GuardrailEvaluation>().AsNoTracking().Where(one => one.ProposalId == proposalId).OrderByDescending(one => one.At).ThenByDescending(one => one.Id).ToListAsync(cancellationToken)];
    }

    private async Task<Look> LookAsync(Guid proposalId, bool isAtMerge, CancellationToken cancellationToken)
    {
        // Looking at a repository costs calls: for that there is the interval, but for a merge.
        if (isAtMerge || !_source.IsRemote)
        {
            await _source.RefreshAsync(cancellationToken);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == proposalId, cancellationToken)
            ?? throw new ProblemException($"There is no proposal {proposalId}.");
        var incident = await db.Set<Incident>().AsNoTracking().SingleAsync(one => one.Id == proposal.IncidentId, cancellationToken);
        var inForce = await _store.InForceAsync(db, cancellationToken);
        var subject = await _facts.ReadAsync(incident, proposal, inForce.File, _clock.GetUtcNow(), cancellationToken);
        return new Look(proposal, inForce.File, subject);
    }

    /// <summary>Asks every gate by what the database says now: the rows may have changed since they were looked at.</summary>
    private async Task<(GuardrailEvaluation Evaluation, GuardrailSubject Subject)> JudgeAsync(AiSreDbContext db, Look look, string? headSha, CancellationToken cancellationToken)
    {
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleAsync(one => one.Id == look.Proposal.Id, cancellationToken);
        var inForce = await _store.InForceAsync(db, cancellationToken);
        var calendars = inForce.File is null || ReferenceEquals(inForce.File, look.File) ? look.Subject.Calendars : ImmutableDictionary<string, Fact<string>>.Empty;
        var subject = await HistoryFacts.AddAsync(db, look.Subject with { At = _clock.GetUtcNow(), Calendars = calendars }, proposal, cancellationToken);
        var result = new GuardrailResult(
        [
            OfGuardrails(inForce),
            OfProposal(look.Proposal, proposal, headSha),
            .. GuardrailGates.Evaluate(subject, inForce.IsKnown ? inForce.File : null, _logger).Gates,
        ]);
        return (new GuardrailEvaluation
        {
            Id = Guid.CreateVersion7(),
            ProposalId = proposal.Id,
            IncidentId = proposal.IncidentId,
            HeadSha = proposal.HeadSha,
            At = subject.At,
            GuardrailVersion = inForce.Version,
            Outcome = result.Outcome,
            Gates = result.Gates,
            IsAtMerge = headSha is not null,
        }, subject);
    }

    private static GateResult OfGuardrails(GuardrailsInForce inForce) => inForce switch
    {
        { IsKnown: false } => new("Guardrails", GuardrailOutcome.Deny, inForce.Problem!) { IsUnclear = true },
        { Version: null } => new("Guardrails", GuardrailOutcome.Allow, "There are none."),
        { Problem: { } problem } => new("Guardrails", GuardrailOutcome.Allow, $"Version {inForce.Version} is in force, and what came after it is not: {problem}"),
        _ => new("Guardrails", GuardrailOutcome.Allow, $"Version {inForce.Version} is in force."),
    };

    private static GateResult OfProposal(Proposal looked, Proposal now, string? headSha) =>
        now.HeadSha is null || (headSha is not null && now.HeadSha != headSha) || looked.HeadSha != now.HeadSha || looked.Version != now.Version && looked.Proof?.Digest != now.Proof?.Digest
            ? new("Proposal", GuardrailOutcome.Deny, "The change has another commit than the one that is to be merged.") { IsUnclear = true }
        : now.IsOutdated ? new("Proposal", GuardrailOutcome.Deny, $"{now.BaseBranch} has moved since the change was proven.") { IsUnclear = true }
        : now.PullRequestState != PullRequestState.Open ? new("Proposal", GuardrailOutcome.Deny, "The pull request is not open.") { IsUnclear = true }
        : new("Proposal", GuardrailOutcome.Allow, $"It is about commit {now.HeadSha[..Math.Min(7, now.HeadSha.Length)]}.");

    private sealed record Look(Proposal Proposal, GuardrailFile? File, GuardrailSubject Subject);
}

/// <summary>Whether a merge without a person may be made.</summary>
/// <param name="Evaluation">What the gates said.</param>
/// <param name="Reservation">What may be merged; null when nothing may.</param>
public sealed record GuardrailReservationResult(GuardrailEvaluation Evaluation, GuardrailReservation? Reservation);
