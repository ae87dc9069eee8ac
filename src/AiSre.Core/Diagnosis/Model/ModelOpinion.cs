using Hangfire;
using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>Asks the model where one is configured.</summary>
internal sealed class ModelOpinion(IBackgroundJobClient jobs, IOptions<ModelOptions> options) : IDiagnosisFollower
{
    public void Follow(Guid incidentId)
    {
        if (options.Value.IsConfigured)
        {
            jobs.Enqueue<ModelAnalysisJob>(job => job.RunAsync(incidentId, CancellationToken.None));
        }
    }
}
