using AiSre.Incidents.LifeCycle;

namespace AiSre.Incidents.Intake;

/// <summary>The step of a reconciliation that sees which incidents are over, and follows those that come and go.</summary>
internal sealed class RecoveryStep(IReadOnlyList<SymptomRecord> records, LifeCycleOptions options, IWorkloadView view, DateTimeOffset now)
{
    /// <returns>When the next incident falls due.</returns>
    public DateTimeOffset? Take(IncidentBoard board, IEnumerable<Incident> incidents)
    {
        DateTimeOffset? next = null;
        foreach (var incident in incidents)
        {
            var due = incident.State switch
            {
                IncidentState.Flapping => FollowFlapping(board, incident),
                IncidentState.Calming => FollowCalming(board, incident),
                _ when !incident.IsReverting && IncidentStateMachine.Allows(incident.State, IncidentState.Recovering) => FollowRecovery(board, incident),
                _ => null,
            };
            next = due is null || next < due ? next : due;
        }

        return next;
    }

    private DateTimeOffset? FollowRecovery(IncidentBoard board, Incident incident)
    {
        var due = WellFrom(incident);
        if (due is null || due > now)
        {
            return due;
        }

        IncidentStateMachine.Move(incident, IncidentState.Recovering, now);
        board.Wake(incident);
        return null;
    }

    private DateTimeOffset? FollowFlapping(IncidentBoard board, Incident incident)
    {
        var wellFrom = WellFrom(incident);
        if (wellFrom <= now)
        {
            IncidentStateMachine.Move(incident, IncidentState.Calming, now);
            incident.Problem = $"It came and went; it counts as healed once it has stayed well for {Duration.Words(options.CalmAfter)}.";
            return now + options.CalmAfter;
        }

        if (wellFrom is null && now - incident.StateChangedAt >= options.CalmAfter)
        {
            IncidentStateMachine.Move(incident, IncidentState.Detected, now);
            board.Note(incident, TimelineKind.Calm, $"It has been broken for {Duration.Words(options.CalmAfter)} without a break, so it flaps no more and AiSre works on it.", now);
            board.Wake(incident);
            return null;
        }

        var steadyFrom = incident.StateChangedAt + options.CalmAfter;
        return wellFrom ?? (steadyFrom > now ? steadyFrom : now + options.RecoveryTime);
    }

    private DateTimeOffset? FollowCalming(IncidentBoard board, Incident incident)
    {
        if (WellFrom(incident) is not { } wellFrom)
        {
            FlapRule.Return(incident, incident.Transitions, options, now);
            return now + options.CalmAfter;
        }

        var calmFrom = incident.StateChangedAt + options.CalmAfter;
        if (calmFrom > now || wellFrom > now)
        {
            return calmFrom > wellFrom ? calmFrom : wellFrom;
        }

        IncidentStateMachine.Move(incident, IncidentState.Recovering, now);
        board.Note(incident, TimelineKind.Calm, $"It has stayed well for {Duration.Words(options.CalmAfter)}, so it flaps no more.", now);
        board.Wake(incident);
        return null;
    }

    /// <summary>From when on the incident counts as well, past or not; null while it shows.</summary>
    private DateTimeOffset? WellFrom(Incident incident)
    {
        // What only followed may have other causes; once this incident is over, it gets one of its own.
        var own = records.Where(record => record.IncidentId == incident.Id && !record.IsConsequence).ToList();
        return own.Count == 0 || own.Exists(record => record.GoneAt is null) ? null
            : !own.TrueForAll(record => view.IsWell(record.Symptom.Workload)) ? now + options.RecoveryTime
            : own.Max(record => record.GoneAt!.Value) + options.RecoveryTime;
    }
}
