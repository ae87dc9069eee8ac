using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Guardrails.Facts;

/// <summary>Looks up what the database knows: the pause, what was merged, what is on its way, what failed. In one transaction where it has to hold.</summary>
internal static class HistoryFacts
{
    /// <summary>The longest span that a rate can name.</summary>
    private static readonly TimeSpan LongestRate = TimeSpan.FromDays(91);

    public static async Task<GuardrailSubject> AddAsync(AiSreDbContext db, GuardrailSubject subject, Proposal proposal, CancellationToken cancellationToken) => subject with
    {
        Pause = await GuardrailPause.StateAsync(db, cancellationToken),
        Past = await PastAsync(db, subject.At, proposal.Id, cancellationToken),
        InFlight = await InFlightAsync(db, proposal, cancellationToken),
        Outcomes = await OutcomesAsync(db, cancellationToken),
    };

    private static async Task<ImmutableArray<PastChange>> PastAsync(AiSreDbContext db, DateTimeOffset now, Guid own, CancellationToken cancellationToken)
    {
        // What is later than now counts too: see the gate.
        var since = now - LongestRate;
        var rows = await db.Set<GuardrailReservation>().AsNoTracking()
            .Where(one => one.ReleasedAt == null && one.ProposalId != own && one.At > since).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new PastChange(row.At, row.Applications, row.Clusters))];
    }

    private static async Task<ImmutableArray<ChangeInFlight>> InFlightAsync(AiSreDbContext db, Proposal own, CancellationToken cancellationToken)
    {
        var rows = await (
            from proposal in db.Set<Proposal>().AsNoTracking()
            join incident in db.Set<Incident>() on proposal.IncidentId equals incident.Id
            let isReserved = db.Set<GuardrailReservation>().Any(one => one.ProposalId == proposal.Id && one.ReleasedAt == null)
            where incident.Id != own.IncidentId
                && ((proposal.PullRequestState == PullRequestState.Merged && incident.ClosedAt == null && (incident.State == IncidentState.Verifying || incident.State == IncidentState.Reverting || incident.IsReverting))
                    || (proposal.PullRequestState == PullRequestState.Open && (incident.State == IncidentState.Approved || isReserved)))
            select new { proposal.Applications, proposal.RunbookId, incident.Cluster, incident.Number }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ChangeInFlight(Keys(row.Cluster, row.Applications), row.RunbookId, $"incident #{row.Number}"))];
    }

    /// <summary>How every merged change came out, and every review of what had failed.</summary>
    public static async Task<ImmutableArray<BreakerEvent>> OutcomesAsync(AiSreDbContext db, CancellationToken cancellationToken)
    {
        var merged = await (
            from proposal in db.Set<Proposal>().AsNoTracking()
            join incident in db.Set<Incident>() on proposal.IncidentId equals incident.Id
            where proposal.RevertOf == null && proposal.MergedAt != null
                && (proposal.Failure != null || proposal.VerifiedAt != null)
            select new
            {
                proposal.Applications,
                proposal.RunbookId,
                IsFailed = proposal.Failure != null,
                proposal.MergedAt,
                incident.Cluster,
                incident.Number,
                proposal.VerifiedAt,
                FailedAt = db.Set<TimelineEntry>()
                    .Where(entry => entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Failed && entry.At >= proposal.MergedAt).Min(entry => (DateTimeOffset?)entry.At),
            }).ToListAsync(cancellationToken);
        var reviews = await db.Set<BreakerReview>().AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. from row in merged
               from key in Keys(row.Cluster, row.Applications).Select(BreakerKey.Of).Append(BreakerKey.Of(row.RunbookId))
               select new BreakerEvent(
                   key, row.IsFailed ? BreakerEventKind.Failed : BreakerEventKind.Verified, (row.IsFailed ? row.FailedAt : row.VerifiedAt) ?? row.MergedAt!.Value, $"incident #{row.Number}") { Incident = row.Number },
            .. reviews.Select(review => new BreakerEvent(new BreakerKey(review.Kind, review.Name), BreakerEventKind.Reviewed, review.At, review.By)),
        ];
    }

    private static ImmutableArray<ApplicationKey> Keys(string cluster, ImmutableArray<string> applications) => [.. applications.Select(name => new ApplicationKey(cluster, name))];
}
