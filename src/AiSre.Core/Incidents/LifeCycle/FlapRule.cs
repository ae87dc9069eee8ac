namespace AiSre.Incidents.LifeCycle;

/// <summary>Whether a fault that is back makes its incident flapping. Pure.</summary>
public static class FlapRule
{
    /// <summary>The state of an incident whose fault is back.</summary>
    /// <param name="transitions">What the incident went through, at least during <see cref="LifeCycleOptions.FlapWithin"/>.</param>
    /// <param name="options">How often is too often.</param>
    /// <param name="now">The present.</param>
    public static IncidentState StateOnReturn(IEnumerable<IncidentTransition> transitions, LifeCycleOptions options, DateTimeOffset now) =>
        Openings(transitions, options, now) + 1 >= options.FlapCount ? IncidentState.Flapping : IncidentState.Detected;

    /// <summary>How often it opened lately.</summary>
    public static int Openings(IEnumerable<IncidentTransition> transitions, LifeCycleOptions options, DateTimeOffset now) =>
        transitions.Count(step => step.IsOpening && step.At > now - options.FlapWithin);

    /// <summary>Opens an incident again whose fault is back; a flapping one says that it waits, and for what.</summary>
    /// <param name="incident">An incident that is recovering, has recovered, or flapped and was calm.</param>
    /// <param name="transitions">As for <see cref="StateOnReturn"/>.</param>
    /// <param name="options">How often is too often.</param>
    /// <param name="now">The present.</param>
    public static void Return(Incident incident, IReadOnlyCollection<IncidentTransition> transitions, LifeCycleOptions options, DateTimeOffset now)
    {
        var openings = Openings(transitions, options, now) + 1;
        IncidentStateMachine.Move(incident, openings >= options.FlapCount || incident.State == IncidentState.Calming ? IncidentState.Flapping : IncidentState.Detected, now);
        if (incident.State == IncidentState.Flapping)
        {
            incident.Problem = Sentence(openings, options);
        }
    }

    /// <summary>What a flapping incident waits for.</summary>
    public static string Sentence(int openings, LifeCycleOptions options) =>
        $"It opened {openings} times within {Duration.Words(options.FlapWithin)}: AiSre proposes nothing more until it has been broken, or well, for {Duration.Words(options.CalmAfter)} without a break.";
}
