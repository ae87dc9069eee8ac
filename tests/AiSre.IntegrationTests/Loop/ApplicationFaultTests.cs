using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Origins;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Applications that a commit made impossible to render or to sync.</summary>
public sealed class ApplicationFaultTests(PostgresServer postgres)
{
    private const string File = "apps/checkout/deployment.yaml";

    [Fact]
    public async Task A_commit_after_which_nothing_can_be_rendered_is_put_back()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.AddRunbook("{cause: ArgoManifestGenerationFailed}", "revert-commit: {at-most-files: 3}");
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        var good = LoopWorld.Manifest("checkout", "1.0.0");
        var bad = world.Commit(File, good.Replace("kind: Deployment", "kind: [Deployment", StringComparison.Ordinal), "Tidy the manifest\n");

        // An application that cannot be rendered for a moment is none that is at fault.
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 120);

        await using (var db = world.Open())
        {
            var origin = (await db.Set<FaultOriginRecord>().SingleAsync(TestContext.Current.CancellationToken)).Origin!;
            Assert.Equal((OriginVerdict.Commit, bad), (origin.Verdict, Assert.Single(origin.Fields).Commit!.Sha));
            Assert.StartsWith($"Introduced by commit {bad[..7]} of release pipeline “Tidy the manifest”: the only one that changed the files of argocd/checkout since it was synced last", origin.Statement, StringComparison.Ordinal);
        }

        var proposal = await world.ProposalAsync();
        Assert.Equal((File, good), (Assert.Single(proposal.Files).Path, proposal.Files[0].After));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved, 60);
        Assert.Equal(good, await world.ReadAsync("main", File));
        Assert.Equal(("Synced", "Healthy"), (world.Application("checkout").Sync, world.Application("checkout").Health));
    }

    [Fact]
    public async Task Of_several_commits_none_is_taken_for_the_one()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.AddRunbook("{cause: ArgoManifestGenerationFailed}", "revert-commit: {}");
        await world.AddApplicationAsync("checkout");
        var bad = LoopWorld.Manifest("checkout", "1.1.0").Replace("kind: Deployment", "kind: [Deployment", StringComparison.Ordinal);
        world.Commit(File, bad, "Tidy the manifest\n");
        world.Commit(File, bad + "# More.\n", "Explain it\n");
        await world.StartAiSreAsync();

        await Eventually.BeAsync(async () => (await world.IncidentsAsync()) is [{ Problem: { } problem }] && problem.Contains("2 commits have changed the files of argocd/checkout since it was synced last", StringComparison.Ordinal), 120);

        Assert.Empty(await world.PullRequestsAsync());
    }
}
