using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>
/// A real process, really killed before and after each external effect, and started again: exactly one pull request, exactly one merge.
/// GitHub holds back its answer at the effect, so the moment of the kill is certain.
/// </summary>
public sealed class KillTests(PostgresServer postgres)
{
    public static TheoryData<string, string, FaultKind> Effects => KillScene.Both(
        ("POST", "/git/trees"), ("POST", "/git/commits"), ("POST", "/git/refs"), ("POST", "/pulls"), ("POST", "/labels"), ("PUT", "/merge"), ("DELETE", "/git/refs"));

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
        var approval = KillScene.ApproveWhenAskedAsync(world);

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
        Assert.Single(await KillScene.CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Override the image registry", StringComparison.Ordinal));
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
        var approval = KillScene.ApproveWhenAskedAsync(world);

        await Eventually.BeAsync(() => world.Playground.GitHubFaults.AreUsedUp, 150);
        first.Kill();
        first.Dispose();
        using var second = AiSreProcess.Start(world);
        await approval;
        await world.IncidentAsync(IncidentState.Resolved, 150);

        Assert.True(Assert.Single(await world.PullRequestsAsync()).Merged);
        Assert.Single(await world.DecisionsAsync());
        Assert.Single(await KillScene.CommitsAsync(world), commit => commit.Commit.Message.StartsWith("Override the image registry", StringComparison.Ordinal));
    }
}
