using System.Collections.Frozen;
using AiSre.Incidents.LifeCycle;
using static AiSre.Incidents.IncidentState;

namespace AiSre.Incidents;

/// <summary>The only place that changes an incident's state.</summary>
public static class IncidentStateMachine
{
    private static readonly FrozenDictionary<IncidentState, IncidentState[]> Steps = new Dictionary<IncidentState, IncidentState[]>
    {
        // An incident with an open pull request may grow and pass these states again; a merge or closing on GitHub counts in each.
        [Detected] = [EvidenceKept, Recovering, Verifying, Rejected],
        [EvidenceKept] = [Diagnosed, Detected, Recovering, Verifying, Rejected],
        [Diagnosed] = [RunbookMatched, NeedsPerson, Detected, Recovering, Verifying, Rejected],
        [NeedsPerson] = [Detected, Diagnosed, Recovering, Verifying, Rejected],
        [RunbookMatched] = [AwaitingDecision, NeedsPerson, Detected, Recovering, Verifying, Rejected],
        // A revert that is merged leads back to the diagnosis, one that is not wanted to the end.
        [AwaitingDecision] = [Approved, Rejecting, Verifying, Rejected, Recovering, Detected, Diagnosed, Failed, Withdrawing],
        // What was approved may be taken back before it is merged, or be outdated by a base that has moved.
        [Approved] = [Verifying, AwaitingDecision, Rejected, Diagnosed, Failed, Rejecting, Detected],
        [Rejecting] = [Rejected, Verifying, Diagnosed, Failed],
        [Withdrawing] = [Detected, Verifying],
        [Verifying] = [Resolved, Reverting],
        [Reverting] = [AwaitingDecision, Diagnosed, NeedsPerson],
        [Recovering] = [Recovered, Verifying, Detected, Flapping],
        [Flapping] = [Calming, Detected, Verifying, Rejected],
        [Calming] = [Flapping, Recovering, Verifying, Rejected],
        [Resolved] = [],
        [Rejected] = [],
        [Recovered] = [Detected, Flapping],
        [Failed] = [],
    }.ToFrozenDictionary();

    /// <summary>Whether the step is allowed.</summary>
    public static bool Allows(IncidentState from, IncidentState to) => Steps[from].Contains(to);

    /// <summary>Whether the incident is closed in this state. Only a recovered one may be opened again.</summary>
    public static bool IsEnd(IncidentState state) => state is Resolved or Rejected or Recovered or Failed;

    /// <summary>Whether a stage has work to do in this state; the others wait for somebody, or are ends.</summary>
    public static bool HasWork(IncidentState state) =>
        state is Detected or EvidenceKept or Diagnosed or RunbookMatched or Approved or Rejecting or Withdrawing or Verifying or Reverting or Recovering;

    /// <summary>
    /// Whether this state's work waits while the incident is silenced: the way to a proposal does. What people decided is carried out, and
    /// what is merged or over is followed to its end.
    /// </summary>
    public static bool PausesWhileSilenced(IncidentState state) => state is Detected or EvidenceKept or Diagnosed or RunbookMatched;

    /// <summary>Makes the work of a new incident due, and records that it was opened.</summary>
    public static void Open(Incident incident)
    {
        incident.StateChangedAt = incident.OpenedAt;
        incident.NextAttemptAt = incident.OpenedAt;
        incident.Add(new IncidentTransition { At = incident.OpenedAt, To = incident.State });
    }

    /// <summary>
    /// Moves the incident: sets state and times, clears the problem and the attempts, and makes the new state's work due at once, and
    /// records the step.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step is not allowed.</exception>
    public static void Move(Incident incident, IncidentState to, DateTimeOffset now)
    {
        if (!Allows(incident.State, to))
        {
            throw new InvalidOperationException($"Incident {incident.Number} cannot go from {incident.State} to {to}.");
        }

        incident.Add(new IncidentTransition { At = now, From = incident.State, To = to });
        incident.State = to;
        incident.IsReverting = to == Reverting || (incident.IsReverting && to is AwaitingDecision or Approved or Rejecting);
        incident.StateChangedAt = now;
        incident.Problem = null;
        incident.Attempts = 0;
        incident.NextAttemptAt = HasWork(to) ? now : null;
        incident.ClosedAt = IsEnd(to) ? now : null;
    }
}
