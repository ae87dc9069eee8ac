using Hangfire;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Origins;

/// <summary>Begins the search for where a fault came from as soon as its cause is named.</summary>
internal sealed partial class OriginFollower(IBackgroundJobClient jobs, ILogger<OriginFollower> logger) : Diagnosis.IDiagnosisFollower
{
    public void Follow(Guid incidentId)
    {
        try
        {
            jobs.Enqueue<OriginJob>(job => job.RunAsync(incidentId, CancellationToken.None));
        }
        catch (BackgroundJobClientException error)
        {
            Log.NotWoken(logger, error, incidentId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The search for where the fault of incident {IncidentId} came from could not be woken; the sweep wakes it.")]
        public static partial void NotWoken(ILogger logger, Exception error, Guid incidentId);
    }
}
