using AiSre.IntegrationTests.Infrastructure;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Runbooks from Git in AiSre as it is shipped.</summary>
public sealed class RunbookSourceTests(PostgresServer postgres)
{
    private const string Text = "---\nid: from-git\ntitle: A\nowner: a\nsymptom: {cause: Unknown}\n---\n# A\n";

    [Fact]
    public async Task A_push_is_in_force_at_once()
    {
        var address = LoopWorld.FreeAddress();
        await using var world = await LoopWorld.CreateAsync(postgres, new Uri(address, "webhooks/github"));
        world.Commit("runbooks/a.md", Text);
        await world.StartAiSreAsync(
            $"--urls={address}", $"--Runbooks:Repositories:0:Repository={world.RepoUrl}", "--Runbooks:Repositories:0:Path=runbooks", "--Runbooks:Repositories:0:Interval=1.00:00:00");
        await Eventually.BeAsync(async () => (await VersionsAsync(world)).Count == 1, 30);

        world.Commit("runbooks/a.md", Text + "More.\n");

        await Eventually.BeAsync(async () => (await VersionsAsync(world)) is [{ Number: 2 }, _], 30);
        await using var db = world.Open();
        Assert.Null((await db.Set<RunbookSource>().SingleAsync(TestContext.Current.CancellationToken)).Problem);
    }

    [Fact]
    public async Task A_pull_request_of_an_edit_that_is_merged_on_GitHub_is_in_force_at_once()
    {
        var address = LoopWorld.FreeAddress();
        await using var world = await LoopWorld.CreateAsync(postgres, new Uri(address, "webhooks/github"));
        world.Commit("runbooks/a.md", Text);
        await world.StartAiSreAsync(
            $"--urls={address}", $"--Runbooks:Repositories:0:Repository={world.RepoUrl}", "--Runbooks:Repositories:0:Path=runbooks", "--Runbooks:Repositories:0:Interval=1.00:00:00");
        await Eventually.BeAsync(async () => (await VersionsAsync(world)).Count == 1, 30);
        var services = world.AiSre.App.Services;
        var wish = new ProposeRunbook(services.GetRequiredService<RunbookSources>().Configured[0].Key, Text + "More.\n", "from-git", Text, "ada", "More to know.");
        var opened = (await services.GetRequiredService<RunbookEdits>().ProposeAsync(wish, TestContext.Current.CancellationToken)).PullRequest!;

        await world.Maintainer.PullRequest.Merge(LoopWorld.Owner, LoopWorld.Repository, opened.Number!.Value, new Octokit.MergePullRequest());

        await Eventually.BeAsync(async () => (await VersionsAsync(world)) is [{ Number: 2, SavedBy: "ada" }, _], 30);
        await Eventually.BeAsync(async () =>
        {
            await using var db = world.Open();
            return (await db.Set<RunbookEdit>().SingleAsync(TestContext.Current.CancellationToken)).State == RunbookEditState.Merged;
        }, 30);
    }

    private static async Task<List<RunbookVersion>> VersionsAsync(LoopWorld world)
    {
        await using var db = world.Open();
        return await db.Set<RunbookVersion>().AsNoTracking().Where(version => version.RunbookId == "from-git").OrderByDescending(version => version.Number).ToListAsync(TestContext.Current.CancellationToken);
    }
}
