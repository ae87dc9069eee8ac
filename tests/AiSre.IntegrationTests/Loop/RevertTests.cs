using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Loop;

/// <summary>A merged change that does not help: the revert is proposed, decided about, and the incident goes back to people.</summary>
public sealed class RevertTests(PostgresServer postgres)
{
    private const string File = "apps/checkout/deployment.yaml";

    [Fact]
    public async Task A_change_that_does_not_help_is_reverted_to_the_byte_once_a_person_approves()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        var (incident, tried) = await MergeInVainAsync(world);

        var revert = await world.RevertAsync();
        Assert.Equal($"{tried.Branch}-revert", revert.Branch);
        Assert.Equal((2, tried.Id), (revert.Round, revert.RevertOf));
        var file = Assert.Single(revert.Files);
        Assert.Equal((File, LoopWorld.Manifest("checkout", "1.1.0")), (file.Path, file.After));
        foreach (var heading in new[] { "## What was tried", "## What was waited for", "## What the cluster shows" })
        {
            Assert.Contains(heading, revert.Body, StringComparison.Ordinal);
        }

        // The person who approved the change cannot approve the revert by the same page.
        Assert.False((await world.ApproveAsync(incident, tried.HeadSha!)).Accepted);
        Assert.True((await world.ApproveAsync(incident, revert.HeadSha!)).Accepted);
        var back = await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.NeedsPerson);

        Assert.Equal(LoopWorld.Manifest("checkout", "1.1.0"), await ReadAsync(world));
        Assert.Contains($"The change in #{tried.PullRequestNumber} did not help: ", back.Problem, StringComparison.Ordinal);
        Assert.Contains($"and was reverted in #{revert.PullRequestNumber}.", back.Problem, StringComparison.Ordinal);
        Assert.Contains(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Reverted && entry.Text.Contains($"was reverted in #{revert.PullRequestNumber}.", StringComparison.Ordinal));
        Assert.Equal(2, (await world.PullRequestsAsync()).Count(one => one.Merged));
        Assert.Equal(2, (await world.ProposalsAsync()).Count);
        Assert.Null(world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, tried.Branch));
        Assert.Null(world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, revert.Branch));
    }

    [Fact]
    public async Task A_revert_that_is_rejected_leaves_the_change_and_ends_the_incident()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        var (incident, tried) = await MergeInVainAsync(world);

        Assert.True((await world.RejectAsync(incident, (await world.RevertAsync()).HeadSha!, "Registry B is about to be repaired.")).Accepted);
        await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.Failed);

        Assert.Equal(Assert.Single(tried.Files).After, await ReadAsync(world));
        Assert.Equal([false, true], (await world.PullRequestsAsync()).OrderByDescending(one => one.Number).Select(one => one.Merged));
    }

    [Fact]
    public async Task A_revert_that_is_merged_on_GitHub_counts_as_well()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        var (incident, _) = await MergeInVainAsync(world);

        var revert = await world.RevertAsync();
        await world.Maintainer.PullRequest.Merge(LoopWorld.Owner, LoopWorld.Repository, revert.PullRequestNumber!.Value, new Octokit.MergePullRequest());

        var back = await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.NeedsPerson);
        Assert.Contains($"and was reverted in #{revert.PullRequestNumber}.", back.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_somebody_changed_since_is_left_to_a_person()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout", isSyncedByHand: true);
        await world.StartAiSreAsync();
        var (incident, tried) = await MergeInVainAsync(world, isSyncedByHand: true);
        await world.ProblemAsync("sync it in Argo CD");

        var edited = Assert.Single(tried.Files).After + "# looked at by ada\n";
        world.Commit(File, edited, "Look at it\n");
        world.Playground.ArgoCd.Sync("checkout");

        var told = await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.NeedsPerson);
        Assert.Contains($"{File} was changed on main since", told.Problem, StringComparison.Ordinal);
        Assert.Equal(edited, await ReadAsync(world));
        Assert.Single(await world.PullRequestsAsync());
        Assert.Single(await world.ProposalsAsync());
    }

    [Fact]
    public async Task Without_automatic_sync_a_person_is_told_to_sync_and_the_deadline_counts_from_then()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout", isSyncedByHand: true);
        await world.StartAiSreAsync();
        world.Break("checkout");
        world.Playground.ArgoCd.Sync("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);

        await world.ProblemAsync("sync it in Argo CD");
        await using (var db = world.Open())
        {
            // As if it had waited since yesterday.
            await db.Set<Proposal>().ExecuteUpdateAsync(
                update => update.SetProperty(one => one.MergedAt, DateTimeOffset.UtcNow.AddDays(-1)), TestContext.Current.CancellationToken);
        }

        world.Playground.ArgoCd.Sync("checkout");
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task A_sync_that_fails_is_not_waited_out()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);

        // Merged together with the change, and refused by the cluster.
        world.Commit("apps/checkout/broken.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: Not-A-Name\nspec:\n  ports: [{port: 80}]\n");
        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);

        var revert = await world.RevertAsync();
        Assert.Contains("Argo CD could not sync argocd/checkout", revert.Body, StringComparison.Ordinal);
    }

    /// <summary>Registry B, which the runbook trusts, is down too.</summary>
    private static async Task<(Incident Incident, Proposal Tried)> MergeInVainAsync(LoopWorld world, bool isSyncedByHand = false)
    {
        world.Playground.Registries.Add(LoopWorld.RegistryB).Condition = RegistryCondition.TimesOut;
        world.Break("checkout");
        if (isSyncedByHand)
        {
            world.Playground.ArgoCd.Sync("checkout");
        }

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var tried = await world.ProposalAsync();
        Assert.True((await world.ApproveAsync(incident, tried.HeadSha!)).Accepted);
        return (incident, tried);
    }

    private static async Task<string> ReadAsync(LoopWorld world) =>
        (await world.Maintainer.Repository.Content.GetAllContentsByRef(LoopWorld.Owner, LoopWorld.Repository, File, "main"))[0].Content;
}
