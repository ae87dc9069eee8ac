using AiSre.Data;
using AiSre.Incidents.LifeCycle;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents.Stages;

/// <summary>What a stage works with: one incident in one unit of work, which the runner commits as a whole.</summary>
public sealed class StageContext(AiSreDbContext db, Incident incident, TimeProvider time)
{
    /// <summary>How AiSre names itself on a timeline.</summary>
    public const string AiSreItself = "AiSre";

    public AiSreDbContext Db { get; } = db;

    public Incident Incident { get; } = incident;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>True once the stage said how it ends.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>What the runner does once everything is committed.</summary>
    internal List<Action> Afterwards { get; } = [];

    /// <summary>Something that may only happen when the stage's work is committed, such as waking a job that reads it. Lost when the process dies in between.</summary>
    public void AfterCommit(Action action) => Afterwards.Add(action);

    /// <summary>Ends the stage: the incident goes to <paramref name="to"/>.</summary>
    public void Move(IncidentState to, TimelineKind kind, string text, string actor = AiSreItself)
    {
        Note(kind, text, actor);
        Move(to);
    }

    /// <summary>Ends the stage: the incident goes to <paramref name="to"/> without a line on the timeline.</summary>
    public void Move(IncidentState to)
    {
        IncidentStateMachine.Move(Incident, to, Now);
        HasEnded = true;
    }

    /// <summary>Ends the stage: the fault is back before the incident was closed.</summary>
    /// <param name="steps">What the incident went through lately.</param>
    /// <param name="options">How often is too often.</param>
    public void Return(IReadOnlyCollection<IncidentTransition> steps, LifeCycleOptions options)
    {
        FlapRule.Return(Incident, steps, options, Now);
        Note(TimelineKind.Reopened, "The symptoms came back before the incident was closed.");
        if (Incident is { State: IncidentState.Flapping, Problem: { } sentence })
        {
            Note(TimelineKind.Flapping, sentence);
        }

        HasEnded = true;
    }

    /// <summary>Ends the stage for now: it runs again at <paramref name="due"/>; <paramref name="waitsFor"/> says what it waits for.</summary>
    public void WaitUntil(DateTimeOffset due, string? waitsFor)
    {
        Incident.NextAttemptAt = due;
        Incident.Problem = waitsFor;
        HasEnded = true;
    }

    /// <summary>Adds a line to the timeline.</summary>
    public void Note(TimelineKind kind, string text, string actor = AiSreItself) =>
        Db.Set<TimelineEntry>().Add(new TimelineEntry { IncidentId = Incident.Id, At = Now, Kind = kind, Text = text, Actor = actor });

    /// <summary>Adds a line to the timeline unless one of this kind is there already since the incident came to its state.</summary>
    public async Task NoteOnceAsync(TimelineKind kind, string text, CancellationToken cancellationToken)
    {
        if (!await Db.Set<TimelineEntry>().AnyAsync(entry => entry.IncidentId == Incident.Id && entry.Kind == kind && entry.At >= Incident.StateChangedAt, cancellationToken))
        {
            Note(kind, text);
        }
    }
}
