using AiSre.Clusters;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>The main job on the real database, against a Kubernetes API, a GitHub and a GitOps controller.</summary>
public sealed class LoopTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_broken_workload_becomes_a_reviewed_merged_and_verified_change()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        var change = Assert.Single(proposal.Files);
        Assert.Equal("apps/checkout/deployment.yaml", change.Path);
        Assert.Equal(LoopWorld.Manifest("checkout", "1.1.0").Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal), change.After);
        Assert.Equal(ProofState.Proven, proposal.Proof!.State);
        Assert.Equal(["Rendered", "Nothing else", "As meant", "Image", "Schema"], proposal.Proof.Checks.Select(check => check.Name));
        var run = Assert.Single((await world.Maintainer.Check.Run.GetAllForReference(LoopWorld.Owner, LoopWorld.Repository, proposal.HeadSha!)).CheckRuns);
        Assert.Equal("The change does what it should and nothing else.", run.Output.Title);

        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);

        proposal = await world.ProposalAsync();
        Assert.Equal(("Synced", "Healthy", proposal.MergeSha), world.Application("checkout"));
        Assert.True(Assert.Single(await world.PullRequestsAsync()).Merged);
        Assert.Null(world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, proposal.Branch));
        Assert.Equal(
            [
                TimelineKind.Detected, TimelineKind.EvidenceKept, TimelineKind.Diagnosed, TimelineKind.RunbookMatched, TimelineKind.PullRequestOpened,
                TimelineKind.Approved, TimelineKind.Merged, TimelineKind.Synced, TimelineKind.Healthy, TimelineKind.Resolved,
            ],
            (await world.TimelineAsync()).Select(entry => entry.Kind));
    }

    [Theory]
    [InlineData(true, "argocd/checkout was rendered before and after the change by Argo CD at ")]
    [InlineData(false, "argocd/checkout was rendered before and after the change by AiSre itself, since its Argo CD did not (Argo CD at ")]
    public async Task The_application_s_own_Argo_CD_renders_where_one_is_configured(bool isTokenGood, string expected)
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync($"--ArgoCd:0:Address={world.Playground.ArgoCdAddress}", $"--ArgoCd:0:Token={(isTokenGood ? world.Playground.ArgoCdToken : "wrong")}");
        world.Break("checkout");

        await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proof = (await world.ProposalAsync()).Proof!;
        Assert.StartsWith(expected, proof.Checks[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(ProofState.Proven, proof.State);
        Assert.DoesNotContain(await world.Maintainer.Repository.Branch.GetAll(LoopWorld.Owner, LoopWorld.Repository), branch => branch.Name.Contains("proof", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_to_an_image_that_is_not_there_is_not_proposed()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Registries.Add(LoopWorld.RegistryB).Remove("shop/checkout:1.1.0");
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");

        await Eventually.BeAsync(async () => await world.IncidentsAsync() is [{ Problem: not null }], 60);
        Assert.Equal(
            $"The change was not proposed, since it would not do what it should: {LoopWorld.RegistryB} has no shop/checkout:1.1.0; correct the runbook, or push the image.",
            Assert.Single(await world.IncidentsAsync()).Problem);
        Assert.Empty(await world.PullRequestsAsync());

        world.Playground.Registries.Add(LoopWorld.RegistryB).Restore("shop/checkout:1.1.0");
        await world.IncidentAsync(IncidentState.AwaitingDecision, 90);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_cluster_whose_clock_is_hours_off_is_understood_by_its_own_time(int hours)
    {
        await using var world = await LoopWorld.CreateAsync(postgres, clock: new ShiftedClock(TimeSpan.FromHours(hours)));
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        await using var db = world.Open();
        Assert.Equal(TimeSpan.FromHours(hours), (await db.Set<ClusterState>().SingleAsync(TestContext.Current.CancellationToken)).ClockOffset);
    }

    [Fact]
    public async Task The_last_words_of_a_container_that_failed_are_kept_as_evidence()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/agent", new ImageBehaviour { ExitCode = 3, CrashLog = ["Fatal: no licence."] });
        await world.AddApplicationAsync("checkout");
        var agent = $"        - name: agent\n          image: {LoopWorld.RegistryB}/shop/agent:1.0.0\n";
        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Commit("apps/checkout/deployment.yaml", LoopWorld.Manifest("checkout", "1.1.0").TrimEnd() + "\n" + agent);
        await Eventually.BeAsync(() => world.Pods().Any(pod => pod["status"]?["containerStatuses"]?.AsArray().Any(status => (int?)status?["restartCount"] > 0) == true), 60);

        await world.StartAiSreAsync();
        await Eventually.BeAsync(async () => (await world.TimelineAsync()).Exists(entry => entry.Kind == TimelineKind.EvidenceKept), 40);

        await using var db = world.Open();
        var logs = await db.Set<Evidence>().Where(evidence => evidence.Kind == EvidenceKind.Log).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(logs, log => log.Address.EndsWith("/agent.previous", StringComparison.Ordinal) && log.Content.Contains("Fatal: no licence.", StringComparison.Ordinal));
        Assert.All(logs, log => Assert.StartsWith("log/shop/checkout-", log.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rejected_proposal_is_closed_with_the_reason_and_not_made_again()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();

        Assert.False((await world.RejectAsync(incident, proposal.HeadSha!, " ")).Accepted);
        Assert.True((await world.RejectAsync(incident, proposal.HeadSha!, "Registry B is being retired.")).Accepted);
        await world.IncidentAsync(IncidentState.Rejected);

        var pullRequest = Assert.Single(await world.PullRequestsAsync());
        Assert.False(pullRequest.Merged);
        Assert.Equal(Octokit.ItemState.Closed, pullRequest.State.Value);
        var comments = await world.Maintainer.Issue.Comment.GetAllForIssue(LoopWorld.Owner, LoopWorld.Repository, pullRequest.Number);
        Assert.Contains("Registry B is being retired.", Assert.Single(comments).Body, StringComparison.Ordinal);
        Assert.Null(world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, proposal.Branch));
        Assert.Single(await world.IncidentsAsync());
    }

    [Fact]
    public async Task An_incident_that_heals_by_itself_is_recovered_and_its_pull_request_closed_with_a_comment()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.Up;
        await world.IncidentAsync(IncidentState.Recovered, 90);

        var pullRequest = Assert.Single(await world.PullRequestsAsync());
        Assert.Equal(Octokit.ItemState.Closed, pullRequest.State.Value);
        Assert.Single(await world.Maintainer.Issue.Comment.GetAllForIssue(LoopWorld.Owner, LoopWorld.Repository, pullRequest.Number));
    }

    [Fact]
    public async Task What_healed_and_comes_back_is_the_same_incident_with_a_pull_request_of_its_own()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.Up;
        await world.IncidentAsync(IncidentState.Recovered, 90);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Commit("apps/checkout/deployment.yaml", LoopWorld.Manifest("checkout", "1.2.0"));
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 90);

        var proposal = await world.ProposalAsync();
        Assert.EndsWith("-2", proposal.Branch, StringComparison.Ordinal);
        Assert.Equal([Octokit.ItemState.Closed, Octokit.ItemState.Open], (await world.PullRequestsAsync()).OrderBy(one => one.Number).Select(one => one.State.Value));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Merging_on_GitHub_is_an_approval(bool byWebhook)
    {
        var address = LoopWorld.FreeAddress();
        await using var world = await LoopWorld.CreateAsync(postgres, byWebhook ? new Uri(address, "webhooks/github") : null);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync(byWebhook ? [$"--urls={address}", "--Decisions:PullRequestPollInterval=01:00:00"] : []);
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();

        await world.Maintainer.PullRequest.Merge(LoopWorld.Owner, LoopWorld.Repository, proposal.PullRequestNumber!.Value, new Octokit.MergePullRequest());
        await world.IncidentAsync(IncidentState.Resolved);

        var decision = Assert.Single(await world.DecisionsAsync());
        Assert.Equal((Verdict.Approve, DecisionChannel.GitHub, "maintainer"), (decision.Verdict, decision.Channel, decision.By));
    }

    [Fact]
    public async Task Closing_on_GitHub_is_a_rejection()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();

        await world.Maintainer.PullRequest.Update(
            LoopWorld.Owner, LoopWorld.Repository, proposal.PullRequestNumber!.Value, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });
        await world.IncidentAsync(IncidentState.Rejected);

        var decision = Assert.Single(await world.DecisionsAsync());
        Assert.Equal((Verdict.Reject, DecisionChannel.GitHub, "maintainer"), (decision.Verdict, decision.Channel, decision.By));
    }

    [Fact]
    public async Task An_approval_of_a_head_that_moved_is_refused_and_nothing_is_merged()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync("--Decisions:PullRequestPollInterval=01:00:00");
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        world.Playground.Repositories.Commit(
            LoopWorld.Owner, LoopWorld.Repository, proposal.Branch, new Dictionary<string, string?> { ["more.txt"] = "more" }, "More", LoopWorld.Pipeline);

        var outcome = await world.ApproveAsync(incident, proposal.HeadSha!);

        Assert.False(outcome.Accepted);
        Assert.Contains("has moved", outcome.Sentence, StringComparison.Ordinal);
        Assert.False(Assert.Single(await world.PullRequestsAsync()).Merged);
        Assert.Equal(IncidentState.AwaitingDecision, Assert.Single(await world.IncidentsAsync()).State);
        await world.ProblemAsync("has moved");
    }

    [Fact]
    public async Task When_several_people_decide_at_once_one_wins_and_the_others_are_told()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var head = (await world.ProposalAsync()).HeadSha!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            number % 2 == 0 ? world.ApproveAsync(incident, head, $"operator {number}") : world.RejectAsync(incident, head, "No.")));

        Assert.Single(outcomes, outcome => outcome.Accepted);
        Assert.All(outcomes.Where(outcome => !outcome.Accepted), outcome => Assert.NotEmpty(outcome.Sentence));
        Assert.Single(await world.DecisionsAsync());
    }

    [Fact]
    public async Task A_cause_that_hits_more_workloads_later_stays_one_incident_with_one_pull_request_for_all()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.AddApplicationAsync("storefront");
        await world.StartAiSreAsync();
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        var first = (await world.ProposalAsync()).HeadSha;

        world.Break("storefront");
        await Eventually.BeAsync(async () => (await world.ProposalAsync()) is { Files.Length: 2 } proposal && proposal.HeadSha != first, 40);
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        Assert.False((await world.ApproveAsync(incident, first!)).Accepted);
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved, 60);

        Assert.Single(await world.PullRequestsAsync());
        Assert.True(world.Application("checkout") is ("Synced", "Healthy", _));
        Assert.True(world.Application("storefront") is ("Synced", "Healthy", _));
    }

    [Fact]
    public async Task Every_job_may_start_many_times_and_there_is_one_pull_request_and_one_merge()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        using var end = new CancellationTokenSource();
        var hammer = HammerAsync(world, end.Token);
        world.Break("checkout");

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 60);
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved, 60);
        await end.CancelAsync();
        await hammer;

        Assert.Single(await world.PullRequestsAsync());
        Assert.Single(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.PullRequestOpened);
        Assert.Single(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Merged);
    }

    /// <summary>Starts every stage of every incident, and the look at its pull request, again and again.</summary>
    private static async Task HammerAsync(LoopWorld world, CancellationToken end)
    {
        var runner = world.AiSre.App.Services.GetRequiredService<StageRunner>();
        var pullRequests = world.AiSre.App.Services.GetRequiredService<PullRequestJob>();
        while (!end.IsCancellationRequested)
        {
            foreach (var incident in await world.IncidentsAsync())
            {
                await Task.WhenAll(Enum.GetValues<IncidentState>().SelectMany(state => new[] { state, state })
                    .Select(state => runner.RunAsync(incident.Id, state, CancellationToken.None)));
            }

            await using var db = world.Open();
            foreach (var proposal in db.Set<Proposal>().Select(proposal => proposal.Id).ToList())
            {
                await pullRequests.RunAsync(proposal, CancellationToken.None);
            }
        }
    }
}
