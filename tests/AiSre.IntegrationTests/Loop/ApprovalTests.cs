using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Git;
using AiSre.Remediation.Decisions;
using AiSre.Runbooks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Octokit;

namespace AiSre.IntegrationTests.Loop;

/// <summary>How many have to approve, who may not, and reviews on GitHub that count as decisions.</summary>
public sealed class ApprovalTests(PostgresServer postgres)
{
    [Fact]
    public async Task Two_people_have_to_approve_and_nobody_counts_twice()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=2");
        var seen = (await world.ProposalAsync()).Fingerprint!;

        var first = await world.ApproveAsync(incident, seen, "ada");
        var again = await world.ApproveAsync(incident, seen, "Ada");

        Assert.Equal((true, "Approved; it is merged once 1 more person approves it."), (first.Accepted, first.Sentence));
        Assert.Equal((false, "You approved it already; 1 more person has to."), (again.Accepted, again.Sentence));
        Assert.Equal(IncidentState.AwaitingDecision, (await world.IncidentsAsync()).Single().State);
        Assert.Equal("Approved; the pull request is being merged.", (await world.ApproveAsync(incident, seen, "ben")).Sentence);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal(["ada", "ben"], (await world.DecisionsAsync()).OrderBy(one => one.At).Select(one => one.By));
    }

    [Fact]
    public async Task One_rejection_ends_it_also_by_who_had_approved()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=3");
        var seen = (await world.ProposalAsync()).Fingerprint!;
        Assert.True((await world.ApproveAsync(incident, seen, "ben")).Accepted);
        Assert.True((await world.ApproveAsync(incident, seen, "operator")).Accepted);

        Assert.True((await world.RejectAsync(incident, seen.HeadSha, "On second thoughts, no.")).Accepted);

        await world.IncidentAsync(IncidentState.Rejected);
        var decisions = await world.DecisionsAsync();
        Assert.Equal(Verdict.Reject, Assert.Single(decisions, one => one.VoidedBecause is null).Verdict);
        Assert.Equal(2, decisions.Count(one => one.VoidedBecause == "operator rejected the change before it was merged."));
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_each_counts_or_is_told()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=2");
        var seen = (await world.ProposalAsync()).Fingerprint!;

        var outcomes = await Task.WhenAll(
            world.ApproveAsync(incident, seen, "ada"), world.ApproveAsync(incident, seen, "ben"), world.ApproveAsync(incident, seen, "cleo"));

        var standing = (await world.DecisionsAsync()).Count(one => one.VoidedBecause is null);
        Assert.Equal(outcomes.Count(outcome => outcome.Accepted), standing);
        Assert.InRange(standing, 1, 2);
        if (standing == 1)
        {
            Assert.True((await world.ApproveAsync(incident, seen, "dora")).Accepted);
        }

        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task Who_wrote_the_runbook_does_not_approve_what_comes_from_it()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync("--Decisions:SeparateDuties=true");
        var mine = LoopWorld.Runbook.Replace("registry A is down", "registry A is away", StringComparison.Ordinal);
        var saved = await world.AiSre.App.Services.GetRequiredService<RunbookStore>().SaveAsync(
            new SaveRunbook(mine, 1, "override-registry", "ada", "Other words."), TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Refusal);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var seen = (await world.ProposalAsync()).Fingerprint!;

        var own = await world.ApproveAsync(incident, seen, "ada");

        Assert.Equal((false, "ada wrote the version of the runbook that this change comes from, so somebody else has to approve it."), (own.Accepted, own.Sentence));
        Assert.Empty(await world.DecisionsAsync());
        var other = await world.ApproveAsync(incident, seen, "ben");
        Assert.True(other.Accepted, other.Sentence);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task A_review_on_GitHub_by_somebody_who_may_decide_is_the_decision()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.ProposedAsync("--Decisions:People:0:Name=ada", "--Decisions:People:0:GitHub=maintainer");
        var number = (await world.ProposalAsync()).PullRequestNumber!.Value;

        await world.Maintainer.PullRequest.Review.Create(LoopWorld.Owner, LoopWorld.Repository, number, new PullRequestReviewCreate { Event = PullRequestReviewEvent.Approve });

        await world.IncidentAsync(IncidentState.Resolved);
        var decision = Assert.Single(await world.DecisionsAsync());
        Assert.Equal((Verdict.Approve, "ada", DecisionChannel.Review), (decision.Verdict, decision.By, decision.Channel));
        Assert.Contains(await world.TimelineAsync(), entry => entry.Text.EndsWith("in a review on GitHub.", StringComparison.Ordinal) && entry.Actor == "ada");
    }

    [Fact]
    public async Task A_review_that_cannot_decide_is_no_story_told_with_every_look()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();
        world.Playground.Repositories.Commit(
            LoopWorld.Owner, LoopWorld.Repository, proposal.Branch, new Dictionary<string, string?> { ["README.md"] = "# Mine\n" }, "Mine\n", GitPerson.Of("maintainer"));
        await world.ProblemAsync("The pull request's branch has moved to commit");

        var outcome = await world.AiSre.App.Services.GetRequiredService<DecisionCommand>().DecideAsync(
            incident.Id, proposal.Fingerprint!, new DecisionWish(Verdict.Approve, "ada", null) { Channel = DecisionChannel.Review }, TestContext.Current.CancellationToken);

        Assert.False(outcome.Accepted);
        Assert.DoesNotContain(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.DecisionRefused);
        Assert.Empty(await world.DecisionsAsync());
    }

    [Fact]
    public async Task Changes_that_a_review_asks_for_reject_with_its_words()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.ProposedAsync("--Decisions:People:0:Name=ada", "--Decisions:People:0:GitHub=maintainer");
        var number = (await world.ProposalAsync()).PullRequestNumber!.Value;

        await world.Maintainer.PullRequest.Review.Create(
            LoopWorld.Owner, LoopWorld.Repository, number, new PullRequestReviewCreate { Event = PullRequestReviewEvent.RequestChanges, Body = "B is too slow." });

        await world.IncidentAsync(IncidentState.Rejected);
        Assert.Equal((Verdict.Reject, "B is too slow."), (await world.DecisionsAsync()).Select(one => (one.Verdict, one.Reason)).Single());
    }

    [Fact]
    public async Task A_review_by_anybody_else_is_shown_and_decides_nothing()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.ProposedAsync("--Decisions:People:0:Name=ada", "--Decisions:People:0:GitHub=ada-on-github");
        var number = (await world.ProposalAsync()).PullRequestNumber!.Value;

        await world.Maintainer.PullRequest.Review.Create(LoopWorld.Owner, LoopWorld.Repository, number, new PullRequestReviewCreate { Event = PullRequestReviewEvent.Approve });

        await Eventually.BeAsync(async () => (await world.ProposalAsync()).Standing?.Reviews is [{ By: "maintainer" }], 20);
        Assert.Empty(await world.DecisionsAsync());
        Assert.Equal(IncidentState.AwaitingDecision, (await world.IncidentsAsync()).Single().State);
    }
}
