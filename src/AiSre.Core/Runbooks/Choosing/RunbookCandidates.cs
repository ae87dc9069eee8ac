using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Choosing;

/// <summary>The runbooks that a person may choose for an incident, the likeliest first.</summary>
public sealed class RunbookCandidates(IDbContextFactory<AiSreDbContext> contexts, RunbookCatalog catalog)
{
    /// <summary>How many are listed.</summary>
    public const int Most = 50;

    /// <summary>
    /// Those that are for its place and not excluded, by how many conditions of the symptom hold; preconditions are checked with what was kept.
    /// Empty while the incident has no diagnosis.
    /// </summary>
    public async Task<ImmutableArray<RunbookCandidate>> ListAsync(Guid incidentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == incidentId, cancellationToken);
        if (incident is null || await MatchSubjects.LoadAsync(db, incident, cancellationToken) is not { } subject)
        {
            return [];
        }

        var setAside = await db.Set<SetAsideRunbook>().AsNoTracking().Where(one => one.IncidentId == incidentId).Select(one => one.RunbookId).ToListAsync(cancellationToken);
        var latest = await catalog.LatestAsync(cancellationToken);
        var tied = RunbookMatcher.Choose(latest.Where(one => !setAside.Contains(one.Runbook.Id)), subject) is { IsTie: true } tie ? tie.Matches : [];
        return
        [
            .. latest.Where(one => !setAside.Contains(one.Runbook.Id) && RunbookMatcher.Objections(one.Runbook, subject).IsEmpty)
                .Select(one => new RunbookCandidate(one.Runbook, one.Version, RunbookMatcher.Explain(one.Runbook, subject), tied.Contains(one)))
                .OrderByDescending(one => one.Fit.Fits)
                .ThenByDescending(one => one.Runbook.Symptom?.Causes.Contains(subject.Analysis.Code))
                .ThenByDescending(one => one.Fit.Holds.Length)
                .ThenBy(one => one.Fit.Fails.Length)
                .ThenBy(one => one.Runbook.Id, StringComparer.Ordinal)
                .Take(Most),
        ];
    }
}

/// <summary>A runbook that a person may choose.</summary>
/// <param name="Runbook">The runbook.</param>
/// <param name="Version">Its latest version.</param>
/// <param name="Fit">Which conditions hold and which do not.</param>
/// <param name="IsTied">Whether it fits as well as another one.</param>
public sealed record RunbookCandidate(Runbook Runbook, int Version, RunbookFit Fit, bool IsTied);
