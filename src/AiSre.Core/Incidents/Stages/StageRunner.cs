using System.Text.RegularExpressions;
using AiSre.Data;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Stages;

/// <summary>
/// Runs the stage of an incident's state: alone in the fleet for this incident, on the row as it is now, committed as one unit.
/// </summary>
public sealed partial class StageRunner(
    IDbContextFactory<AiSreDbContext> contexts,
    IDistributedLockProvider locks,
    IEnumerable<IIncidentStage> stages,
    StageDispatcher dispatcher,
    TimeProvider time,
    ILogger<StageRunner> logger)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(3);
    private readonly Dictionary<IncidentState, IIncidentStage> _stages = stages.ToDictionary(stage => stage.State);

    /// <summary>Does nothing when the incident has left <paramref name="state"/>, when its work is not due yet or silenced, or when somebody else is at it.</summary>
    public async Task RunAsync(Guid incidentId, IncidentState state, CancellationToken cancellationToken)
    {
        if (!await IsDueAsync(incidentId, state, cancellationToken))
        {
            return; // The usual end of a wake-up that came twice; it costs one read and no lock.
        }

        IncidentState? next;
        await using (var handle = await locks.TryAcquireLockAsync($"aisre:incident:{incidentId}", LockTimeout, cancellationToken))
        {
            if (handle is null)
            {
                return; // Whoever holds it works from the row; the sweep comes back if work is left.
            }

            // Nobody watches whether the lock is lost meanwhile: watching costs a query and its cancellation at every stage, and a second run
            // at the same time is refused by the row's version and finds by name what the first did outside.
            using var running = dispatcher.Running(incidentId, state);
            next = await RunLockedAsync(incidentId, state, cancellationToken);
        }

        // Only after the lock is gone, or the next job would find it taken.
        if (next is { } following)
        {
            dispatcher.Wake(incidentId, following);
        }
    }

    private async Task<IncidentState?> RunLockedAsync(Guid incidentId, IncidentState state, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleOrDefaultAsync(candidate => candidate.Id == incidentId, cancellationToken);
        if (incident is null || incident.State != state || incident.NextAttemptAt is not { } due || due > time.GetUtcNow()
            || (incident.SilencedUntil > time.GetUtcNow() && IncidentStateMachine.PausesWhileSilenced(state))
            || !_stages.TryGetValue(state, out var stage))
        {
            return null;
        }

        var context = new StageContext(db, incident, time);
        try
        {
            await stage.RunAsync(context, cancellationToken);
            if (!context.HasEnded)
            {
                throw new InvalidOperationException($"The stage of {state} ended without saying how.");
            }

            await db.SaveChangesAsync(cancellationToken);
            context.Afterwards.ForEach(action => action());
            return incident.State == state ? null : incident.State;
        }
        catch (DbUpdateConcurrencyException)
        {
            // The row moved on under the stage (a person decided, the incident grew). What was done outside is found again by its name.
            Log.MovedOn(logger, incident.Number, state);
            return await StateNowAsync(incidentId, cancellationToken);
        }
        catch (ProblemException problem)
        {
            await PostponeAsync(incidentId, state, problem.Message, problem, cancellationToken);
            return null;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            return null; // The row is as it was, and due; the sweep comes back to it.
        }
        catch (Exception defect) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Defect(logger, defect, incident.Number, state);
            await PostponeAsync(incidentId, state, "AiSre failed at this step; it tries again, and its log says more.", null, cancellationToken);
            return null;
        }
    }

    private async Task<bool> IsDueAsync(Guid incidentId, IncidentState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pauses = IncidentStateMachine.PausesWhileSilenced(state);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Incident>().AnyAsync(
            incident => incident.Id == incidentId && incident.State == state && incident.NextAttemptAt <= now
                && (!pauses || incident.SilencedUntil == null || incident.SilencedUntil <= now),
            cancellationToken);
    }

    private async Task<IncidentState?> StateNowAsync(Guid incidentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Incident>().Where(incident => incident.Id == incidentId).Select(incident => incident.State).SingleAsync(cancellationToken);
    }

    /// <summary>In a context of its own: what the failed stage had half prepared must not be saved along.</summary>
    private async Task PostponeAsync(Guid incidentId, IncidentState state, string sentence, ProblemException? problem, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleAsync(candidate => candidate.Id == incidentId, cancellationToken);
        if (incident.State != state)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (incident.Problem != sentence && !await IsToldAsync(db, incident, sentence, cancellationToken))
        {
            db.Set<TimelineEntry>().Add(new TimelineEntry
            {
                IncidentId = incidentId,
                At = now,
                Kind = TimelineKind.Problem,
                Text = sentence,
                Actor = StageContext.AiSreItself,
            });
        }

        incident.Problem = sentence;
        incident.Attempts++;
        incident.NextAttemptAt = now + Backoff.After(incident.Attempts, problem);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody moved the incident meanwhile; the old state's problem is no longer of interest.
            Log.MovedOn(logger, incident.Number, state);
        }
    }

    /// <summary>
    /// A problem is one line of the story, not one per try: it counts as told when this state's lines have it already, whatever numbers
    /// (a time of day, a status code, a commit) differ, and whatever other problem came in between.
    /// </summary>
    private static async Task<bool> IsToldAsync(AiSreDbContext db, Incident incident, string sentence, CancellationToken cancellationToken)
    {
        var told = await db.Set<TimelineEntry>()
            .Where(entry => entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Problem && entry.At >= incident.StateChangedAt)
            .Select(entry => entry.Text)
            .ToListAsync(cancellationToken);
        return told.Exists(text => Numbers().Replace(text, "#") == Numbers().Replace(sentence, "#"));
    }

    [GeneratedRegex(@"\b[0-9a-f]{7,40}\b|\d[\d:.]*")]
    private static partial Regex Numbers();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Incident {Number} moved on while its stage {State} was running.")]
        public static partial void MovedOn(ILogger logger, int number, IncidentState state);

        [LoggerMessage(Level = LogLevel.Error, Message = "The stage {State} of incident {Number} failed.")]
        public static partial void Defect(ILogger logger, Exception defect, int number, IncidentState state);
    }
}
