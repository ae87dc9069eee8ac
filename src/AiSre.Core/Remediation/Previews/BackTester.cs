using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Previews;

/// <summary>Tries runbooks on recorded incidents, and finds what keeps coming back without one.</summary>
public class BackTester(IDbContextFactory<AiSreDbContext> contexts, RunbookStore runbooks, TimeProvider time)
{
    /// <summary>How far back is looked.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(90);

    /// <summary>At most so many incidents, the newest first.</summary>
    public const int MostIncidents = 500;

    private const int MostGaps = 10;

    /// <summary>Tries a runbook on what is on record.</summary>
    public virtual async Task<BackTest> RunAsync(Runbook runbook, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Span;
        var incidents = await db.Set<Incident>().AsNoTracking()
            .Where(incident => incident.OpenedAt >= since && incident.ClosedAt != null)
            .OrderByDescending(incident => incident.OpenedAt).Take(MostIncidents)
            .ToListAsync(cancellationToken);
        var tried = await TriedAsync(db, [.. incidents.Select(incident => incident.Id)], cancellationToken);
        var found = ImmutableArray.CreateBuilder<BackTestedIncident>();
        foreach (var incident in incidents)
        {
            if (await MatchSubjects.LoadAsync(db, incident, cancellationToken) is not { } subject)
            {
                continue;
            }

            var fit = RunbookMatcher.Explain(runbook, subject);
            if (BackTest.Judge(fit.Fits, string.Join(", ", fit.Fits ? fit.Holds : fit.Fails), runbook.Solution?.Summary, [.. tried[incident.Id]]) is var (verdict, sentence))
            {
                found.Add(new BackTestedIncident(incident.Number, incident.Title, verdict, sentence));
            }
        }

        return new BackTest(found.ToImmutable(), incidents.Count);
    }

    /// <summary>What came back and had no runbook, by the time that it lasted together.</summary>
    public virtual async Task<ImmutableArray<CoverageGap>> GapsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rows = await db.Set<Incident>().AsNoTracking()
            .Where(incident => incident.OpenedAt >= now - Span && !db.Set<RunbookMatch>().Any(match => match.IncidentId == incident.Id))
            .Join(
                db.Set<Diagnosis.DiagnosisRecord>().Where(record => record.Analyst == Diagnosis.Analyst.Causal), incident => incident.Id, record => record.IncidentId,
                (incident, record) => new { incident.Number, incident.OpenedAt, incident.ClosedAt, record.Analysis })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Where(row => row.Analysis is not null)
                .GroupBy(row => row.Analysis!.Code)
                .Select(group => new CoverageGap(
                    group.Key, group.Count(), group.Aggregate(TimeSpan.Zero, (sum, row) => sum + ((row.ClosedAt ?? now) - row.OpenedAt)), group.Max(row => row.Number)))
                .OrderByDescending(gap => gap.Lost)
                .Take(MostGaps),
        ];
    }

    private async Task<ILookup<Guid, TriedFix>> TriedAsync(AiSreDbContext db, List<Guid> incidents, CancellationToken cancellationToken)
    {
        var proposals = await db.Set<Proposal>().AsNoTracking()
            .Where(proposal => incidents.Contains(proposal.IncidentId) && proposal.RevertOf == null)
            .OrderBy(proposal => proposal.Round)
            .Select(proposal => new
            {
                proposal.IncidentId,
                proposal.RunbookId,
                proposal.RunbookVersion,
                IsVerified = proposal.VerifiedAt != null && proposal.Failure == null,
                IsRejected = db.Set<Decision>().Any(decision => decision.ProposalId == proposal.Id && decision.Verdict == Verdict.Reject && decision.VoidedBecause == null),
                IsMerged = proposal.MergedAt != null,
            })
            .ToListAsync(cancellationToken);
        var fixes = new Dictionary<(string, int), string>();
        foreach (var (id, version) in proposals.Select(proposal => (proposal.RunbookId, proposal.RunbookVersion)).Distinct())
        {
            var text = (await runbooks.GetAsync(id, version, cancellationToken))?.Text;
            fixes[(id, version)] = (text is null ? null : RunbookParser.Parse(text).Runbook?.Solution?.Summary) ?? $"what version {version} of {id} said";
        }

        return proposals.Where(proposal => proposal.IsMerged || proposal.IsRejected)
            .ToLookup(proposal => proposal.IncidentId, proposal => new TriedFix(fixes[(proposal.RunbookId, proposal.RunbookVersion)], proposal.IsVerified, proposal.IsRejected));
    }
}

/// <summary>A cause that no runbook was chosen for.</summary>
/// <param name="Cause">The root cause.</param>
/// <param name="Incidents">How many incidents had it.</param>
/// <param name="Lost">How long they lasted together.</param>
/// <param name="Latest">The number of the latest, to start a runbook from.</param>
public sealed record CoverageGap(Detection.RootCause Cause, int Incidents, TimeSpan Lost, int Latest);
