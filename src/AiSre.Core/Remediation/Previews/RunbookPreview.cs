using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.RunbookTests;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Previews;

/// <summary>What a runbook that is being written would do: with its own tests, and with incidents that are open or were. Writes nothing.</summary>
public class RunbookPreview
{
    private readonly IDbContextFactory<AiSreDbContext> _contexts;
    private readonly RunbookTester _tester;
    private readonly ProposalPlanner _planner;

    internal RunbookPreview(IDbContextFactory<AiSreDbContext> contexts, RunbookTester tester, ProposalPlanner planner) =>
        (_contexts, _tester, _planner) = (contexts, tester, planner);

    /// <summary>How many incidents are looked at, the newest first; open ones before all others.</summary>
    public const int MostIncidents = 40;

    /// <summary>Runs its tests.</summary>
    public virtual Task<ImmutableArray<RunbookTestResult>> TestAsync(Runbook runbook, CancellationToken cancellationToken) => _tester.RunAsync(runbook, cancellationToken);

    /// <summary>How it fits incidents, those that it fits first.</summary>
    public virtual async Task<ImmutableArray<PreviewedIncident>> MatchAsync(Runbook runbook, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var incidents = await db.Set<Incident>().AsNoTracking()
            .OrderBy(incident => incident.ClosedAt != null).ThenByDescending(incident => incident.OpenedAt)
            .Take(MostIncidents)
            .ToListAsync(cancellationToken);
        var previewed = ImmutableArray.CreateBuilder<PreviewedIncident>();
        foreach (var incident in incidents)
        {
            if (await MatchSubjects.LoadAsync(db, incident, cancellationToken) is { } subject)
            {
                previewed.Add(new PreviewedIncident(incident.Number, incident.Title, incident.State, incident.ClosedAt is null, RunbookMatcher.Explain(runbook, subject)));
            }
        }

        return [.. previewed.OrderByDescending(one => one.Fit.Fits).ThenBy(one => one.Fit.Fails.Length)];
    }

    /// <summary>The change that it would make for an incident on the base branch as it is now.</summary>
    public virtual async Task<PreviewedChange> PlanAsync(Runbook runbook, int number, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(incident => incident.Number == number, cancellationToken) is not { } incident)
        {
            return new PreviewedChange([], $"There is no incident {number} any more.");
        }

        if (runbook.Solution is not { } solution)
        {
            return new PreviewedChange([], "It has no solution that AiSre could carry out.");
        }

        try
        {
            var targets = await _planner.TargetsAsync(db, incident, solution, [], cancellationToken);
            var planned = await _planner.PlanAsync(db, incident, runbook, targets, cancellationToken);
            return planned.Change is { } change
                ? new PreviewedChange(change.Files, $"It would {solution.Summary}, on commit {planned.BaseSha[..7]} of {planned.Branch}.")
                : new PreviewedChange([], planned.Nothing!);
        }
        catch (ProblemException problem)
        {
            return new PreviewedChange([], problem.Message);
        }
    }
}

/// <summary>How a runbook fits an incident.</summary>
/// <param name="Number">The incident.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Its state.</param>
/// <param name="IsOpen">Whether it is not over.</param>
/// <param name="Fit">Condition by condition, with what was kept as evidence.</param>
public sealed record PreviewedIncident(int Number, string Title, IncidentState State, bool IsOpen, RunbookFit Fit);

/// <summary>What a runbook would change for an incident.</summary>
/// <param name="Files">The files; empty when nothing.</param>
/// <param name="Sentence">What it would do, or why it would do nothing.</param>
public sealed record PreviewedChange(ImmutableArray<FileChange> Files, string Sentence);
