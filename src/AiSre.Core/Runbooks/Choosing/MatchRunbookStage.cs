using System.Text.Json;
using AiSre.Clusters;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Choosing;

/// <summary>Chooses the runbook for a diagnosed incident; without one it waits for a person.</summary>
internal sealed class MatchRunbookStage(RunbookCatalog catalog, ClusterConnections clusters) : IIncidentStage
{
    public IncidentState State => IncidentState.Diagnosed;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var subject = (await MatchSubjects.LoadAsync(context.Db, context.Incident, cancellationToken))!;
        var setAside = await context.Db.Set<SetAsideRunbook>().AsNoTracking()
            .Where(one => one.IncidentId == context.Incident.Id)
            .OrderBy(one => one.At)
            .ToListAsync(cancellationToken);
        var latest = await catalog.LatestAsync(cancellationToken);
        var candidates = latest.Where(one => !setAside.Exists(aside => aside.RunbookId == one.Runbook.Id)).ToList();
        var wish = await context.Db.Set<ChosenRunbook>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == context.Incident.Id, cancellationToken);
        var wished = wish is null ? null : candidates.Find(one => one.Runbook.Id == wish.RunbookId);
        if (wished is { Runbook.When.IsEmpty: false } || (wished is null && RunbookMatcher.NeedsLive(candidates, subject)))
        {
            subject = await LiveAsync(subject, cancellationToken);
        }

        var choice = wished is null ? RunbookMatcher.Choose(candidates, subject) : ChoiceOf(wish!, wished, subject);
        if (choice.Chosen is not { } chosen)
        {
            var why = setAside.Count == 0 ? choice.Reason : $"{string.Join(' ', setAside.Select(one => one.Because))} {(choice.IsTie ? choice.Reason : "No other runbook fits; repair it another way, or write one.")}";
            context.Move(IncidentState.NeedsPerson, TimelineKind.NoRunbook, why);
            context.Incident.Problem = why;
            return;
        }

        // What a person chose, a person decides about: that it fits here has nothing earned yet.
        var mode = RunbookMatcher.ModeFor(chosen.Runbook, subject);
        mode = wished is not null && mode.Mode > RunbookMode.Propose ? mode with { Mode = RunbookMode.Propose } : mode;
        await KeepAsync(context, chosen, choice, mode, cancellationToken);
        if (chosen.Runbook.CanAct && mode.Mode == RunbookMode.Advise)
        {
            context.Move(IncidentState.NeedsPerson, TimelineKind.RunbookMatched, choice.Reason);
            context.Incident.Problem = $"The runbook {chosen.Runbook.Title} only advises here ({mode.Where.Summary}), so no pull request is opened. It would {chosen.Runbook.Solution!.Summary}.";
            return;
        }

        if (chosen.Runbook.CanAct)
        {
            context.Move(IncidentState.RunbookMatched, TimelineKind.RunbookMatched, choice.Reason);
            return;
        }

        context.Move(IncidentState.NeedsPerson, TimelineKind.RunbookMatched, choice.Reason);
        context.Incident.Problem = $"The runbook {chosen.Runbook.Title} has no solution that AiSre can carry out; follow what it says.";
    }

    private static RunbookChoice ChoiceOf(ChosenRunbook wish, VersionedRunbook wished, MatchSubject subject)
    {
        var suggested = wish.SuggestedBy is { } model ? $", as the model {model} had suggested" : "";
        var objections = RunbookMatcher.Objections(wished.Runbook, subject);
        return objections.IsEmpty
            ? new RunbookChoice(wished, $"{wish.By} chose version {wished.Version} of {wished.Runbook.Id}{suggested}: {wish.Reason}", [wished])
            : new RunbookChoice(null, $"{wish.By} chose {wished.Runbook.Id}{suggested}, and it may not be used here: {string.Join("; ", objections)}.", []);
    }

    /// <exception cref="ProblemException">The cluster does not answer; preconditions are not guessed.</exception>
    private async Task<MatchSubject> LiveAsync(MatchSubject subject, CancellationToken cancellationToken)
    {
        var cluster = clusters.Get(subject.Cluster);
        var workloads = new List<MatchWorkload>();
        foreach (var workload in subject.Workloads)
        {
            var json = await cluster.ReadObjectAsync(workload.Workload, cancellationToken);
            using var document = json is null ? null : JsonDocument.Parse(json);
            workloads.Add(MatchWorkload.Of(workload.Workload, document?.RootElement.Clone()));
        }

        return subject with { Workloads = [.. workloads] };
    }

    private static async Task KeepAsync(StageContext context, VersionedRunbook chosen, RunbookChoice choice, ScopedMode mode, CancellationToken cancellationToken)
    {
        // The incident may have grown and be matched anew: the newest match counts.
        await context.Db.Set<RunbookMatch>().Where(match => match.IncidentId == context.Incident.Id).ExecuteDeleteAsync(cancellationToken);
        context.Db.Set<RunbookMatch>().Add(new RunbookMatch
        {
            Id = Guid.CreateVersion7(context.Now),
            IncidentId = context.Incident.Id,
            RunbookId = chosen.Runbook.Id,
            RunbookVersion = chosen.Version,
            Reason = choice.Reason,
            Others = [.. choice.Matches.Where(one => one != chosen && one.Runbook.CanAct).Select(one => one.Runbook.Id)],
            At = context.Now,
            Mode = mode.Mode,
            Scope = mode.Where.Summary,
        });
    }
}
