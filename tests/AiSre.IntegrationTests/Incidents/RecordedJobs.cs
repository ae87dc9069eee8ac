using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>Takes jobs and runs none.</summary>
internal sealed class RecordedJobs : IBackgroundJobClient
{
    public List<Job> Jobs { get; } = [];

    public string Create(Job job, IState state)
    {
        Jobs.Add(job);
        return $"{Jobs.Count}";
    }

    public bool ChangeState(string jobId, IState state, string expectedState) => throw new NotSupportedException();
}
