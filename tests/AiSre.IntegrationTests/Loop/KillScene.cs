using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Playground.GitHub;
using AiSre.Remediation;
using AiSre.Remediation.Decisions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>What tests that kill a process do besides.</summary>
internal static class KillScene
{
    /// <summary>Decides in this process, which runs no job itself.</summary>
    public static async Task ApproveWhenAskedAsync(LoopWorld world)
    {
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 150);
        await ApproveAsync(world, incident, (await world.ProposalAsync()).HeadSha!);
    }

    public static Task ApproveAsync(LoopWorld world, Incident incident, string head) => DecideAsync(world, incident, head, Verdict.Approve);

    public static async Task DecideAsync(LoopWorld world, Incident incident, string head, Verdict verdict)
    {
        var configuration = new ConfigurationBuilder()
            .AddCommandLine([.. world.Settings("http://127.0.0.1:0")])
            .Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddData(configuration)
            .AddGitHub(configuration)
            .AddIncidents(new ConfigurationBuilder().Build())
            .AddRemediation(configuration)
            .BuildServiceProvider();
        var outcome = await services.GetRequiredService<DecisionCommand>().DecideAsync(
            incident.Id, await world.FingerprintAsync(incident, head), new DecisionWish(verdict, "operator", null), TestContext.Current.CancellationToken);
        Assert.True(outcome.Accepted, outcome.Sentence);
    }

    /// <summary>Each effect before it happens, and after.</summary>
    public static TheoryData<string, string, FaultKind> Both(params (string Method, string Path)[] effects)
    {
        var data = new TheoryData<string, string, FaultKind>();
        foreach (var (method, path) in effects)
        {
            data.Add(method, path, FaultKind.NoAnswer);
            data.Add(method, path, FaultKind.NoAnswerAfter);
        }

        return data;
    }

    public static async Task<IReadOnlyList<Octokit.GitHubCommit>> CommitsAsync(LoopWorld world) =>
        await world.Maintainer.Repository.Commit.GetAll(LoopWorld.Owner, LoopWorld.Repository);
}
