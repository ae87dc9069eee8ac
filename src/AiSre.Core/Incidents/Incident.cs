using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.LifeCycle;

namespace AiSre.Incidents;

/// <summary>Symptoms that share one cause, with a life cycle. The row is the truth; a job is only a wake-up.</summary>
public sealed class Incident
{
    private readonly List<IncidentTransition> _transitions = [];

    public required Guid Id { get; init; }

    /// <summary>A short number for people: <c>#12</c>. Given by the database.</summary>
    public int Number { get; private set; }

    /// <summary>The cluster that shows the symptoms.</summary>
    public required string Cluster { get; init; }

    /// <summary>What the symptoms share, such as <c>registry:registry.example:5000</c>. At most one open incident per cluster and key.</summary>
    public required string CorrelationKey { get; init; }

    /// <summary>One line for lists.</summary>
    public required string Title { get; set; }

    public required Severity Severity { get; set; }

    /// <summary>Changed by <see cref="IncidentStateMachine"/> only.</summary>
    public IncidentState State { get; internal set; } = IncidentState.Detected;

    /// <summary>The workload named first; UTC times throughout.</summary>
    public required ObjectRef Workload { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset StateChangedAt { get; internal set; }

    /// <summary>When it reached an end state; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; internal set; }

    /// <summary>What stands in the way of the pending work, in one sentence that says what to do; null when nothing does.</summary>
    public string? Problem { get; set; }

    /// <summary>How often the pending work of this state was tried and failed.</summary>
    public int Attempts { get; set; }

    /// <summary>When the pending work is due; null when the state has none.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>
    /// True from the moment a merged change is found not to help until its revert is merged, rejected or refused. Meanwhile nothing else is
    /// proposed, and the incident does not close by itself: what is in Git is settled first.
    /// </summary>
    public bool IsReverting { get; internal set; }

    /// <summary>Until when everything that it shows is silenced, so that its automatic work pauses; null, or past, when it is not.</summary>
    public DateTimeOffset? SilencedUntil { get; set; }

    /// <summary>PostgreSQL's <c>xmin</c>: a writer that read an older row is refused.</summary>
    public uint Version { get; private set; }

    /// <summary>The steps it took, as far as they were loaded.</summary>
    public IReadOnlyCollection<IncidentTransition> Transitions => _transitions;

    /// <summary>True until an end state is reached.</summary>
    public bool IsOpen => ClosedAt is null;

    internal void Add(IncidentTransition transition) => _transitions.Add(transition);
}
