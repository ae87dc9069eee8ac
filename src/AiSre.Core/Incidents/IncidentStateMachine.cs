using System.Collections.Frozen;
using static AiSre.Incidents.IncidentState;

namespace AiSre.Incidents;

/// <summary>The only place that changes an incident's state.</summary>
public static class IncidentStateMachine
{
    private static readonly FrozenDictionary<IncidentState, IncidentState[]> Steps = new Dictionary<IncidentState, IncidentState[]>
    {
        [Detected] = [EvidenceKept, Recovering],
        [EvidenceKept] = [Diagnosed, Detected, Recovering],
        [Diagnosed] = [RunbookMatched, NeedsPerson, Detected, Recovering],
        [NeedsPerson] = [Detected, Diagnosed, Recovering],
        [RunbookMatched] = [AwaitingDecision, NeedsPerson, Detected, Recovering],
        [AwaitingDecision] = [Approved, Rejecting, Verifying, Rejected, Recovering, Detected],
        [Approved] = [Verifying, AwaitingDecision, Rejected],
        [Rejecting] = [Rejected, Verifying],
        [Verifying] = [Resolved, Failed],
        [Recovering] = [Recovered, Verifying],
        [Resolved] = [],
        [Rejected] = [],
        [Recovered] = [],
        [Failed] = [],
    }.ToFrozenDictionary();

    /// <summary>Whether the step is allowed.</summary>
    public static bool Allows(IncidentState from, IncidentState to) => Steps[from].Contains(to);

    /// <summary>Whether nothing follows.</summary>
    public static bool IsEnd(IncidentState state) => Steps[state].Length == 0;

    /// <summary>Whether a stage has work to do in this state; the others wait for somebody, or are ends.</summary>
    public static bool HasWork(IncidentState state) =>
        state is Detected or EvidenceKept or Diagnosed or RunbookMatched or Approved or Rejecting or Verifying or Recovering;

    /// <summary>
    /// Moves the incident: sets state and times, clears the problem and the attempts, and makes the new state's work due at once.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step is not allowed.</exception>
    public static void Move(Incident incident, IncidentState to, DateTimeOffset now)
    {
        if (!Allows(incident.State, to))
        {
            throw new InvalidOperationException($"Incident {incident.Number} cannot go from {incident.State} to {to}.");
        }

        incident.State = to;
        incident.StateChangedAt = now;
        incident.Problem = null;
        incident.Attempts = 0;
        incident.NextAttemptAt = HasWork(to) ? now : null;
        incident.ClosedAt = IsEnd(to) ? now : null;
    }
}
