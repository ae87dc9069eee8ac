namespace AiSre.Incidents.Stages;

/// <summary>The work that is pending in one state of an incident. One class per stage.</summary>
/// <remarks>
/// A stage may run again from its beginning at any time: after a crash, a lost connection or a duplicated job. It therefore
/// looks before it acts, and names what it does outside so that doing it twice is doing it once.
/// </remarks>
public interface IIncidentStage
{
    /// <summary>The state whose work this is.</summary>
    IncidentState State { get; }

    /// <summary>
    /// Does the work and ends with a move or with <see cref="StageContext.WaitUntil"/>; the runner saves.
    /// </summary>
    /// <exception cref="ProblemException">Something outside stands in the way; the runner shows it and tries again later.</exception>
    Task RunAsync(StageContext context, CancellationToken cancellationToken);
}
