using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Runbooks.Choosing;

/// <summary>A person chooses the runbook for an incident that waits for one; it is proposed as any other, and never merged without a person.</summary>
public sealed class ChooseRunbook(IDbContextFactory<AiSreDbContext> contexts, RunbookStore store, StageDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Chooses. The same choice again while it is acted on changes nothing.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="runbookId">The runbook; its latest version is used.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is chosen then.</param>
    /// <exception cref="ProblemException">The incident does not wait for a person, there is no such runbook, or no reason is given.</exception>
    public async Task ChooseAsync(Guid incidentId, string runbookId, string by, string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException("Say why this runbook is the one; the reason is shown on the incident.");
        }

        if (!await store.IsInForceAsync(runbookId, cancellationToken))
        {
            throw new ProblemException($"There is no runbook {runbookId} any more, or its file is gone from its repository; choose another one.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleOrDefaultAsync(one => one.Id == incidentId, cancellationToken);
        if (incident is not { State: IncidentState.NeedsPerson })
        {
            throw new ProblemException("The incident does not wait for a person any more; look at it again.");
        }

        var now = time.GetUtcNow();
        var suggestion = await db.Set<RunbookSuggestion>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == incidentId && one.RunbookId == runbookId, cancellationToken);
        var chosen = await db.Set<ChosenRunbook>().SingleOrDefaultAsync(one => one.IncidentId == incidentId, cancellationToken);
        if (chosen is null)
        {
            chosen = new ChosenRunbook { Id = Guid.CreateVersion7(now), IncidentId = incidentId, RunbookId = runbookId, By = by, Reason = reason.Trim(), At = now };
            db.Add(chosen);
        }

        (chosen.RunbookId, chosen.By, chosen.Reason, chosen.SuggestedBy, chosen.At) = (runbookId, by, reason.Trim(), suggestion?.Model, now);
        IncidentStateMachine.Move(incident, IncidentState.Diagnosed, now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new ProblemException("The incident moved on in this moment; look at it again.", innerException: error);
        }

        dispatcher.Wake(incident.Id, incident.State);
    }
}
