using AiSre.Clusters;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using AiSre.Playground.World.Registries;

namespace AiSre.IntegrationTests.Loop;

/// <summary>What stands in the way is said on the incident in one sentence, and the loop goes on once it is put right.</summary>
public sealed class BadInputTests(PostgresServer postgres)
{
    [Fact]
    public async Task GitHub_that_answers_5xx_is_said_and_retried_until_it_answers()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.ServerError, 100_000));
        world.Break("checkout");

        var incident = await world.ProblemAsync("GitHub");
        Assert.Equal(IncidentState.RunbookMatched, incident.State);
        world.Playground.GitHubFaults.Clear();

        await world.IncidentAsync(IncidentState.AwaitingDecision, 90);
        Assert.Single(await world.PullRequestsAsync());
    }

    [Fact]
    public async Task A_rate_limit_is_said_once_however_often_it_is_met_and_waited_for()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.RateLimited, 100_000) { Status = 403, RetryAfter = 1 });
        world.Break("checkout");

        await world.ProblemAsync("limit");
        await Eventually.BeAsync(async () => (await world.IncidentsAsync())[0].Attempts >= 3, 60);
        world.Playground.GitHubFaults.Clear();

        await world.IncidentAsync(IncidentState.AwaitingDecision, 90);
        Assert.Single(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Problem);
    }

    [Fact]
    public async Task GitHub_that_breaks_connections_off_is_said_and_the_loop_goes_on_afterwards()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.DropBefore, 100_000));
        world.Break("checkout");

        await world.ProblemAsync("GitHub");
        world.Playground.GitHubFaults.Clear();

        await world.IncidentAsync(IncidentState.AwaitingDecision, 90);
        Assert.Single(await world.PullRequestsAsync());
    }

    [Fact]
    public async Task GitHub_that_goes_away_while_a_decision_is_awaited_is_said_until_it_is_back()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);

        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.ServerError, 100_000));
        await world.ProblemAsync("GitHub");
        var outcome = await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!);
        Assert.False(outcome.Accepted);
        Assert.StartsWith("Nothing was decided", outcome.Sentence, StringComparison.Ordinal);
        world.Playground.GitHubFaults.Clear();

        await Eventually.BeAsync(async () => await world.IncidentsAsync() is [{ State: IncidentState.AwaitingDecision, Problem: null }], 60);
        Assert.DoesNotContain(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Problem);
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
    }

    [Fact]
    public async Task A_path_that_went_away_is_said_and_the_proposal_follows_once_it_is_back()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Break("checkout");
        await Eventually.BeAsync(() => world.Application("checkout").Health == "Progressing", 30);
        world.Commit("apps/checkout/deployment.yaml", null);
        await world.StartAiSreAsync();

        var incident = await world.ProblemAsync("apps/checkout, which is not in the repository");
        Assert.Equal(IncidentState.RunbookMatched, incident.State);

        world.Commit("apps/checkout/deployment.yaml", LoopWorld.Manifest("checkout", "1.1.0"));
        await world.OneAsync(incident => incident.State == IncidentState.AwaitingDecision, 90);
    }

    [Fact]
    public async Task A_folder_without_manifests_is_said_and_the_proposal_follows_once_they_are_back()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Break("checkout");
        await Eventually.BeAsync(() => world.Application("checkout").Health == "Progressing", 30);
        world.Commit("apps/checkout/notes.txt", "nothing here");
        world.Commit("apps/checkout/deployment.yaml", null);
        await world.StartAiSreAsync();

        await world.ProblemAsync("apps/checkout");

        world.Commit("apps/checkout/deployment.yaml", LoopWorld.Manifest("checkout", "1.1.0"));
        await world.OneAsync(incident => incident.State == IncidentState.AwaitingDecision, 90);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_says_so_and_what_happened_meanwhile_is_seen_afterwards()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        await world.ClusterAsync(ClusterPhase.Synced);

        world.Playground.Conditions.MakeUnreachable();
        var cluster = await world.ClusterAsync(ClusterPhase.Unreachable);
        Assert.Matches("^Cluster test at http.* cannot be reached .*: check that it is up", cluster.Problem);
        world.Break("checkout");
        world.Playground.Conditions.MakeReachable();

        Assert.Null((await world.ClusterAsync(ClusterPhase.Synced, 60)).Problem);
        await world.IncidentAsync(IncidentState.AwaitingDecision, 60);
    }

    [Fact]
    public async Task A_cluster_that_refuses_the_token_says_where_to_renew_it()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Playground.Tokens.Expire(world.Playground.ReaderToken);
        await world.StartAiSreAsync();

        var cluster = await world.ClusterAsync(ClusterPhase.Unreachable);
        Assert.Equal(
            $"Cluster test does not accept AiSre's credentials (401): renew the token or certificate in the kubeconfig {world.Playground.KubeconfigPath}.",
            cluster.Problem);

        world.Playground.Tokens.Restore(world.Playground.ReaderToken, world.Playground.Options.Reader);
        Assert.Null((await world.ClusterAsync(ClusterPhase.Synced, 60)).Problem);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_is_said_with_the_setting_to_renew()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync("--GitHub:Token=expired");
        world.Break("checkout");

        var incident = await world.ProblemAsync("GitHub:Token");

        Assert.Equal(IncidentState.RunbookMatched, incident.State);
    }

    [Fact]
    public async Task A_repository_that_the_token_cannot_see_is_said()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.Playground.Repositories.CreateAsync("other", "secret", new Dictionary<string, string>
        {
            ["app/deployment.yaml"] = LoopWorld.Manifest("vault", "1.0.0"),
        });
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Playground.ArgoCd.CreateApplication("vault", world.Playground.RepoUrl("other", "secret"), "app", "shop");
        await Eventually.BeAsync(() => world.Application("vault") is ("Synced", "Healthy", _), 30);
        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.NotFound, 100_000) { Path = "other/secret" });
        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Playground.Repositories.Commit(
            "other", "secret", "main", new Dictionary<string, string?> { ["app/deployment.yaml"] = LoopWorld.Manifest("vault", "1.1.0") }, "Release", LoopWorld.Pipeline);

        var incident = await world.ProblemAsync("other/secret");

        Assert.Equal(IncidentState.RunbookMatched, incident.State);
    }

    [Theory]
    [InlineData("broken.yaml", "a: [1, 2", "broken.yaml")]
    [InlineData("twin.yaml", "twin", "twin.yaml")]
    public async Task Manifests_that_cannot_be_edited_safely_are_said_and_the_proposal_follows_once_they_are_right(string file, string text, string words)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Break("checkout");

        // Argo CD makes the release live before the repository becomes unreadable.
        await Eventually.BeAsync(() => world.Application("checkout").Health == "Progressing", 30);
        world.Commit($"apps/checkout/{file}", text == "twin" ? LoopWorld.Manifest("checkout", "1.1.0") : text);
        await world.StartAiSreAsync();

        var incident = await world.ProblemAsync(words);
        Assert.Equal(IncidentState.RunbookMatched, incident.State);

        world.Commit($"apps/checkout/{file}", null);
        await world.OneAsync(incident => incident.State == IncidentState.AwaitingDecision, 90);
    }
}
