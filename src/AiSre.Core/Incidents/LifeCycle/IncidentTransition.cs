namespace AiSre.Incidents.LifeCycle;

/// <summary>One step of an incident from state to state. Added with the step, never changed: re-opening and flapping are read from these rows.</summary>
public sealed class IncidentTransition
{
    public long Id { get; private set; }

    public Guid IncidentId { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null for the first: the incident was opened.</summary>
    public IncidentState? From { get; init; }

    public required IncidentState To { get; init; }

    /// <summary>Whether the fault came with this step: the first time, or again after it had gone.</summary>
    public bool IsOpening =>
        To is IncidentState.Detected or IncidentState.Flapping
        && From is null or IncidentState.Recovering or IncidentState.Recovered or IncidentState.Calming;
}
