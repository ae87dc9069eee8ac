using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using AiSre.Playground.World.Registries;
using AiSre.Remediation;
using AiSre.Remediation.Decisions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>
/// A real process, really killed before and after each external effect, and started again: exactly one pull request, exactly one merge.
/// GitHub holds back its answer at the effect, so the moment of the kill is certain.
/// </summary>
public sealed class KillTests(PostgresServer postgres)
{
    public static TheoryData<string, string, FaultKind> Effects => Both(
        ("POST", "/git/trees"), ("POST", "/git/commits"), ("POST", "/git/refs"), ("POST", "/pulls"), ("POST", "/labels"), ("PUT", "/merge"), ("DELETE", "/git/refs"));

    public static TheoryData<string, string, FaultKind> EffectsOfRevert => Both(
        ("POST", "/git/commits"), ("POST", "/git/refs"), ("POST", "/pulls"), ("DELETE", "/git/refs"), ("PUT", "/merge"));

    public static TheoryData<string, string, FaultKind> EffectsOfWithdrawal => Both(("POST", "/comments"), ("PATCH", "/pulls/"), ("DELETE", "/git/refs"));

    /// <summary>Ways to the base branch: a rule of the branch, a setting, and the call at which it is killed.</summary>
    public static TheoryData<string, string, string, FaultKind> Ways
    {
        get
        {
            var data = new TheoryData<string, string, string, FaultKind>();
            foreach (var moment in new[] { FaultKind.NoAnswer, FaultKind.NoAnswerAfter })
            {
                data.Add("""{"type":"merge_queue","parameters":{"merge_method":"SQUASH"}}""", "", "/graphql", moment); // Into the queue.
                data.Add("", "--Proof:Registries:1:Address=http://127.0.0.1:1/", "/graphql", moment); // A draft that is made ready.
                data.Add("", "--Proposals:Reviewers:0=maintainer", "/requested_reviewers", moment);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Killed_on_the_way_to_the_base_branch_it_does_the_rest_once(string rule, string setting, string path, FaultKind moment)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        if (rule.Length > 0)
        {
            await world.RulesetAsync(rule);
        }

        string[] settings = setting.Length > 0 ? [setting] : [];
        world.Playground.GitHubFaults.Add(new GitHubFault(moment) { Method = "POST", Path = path });
        var first = AiSreProcess.Start(world, settings);
        world.Break("checkout");
        var approval = ApproveWhenAskedAsync(world);

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world, settings);
        await approval;
        await world.IncidentAsync(IncidentState.Resolved, 150);

        var pullRequest = Assert.Single(await world.PullRequestsAsync());
        Assert.True(pullRequest is { Merged: true, Draft: false });
        Assert.Equal(setting.Contains("Reviewers", StringComparison.Ordinal) ? ["maintainer"] : [], pullRequest.RequestedReviewers.Select(user => user.Login));
        Assert.Equal(["operator"], (await world.DecisionsAsync()).Select(one => one.By + one.VoidedBecause));
        Assert.Single(await CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Override the image registry", StringComparison.Ordinal));
    }

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
        await DecideAsync(world, incident, withdrawn.HeadSha!, Verdict.AskForAnother);

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        await Eventually.BeAsync(async () => (await world.ProposalAsync()) is { RunbookId: "another", PullRequestNumber: { } number } && number != withdrawn.PullRequestNumber, 150);
        await ApproveAsync(world, await world.IncidentAsync(IncidentState.AwaitingDecision, 150), (await world.ProposalAsync()).HeadSha!);
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

        await ApproveAsync(world, incident, (await world.ProposalAsync()).HeadSha!);
        if (isOfDecision)
        {
            var revert = await world.RevertAsync(150);
            world.Playground.GitHubFaults.Add(fault);
            await ApproveAsync(world, incident, revert.HeadSha!);
        }

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        if (!isOfDecision)
        {
            await ApproveAsync(world, incident, (await world.RevertAsync(150)).HeadSha!);
        }

        await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.NeedsPerson, 150);

        Assert.Equal(2, (await world.PullRequestsAsync()).Count(one => one.Merged));
        Assert.Equal(2, (await world.PullRequestsAsync()).Count);
        Assert.Equal(2, (await world.ProposalsAsync()).Count);
        Assert.Single(await CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Revert #", StringComparison.Ordinal) && commit.Parents.Count == 1);
        Assert.Single(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Reverted);
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public async Task Killed_at_an_effect_it_does_the_rest_once(string method, string path, FaultKind moment)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Playground.GitHubFaults.Add(new GitHubFault(moment) { Method = method, Path = path });
        var first = AiSreProcess.Start(world);
        world.Break("checkout");
        var approval = ApproveWhenAskedAsync(world);

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        await approval;
        await world.IncidentAsync(IncidentState.Resolved, 150);

        Assert.True(Assert.Single(await world.PullRequestsAsync()).Merged);
        Assert.Single(await world.DecisionsAsync());
        Assert.Single(await CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Override the image registry", StringComparison.Ordinal));
    }

    /// <summary>Decides in this process, which runs no job itself.</summary>
    private static async Task ApproveWhenAskedAsync(LoopWorld world)
    {
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 150);
        await ApproveAsync(world, incident, (await world.ProposalAsync()).HeadSha!);
    }

    private static Task ApproveAsync(LoopWorld world, Incident incident, string head) => DecideAsync(world, incident, head, Verdict.Approve);

    private static async Task DecideAsync(LoopWorld world, Incident incident, string head, Verdict verdict)
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
    private static TheoryData<string, string, FaultKind> Both(params (string Method, string Path)[] effects)
    {
        var data = new TheoryData<string, string, FaultKind>();
        foreach (var (method, path) in effects)
        {
            data.Add(method, path, FaultKind.NoAnswer);
            data.Add(method, path, FaultKind.NoAnswerAfter);
        }

        return data;
    }

    private static async Task<IReadOnlyList<Octokit.GitHubCommit>> CommitsAsync(LoopWorld world) =>
        await world.Maintainer.Repository.Commit.GetAll(LoopWorld.Owner, LoopWorld.Repository);
}
