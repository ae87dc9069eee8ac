using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>What a decision binds to, what comes when there is none, and another solution than the first.</summary>
public sealed class DecisionTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_decision_about_other_evidence_than_there_is_now_is_refused_with_what_changed()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await ProposedAsync(world);
        var proposal = await world.ProposalAsync();
        Assert.Equal(await world.FingerprintAsync(incident, proposal.HeadSha!), proposal.Fingerprint);

        var outcome = await world.ApproveAsync(incident, proposal.Fingerprint! with { Evidence = "what was there before" });

        Assert.False(outcome.Accepted);
        Assert.Contains("(the evidence)", outcome.Sentence, StringComparison.Ordinal);
        Assert.Empty(await world.DecisionsAsync());
        Assert.True((await world.ApproveAsync(incident, proposal.Fingerprint!)).Accepted);
        Assert.Equal(proposal.Fingerprint!.Value, Assert.Single(await world.DecisionsAsync()).Fingerprint);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task A_proposal_that_nobody_decides_about_is_closed_with_a_comment_and_made_anew()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await ProposedAsync(world);
        var first = await world.ProposalAsync();

        await Eventually.BeAsync(
            async () =>
            {
                // As if it had waited since yesterday, also when the incident was looked at again in this moment.
                await using var db = world.Open();
                await db.Set<Incident>()
                    .Where(one => one.State == IncidentState.AwaitingDecision && db.Set<Proposal>().Any(proposal => proposal.PullRequestNumber == first.PullRequestNumber))
                    .ExecuteUpdateAsync(update => update.SetProperty(one => one.StateChangedAt, DateTimeOffset.UtcNow.AddHours(-25)), TestContext.Current.CancellationToken);
                return (await world.ProposalAsync()) is { PullRequestNumber: { } number } && number != first.PullRequestNumber;
            },
            40);
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var comments = await world.Maintainer.Issue.Comment.GetAllForIssue(LoopWorld.Owner, LoopWorld.Repository, first.PullRequestNumber!.Value);
        Assert.StartsWith("Nobody decided about this within 1 d", Assert.Single(comments).Body, StringComparison.Ordinal);
        Assert.Equal([Octokit.ItemState.Closed, Octokit.ItemState.Open], (await world.PullRequestsAsync()).OrderBy(one => one.Number).Select(one => one.State.Value));
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task Another_solution_is_the_one_of_the_next_runbook_that_matches()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.StartAiSreAsync();
        var general = LoopWorld.Runbook.Replace("id: override-registry", "id: any-registry", StringComparison.Ordinal)
            .Replace($"  registry: {LoopWorld.RegistryA}\n", "", StringComparison.Ordinal);
        var saved = await world.AiSre.App.Services.GetRequiredService<RunbookStore>().SaveAsync(
            new SaveRunbook(general, 0, null, "ada", "For every registry."), TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Refusal);
        var incident = await ProposedAsync(world, isStarted: true);
        var first = await world.ProposalAsync();
        Assert.Equal("override-registry", first.RunbookId);

        Assert.True((await world.AskForAnotherAsync(incident, first.HeadSha!)).Accepted);
        await Eventually.BeAsync(async () => (await world.ProposalAsync()) is { RunbookId: "any-registry", PullRequestNumber: { } number } && number != first.PullRequestNumber, 40);
        incident = await world.IncidentAsync(IncidentState.AwaitingDecision);

        var second = await world.ProposalAsync();
        Assert.False((await world.AskForAnotherAsync(incident, second.HeadSha!)).Accepted);
        Assert.True((await world.ApproveAsync(incident, second.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal([Verdict.AskForAnother, Verdict.Approve], (await world.DecisionsAsync()).OrderBy(one => one.At).Select(one => one.Verdict));
    }

    private static async Task<Incident> ProposedAsync(LoopWorld world, bool isStarted = false)
    {
        await world.AddApplicationAsync("checkout");
        if (!isStarted)
        {
            await world.StartAiSreAsync();
        }

        world.Break("checkout");
        return await world.IncidentAsync(IncidentState.AwaitingDecision);
    }
}
