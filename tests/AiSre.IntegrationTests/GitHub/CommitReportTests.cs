using AiSre.GitHub;
using AiSre.IntegrationTests.Playground.GitHub;
using Octokit;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

public sealed class CommitReportTests : IAsyncLifetime
{
    private static readonly CommitReport Open = new("AiSre", CommitOutcome.Open, "One thing is not proven.", "All of it.");
    private static readonly CommitReport Good = new("AiSre", CommitOutcome.Good, "Proven.", "All of it.");

    private GitHubDriver github = null!;

    public async ValueTask InitializeAsync() => github = await GitHubDriver.StartAsync();

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task An_app_writes_one_check_run_and_writes_it_anew()
    {
        await using var product = new ProductDriver(github.Address, ("Token", GitHubDriver.App));
        var sha = await product.ProposeAsync();

        Assert.Equal(CommitReportPlace.CheckRun, await product.Repository.ReportAsync(sha, Open));
        Assert.Equal(CommitReportPlace.CheckRun, await product.Repository.ReportAsync(sha, Good));

        var run = Assert.Single((await github.Octokit().Check.Run.GetAllForReference("acme", "shop", sha, new CheckRunRequest { Filter = CheckRunCompletedAtFilter.All })).CheckRuns);
        Assert.Equal(("AiSre", CheckConclusion.Success, "Proven.", "All of it."), (run.Name, run.Conclusion!.Value.Value, run.Output.Title, run.Output.Summary));
    }

    [Fact]
    public async Task A_person_s_token_writes_a_status()
    {
        await using var product = new ProductDriver(github.Address);
        var sha = await product.ProposeAsync();

        Assert.Equal(CommitReportPlace.Status, await product.Repository.ReportAsync(sha, Open with { Title = new string('x', 200) }));
        var pending = Assert.Single((await github.Octokit().Repository.Status.GetCombined("acme", "shop", sha)).Statuses);
        Assert.Equal(("AiSre", CommitState.Pending, 140), (pending.Context, pending.State.Value, pending.Description.Length));

        Assert.Equal(CommitReportPlace.Status, await product.Repository.ReportAsync(sha, Good));
        Assert.Equal(CommitState.Success, Assert.Single((await github.Octokit().Repository.Status.GetCombined("acme", "shop", sha)).Statuses).State.Value);
    }

    [Fact]
    public async Task A_token_without_the_right_is_no_obstacle()
    {
        await using var writer = new ProductDriver(github.Address);
        var sha = await writer.ProposeAsync();
        await using var reader = new ProductDriver(github.Address, ("Token", GitHubDriver.Reader));

        Assert.Equal(CommitReportPlace.Nowhere, await reader.Repository.ReportAsync(sha, Good));
    }
}
