using Hangfire;

namespace AiSre.Incidents.Stages;

/// <summary>The job: a wake-up for one stage of one incident. It carries no truth, so any number of them does no harm.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // The row says when to try again.
public sealed class StageJob(StageRunner runner)
{
    public Task RunAsync(Guid incidentId, IncidentState state, CancellationToken cancellationToken) =>
        runner.RunAsync(incidentId, state, cancellationToken);
}
