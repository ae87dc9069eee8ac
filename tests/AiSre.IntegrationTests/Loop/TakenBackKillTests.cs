using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Decisions;

namespace AiSre.IntegrationTests.Loop;

/// <summary>As <see cref="KillTests"/>, while something proposed or merged is taken back.</summary>
public sealed class TakenBackKillTests(PostgresServer postgres)
{
    public static TheoryData<string, string, FaultKind> EffectsOfRevert => KillScene.Both(
        ("POST", "/git/commits"), ("POST", "/git/refs"), ("POST", "/pulls"), ("DELETE", "/git/refs"), ("PUT", "/merge"));

    public static TheoryData<string, string, FaultKind> EffectsOfWithdrawal => KillScene.Both(("POST", "/comments"), ("PATCH", "/pulls/"), ("DELETE", "/git/refs"));

    [Theory]
    [MemberData(nameof(EffectsOfWithdrawal))]
    public async Task Killed_while_it_makes_room_for_another_solution_it_does_the_rest_once(string method, string path, FaultKind moment)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.AddRunbook("{cause: RegistryUnavailable}", $"override-image-registry: {{from: {LoopWorld.RegistryA}, to: {LoopWorld.RegistryB}}}");
        var first = AiSreProcess.Start(world);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 150);
        var withdrawn = await world.ProposalAsync();
        world.Playground.GitHubFaults.Add(new GitHubFault(moment) { Method = method, Path = path });
        await KillScene.DecideAsync(world, incident, withdrawn.HeadSha!, Verdict.AskForAnother);

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        await Eventually.BeAsync(async () => (await world.ProposalAsync()) is { RunbookId: "another", PullRequestNumber: { } number } && number != withdrawn.PullRequestNumber, 150);
        await KillScene.ApproveAsync(world, await world.IncidentAsync(IncidentState.AwaitingDecision, 150), (await world.ProposalAsync()).HeadSha!);
        await world.IncidentAsync(IncidentState.Resolved, 150);

        Assert.Equal([false, true], (await world.PullRequestsAsync()).OrderBy(one => one.Number).Select(one => one.Merged));
        Assert.Single(await world.Maintainer.Issue.Comment.GetAllForIssue(LoopWorld.Owner, LoopWorld.Repository, withdrawn.PullRequestNumber!.Value));
        Assert.Null(world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, withdrawn.Branch));
    }

    [Theory]
    [MemberData(nameof(EffectsOfRevert))]
    public async Task Killed_at_an_effect_of_a_revert_it_does_the_rest_once(string method, string path, FaultKind moment)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Playground.Registries.Add(LoopWorld.RegistryB).Condition = RegistryCondition.TimesOut;
        var first = AiSreProcess.Start(world);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 150);
        var (fault, isOfDecision) = (new GitHubFault(moment) { Method = method, Path = path }, path == "/merge");
        if (!isOfDecision)
        {
            world.Playground.GitHubFaults.Add(fault);
        }

        await KillScene.ApproveAsync(world, incident, (await world.ProposalAsync()).HeadSha!);
        if (isOfDecision)
        {
            var revert = await world.RevertAsync(150);
            world.Playground.GitHubFaults.Add(fault);
            await KillScene.ApproveAsync(world, incident, revert.HeadSha!);
        }

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        if (!isOfDecision)
        {
            await KillScene.ApproveAsync(world, incident, (await world.RevertAsync(150)).HeadSha!);
        }

        await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.NeedsPerson, 150);

        Assert.Equal(2, (await world.PullRequestsAsync()).Count(one => one.Merged));
        Assert.Equal(2, (await world.PullRequestsAsync()).Count);
        Assert.Equal(2, (await world.ProposalsAsync()).Count);
        Assert.Single(await KillScene.CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Revert #", StringComparison.Ordinal) && commit.Parents.Count == 1);
        Assert.Single(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Reverted);
    }
}
