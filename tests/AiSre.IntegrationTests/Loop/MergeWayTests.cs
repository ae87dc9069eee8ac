using AiSre.GitHub.Standing;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Git;
using Octokit;

namespace AiSre.IntegrationTests.Loop;

/// <summary>The way from an approval to the base branch: reviews, queues, drafts, and a base that moves meanwhile.</summary>
public sealed class MergeWayTests(PostgresServer postgres)
{
    private const string Deployment = "apps/checkout/deployment.yaml";

    [Fact]
    public async Task An_approval_waits_for_the_review_that_the_branch_asks_for()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.RulesetAsync("""{"type":"pull_request","parameters":{"required_approving_review_count":1,"require_code_owner_review":true,"dismiss_stale_reviews_on_push":false,"require_last_push_approval":false,"required_review_thread_resolution":false}}""");
        world.Commit(".github/CODEOWNERS", "/apps/ @maintainer\n");
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();
        Assert.Equal(["@maintainer"], Assert.Single(proposal.Owners).Owners);
        await Eventually.BeAsync(async () => (await world.ProposalAsync()).Standing?.Waits is [{ Kind: MergeWaitKind.Review }], 20);

        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        var waiting = await world.ProblemAsync("Approved, and GitHub does not merge it yet. It waits for 1 approving review, by the code owners too: @maintainer.");
        Assert.Equal(IncidentState.Approved, waiting.State);

        await world.Maintainer.PullRequest.Review.Create(
            LoopWorld.Owner, LoopWorld.Repository, proposal.PullRequestNumber!.Value, new PullRequestReviewCreate { Event = PullRequestReviewEvent.Approve });
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal("operator", Assert.Single(await world.DecisionsAsync()).By);
    }

    [Fact]
    public async Task What_a_pull_request_waits_for_is_known_as_soon_as_it_is_open()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.RulesetAsync("""{"type":"required_status_checks","parameters":{"strict_required_status_checks_policy":false,"required_status_checks":[{"context":"never"}]}}""");

        await world.ProposedAsync("--Decisions:PullRequestPollInterval=01:00:00");

        await Eventually.BeAsync(async () => (await world.ProposalAsync()).Standing?.Waits is [{ Kind: MergeWaitKind.PendingCheck }], 20);
    }

    [Fact]
    public async Task What_is_approved_and_waits_can_still_be_rejected()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.RulesetAsync("""{"type":"required_status_checks","parameters":{"strict_required_status_checks_policy":false,"required_status_checks":[{"context":"never"}]}}""");
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!, "ada")).Accepted);
        await world.ProblemAsync("Approved, and GitHub does not merge it yet. It waits for the required check never, which nobody has reported yet.");

        Assert.Equal("ada approved it already.", (await world.RejectAsync(incident, proposal.HeadSha!, "No.")).Sentence);
        Assert.True((await world.RejectApprovedAsync(incident, proposal.HeadSha!, "We do it otherwise.")).Accepted);

        await world.IncidentAsync(IncidentState.Rejected);
        Assert.Equal(ItemState.Closed, Assert.Single(await world.PullRequestsAsync()).State.Value);
        Assert.Contains(await world.DecisionsAsync(), one => one is { By: "ada", VoidedBecause: "operator rejected the change before it was merged." });
    }

    [Fact]
    public async Task A_merge_queue_is_gone_through()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.RulesetAsync("""{"type":"merge_queue","parameters":{"merge_method":"SQUASH"}}""");
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();

        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);

        await world.IncidentAsync(IncidentState.Resolved);
        Assert.NotNull((await world.ProposalAsync()).MergeSha);
        Assert.Equal(["operator"], (await world.DecisionsAsync()).Select(one => one.By + one.VoidedBecause));
    }

    [Fact]
    public async Task What_the_merge_queue_does_not_take_is_asked_about_again()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.MergeQueueFails = true;
        await world.RulesetAsync("""{"type":"merge_queue","parameters":{"merge_method":"SQUASH"}}""");
        var incident = await world.ProposedAsync();

        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);

        var again = await world.ProblemAsync("GitHub took the pull request out of the merge queue without merging it; its page says why. Put that right, then approve again.");
        Assert.Equal(IncidentState.AwaitingDecision, again.State);
        world.Playground.MergeQueueFails = false;
        Assert.True((await world.ApproveAsync(again, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task What_is_not_proven_is_a_draft_until_somebody_approves_it()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Proof:Registries:1:Address=http://127.0.0.1:1/");
        var opened = Assert.Single(await world.PullRequestsAsync());
        Assert.True(opened.Draft, string.Join("; ", (await world.ProposalAsync()).Proof!.Checks.Select(check => $"{check.State} {check.Sentence}")));

        Assert.True((await world.ApproveAsync(incident, opened.Head.Sha)).Accepted);

        await world.IncidentAsync(IncidentState.Resolved);
        Assert.False(Assert.Single(await world.PullRequestsAsync()).Draft);
    }

    [Fact]
    public async Task The_repository_s_template_labels_and_reviewers_are_kept_to()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit(".github/pull_request_template.md", "## Why\n\n<!-- aisre -->\n\n- [ ] I have read the rules\n");
        await world.ProposedAsync("--Proposals:Labels:0=bot", "--Proposals:Labels:1=on-call", "--Proposals:Reviewers:0=maintainer");

        var opened = Assert.Single(await world.PullRequestsAsync());
        Assert.Matches(@"(?s)\A## Why\s+## Root cause.*- \[ \] I have read the rules\s*\z", opened.Body);
        Assert.Equal(["bot", "on-call"], opened.Labels.Select(label => label.Name).Order());
        Assert.Equal(["maintainer"], opened.RequestedReviewers.Select(user => user.Login));
    }

    [Fact]
    public async Task Reviewers_whom_GitHub_does_not_ask_hold_nothing_up()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.ProposedAsync("--Proposals:Reviewers:0=nobody");

        Assert.Contains(await world.TimelineAsync(), entry => entry.Text.StartsWith("GitHub did not ask nobody for a review (Reviews may only be requested from collaborators", StringComparison.Ordinal));
        Assert.Single(await world.PullRequestsAsync());
    }

    [Fact]
    public async Task A_base_that_moves_under_the_change_has_it_planned_and_proven_again()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=2");
        var first = await world.ProposalAsync();
        Assert.True((await world.ApproveAsync(incident, first.HeadSha!, "ada")).Accepted);

        var text = await world.ReadAsync("main", Deployment);
        var moved = world.Commit(Deployment, text.Replace("# The checkout of the shop.", "# The checkout of the shop, for everybody.", StringComparison.Ordinal), "Other words\n");

        await Eventually.BeAsync(async () => (await world.ProposalAsync()) is { HeadSha: { } head, BaseSha: { } at } && head != first.HeadSha && at == moved, 30);
        incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var second = await world.ProposalAsync();
        Assert.Equal((first.PullRequestNumber, false), (second.PullRequestNumber, second.IsOutdated));
        Assert.NotNull(Assert.Single(await world.DecisionsAsync()).VoidedBecause);
        Assert.Contains(await world.TimelineAsync(), entry => entry.Text == $"main has moved to commit {moved[..7]} and changes what this change is about. It is planned and proven again.");
        Assert.False((await world.ApproveAsync(incident, first.Fingerprint!, "ada")).Accepted);

        Assert.True((await world.ApproveAsync(incident, second.Fingerprint!, "ada")).Accepted);
        Assert.True((await world.ApproveAsync(incident, second.Fingerprint!, "ben")).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.StartsWith("# The checkout of the shop, for everybody.", await world.ReadAsync("main", Deployment), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_moves_elsewhere_leaves_the_change_and_its_approvals()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=2");
        var before = await world.ProposalAsync();
        Assert.True((await world.ApproveAsync(incident, before.HeadSha!, "ada")).Accepted);

        var moved = world.Commit("README.md", "# Shop, and more\n");

        await Eventually.BeAsync(async () => (await world.ProposalAsync()).ProvenBaseSha == moved, 20);
        Assert.Equal(before.HeadSha, (await world.ProposalAsync()).HeadSha);
        Assert.True((await world.ApproveAsync(incident, before.HeadSha!, "ben")).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task A_person_s_commit_on_the_branch_is_named_and_ends_what_was_proven()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();
        var pushed = world.Playground.Repositories.Commit(
            LoopWorld.Owner, LoopWorld.Repository, proposal.Branch, new Dictionary<string, string?> { ["README.md"] = "# Mine\n" }, "Say it\u202E better\n\nMore.\n", GitPerson.Of("maintainer"));

        await world.ProblemAsync($"The pull request's branch has moved to commit {pushed[..7]} by maintainer (\"Say it\\u202E better\"), which is not what AiSre proposed and proved; look at it on GitHub and merge or close it there.");
        Assert.False((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        Assert.Empty(await world.DecisionsAsync());
    }
}
