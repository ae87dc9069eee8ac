namespace AiSre.Incidents;

/// <summary>
/// Where an incident is on its way. The allowed steps are those of <see cref="IncidentStateMachine"/>;
/// each state either has work pending (a stage that runs), waits for somebody, or is an end.
/// </summary>
public enum IncidentState
{
    /// <summary>Symptoms were correlated. Work: keep the evidence.</summary>
    Detected,

    /// <summary>Evidence is kept. Work: diagnose.</summary>
    EvidenceKept,

    /// <summary>The root cause is named. Work: match a runbook.</summary>
    Diagnosed,

    /// <summary>No runbook matches, or its solution cannot be applied. Waits for a person, a runbook change or recovery.</summary>
    NeedsPerson,

    /// <summary>A runbook matched. Work: turn its solution into a proposal and open the pull request.</summary>
    RunbookMatched,

    /// <summary>The pull request is open. Waits for a decision.</summary>
    AwaitingDecision,

    /// <summary>Somebody approved. Work: merge exactly the approved head.</summary>
    Approved,

    /// <summary>Somebody rejected. Work: close the pull request with the reason and delete the branch.</summary>
    Rejecting,

    /// <summary>Nobody decided in time, or somebody asked for another solution. Work: close the pull request with a comment, and plan again.</summary>
    Withdrawing,

    /// <summary>The pull request is merged. Work: verify by revision.</summary>
    Verifying,

    /// <summary>The merged change did not help. Work: propose to put back what it changed, which then waits for a decision of its own.</summary>
    Reverting,

    /// <summary>The symptoms went away by themselves. Work: close the pull request, if there is one, with a comment.</summary>
    Recovering,

    /// <summary>It comes and goes, and shows now. Waits until it has been broken without a break, or has gone.</summary>
    Flapping,

    /// <summary>It came and went, and is gone now. Waits until it has stayed so.</summary>
    Calming,

    /// <summary>End: the merged revision is synced, healthy and stayed so, and the symptoms are gone.</summary>
    Resolved,

    /// <summary>End: the proposal was rejected; the fault may well still be there.</summary>
    Rejected,

    /// <summary>End: it healed without a change by AiSre. Opened again should it come back soon.</summary>
    Recovered,

    /// <summary>End: the merged change did not bring the workload back, and somebody decided to keep it all the same.</summary>
    Failed,
}
