using Hangfire;
using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>Asks the model where one is configured.</summary>
internal sealed class ModelOpinion(IBackgroundJobClient jobs, IOptions<ModelOptions> options) : ISecondOpinion
{
    public void Ask(Guid incidentId)
    {
        if (options.Value.IsConfigured)
        {
            jobs.Enqueue<ModelAnalysisJob>(job => job.RunAsync(incidentId, CancellationToken.None));
        }
    }
}
