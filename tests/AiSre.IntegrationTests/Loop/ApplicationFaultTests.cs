using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Origins;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Applications that a commit made impossible to render.</summary>
public sealed class ApplicationFaultTests(PostgresServer postgres)
{
    private static string File(string application) => $"apps/{application}/deployment.yaml";

    [Fact]
    public async Task The_only_commit_since_the_last_sync_is_put_back_and_of_several_none()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.AddRunbook("{cause: ArgoManifestGenerationFailed}", "revert-commit: {at-most-files: 3}");
        await world.AddApplicationAsync("checkout");
        await world.AddApplicationAsync("cart");
        await world.StartAiSreAsync();
        var good = LoopWorld.Manifest("checkout", "1.0.0");
        world.Commit(File("cart"), Broken(LoopWorld.Manifest("cart", "1.1.0")), "Tidy the cart\n");
        world.Commit(File("cart"), Broken(LoopWorld.Manifest("cart", "1.1.0")) + "# More.\n", "Explain the cart\n");
        var bad = world.Commit(File("checkout"), Broken(good), "Tidy the manifest\n");

        // An application that cannot be rendered for a moment is none that is at fault.
        var incident = await world.OneAsync(one => one.State == IncidentState.AwaitingDecision, 120);
        await world.ProblemAsync("2 commits have changed the files of argocd/cart since it was synced last", 120);

        await using (var db = world.Open())
        {
            var origin = (await db.Set<FaultOriginRecord>().SingleAsync(one => one.IncidentId == incident.Id, TestContext.Current.CancellationToken)).Origin!;
            Assert.Equal((OriginVerdict.Commit, bad), (origin.Verdict, Assert.Single(origin.Fields).Commit!.Sha));
            Assert.StartsWith($"Introduced by commit {bad[..7]} of release pipeline “Tidy the manifest”: the only one that changed the files of argocd/checkout since it was synced last", origin.Statement, StringComparison.Ordinal);
        }

        var proposal = Assert.Single(await world.ProposalsAsync());
        Assert.Equal((File("checkout"), good), (Assert.Single(proposal.Files).Path, proposal.Files[0].After));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.OneAsync(one => one.Id == incident.Id && one.State == IncidentState.Resolved, 60);
        Assert.Equal(good, await world.ReadAsync("main", File("checkout")));
        Assert.Equal(("Synced", "Healthy"), (world.Application("checkout").Sync, world.Application("checkout").Health));
        Assert.Single(await world.PullRequestsAsync());
    }

    private static string Broken(string manifest) => manifest.Replace("kind: Deployment", "kind: [Deployment", StringComparison.Ordinal);
}
