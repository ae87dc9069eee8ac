using System.Diagnostics;
using AiSre.Data.Embedded;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Demo;

/// <summary>The demo as a whole: what it starts, leaves behind and finds again.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder home = new();

    private string Usual => Path.Combine(home.Path, "aisre", "demo");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Unattended_it_ends_well_only_after_the_merged_revision_is_verified()
    {
        using var run = new DemoRun(home.Path, "--unattended");

        var code = await run.ExitCodeAsync();

        Assert.True(code == 0, run.Said);
        Assert.Matches(@"Detected .*\n(.*\n)*.*PullRequestOpened .*\n(.*\n)*.*Approved .*\n(.*\n)*.*Merged .*\n(.*\n)*.*Resolved ", run.Said);
        Assert.Contains("Verified: application argocd/checkout is synced at the merged revision ", run.Said, StringComparison.Ordinal);
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_second_demo_gets_a_port_and_a_folder_of_its_own_and_both_end_without_a_trace()
    {
        using var first = new DemoRun(home.Path);
        var firstAddress = await first.ReadyAsync();
        using var second = new DemoRun(home.Path);
        var secondAddress = await second.ReadyAsync();

        Assert.NotEqual(firstAddress, secondAddress);
        Assert.True(Directory.Exists(Usual + "-2"));
        Assert.Equal(0, await second.StopAsync("INT"));
        Assert.Equal(0, await first.StopAsync("TERM"));
        await AssertNothingRunsAsync();
        Assert.All([first, second], AssertSaidNothingElse);
    }

    [Fact]
    public async Task A_database_that_dies_is_started_again_and_told_in_a_few_lines()
    {
        using var run = new DemoRun(home.Path);
        await run.ReadyAsync();

        using (var database = Process.GetProcessById(Database()!.ProcessId))
        {
            database.Kill();
        }

        await Eventually.SeeAsync("that the database is back", () => Task.FromResult(run.Said.Contains("The database is back.", StringComparison.Ordinal) ? run : null), seconds: 150);
        Assert.Equal(0, await run.StopAsync("TERM"));
        Assert.Single(run.Said.Split('\n'), line => line.Contains("The database is away", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Said, StringComparison.Ordinal);
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task After_a_hard_kill_the_playground_ends_and_the_next_start_adopts_the_database()
    {
        int database;
        using (var killed = new DemoRun(home.Path))
        {
            await killed.ReadyAsync();
            database = Database()!.ProcessId;
            await killed.KillAsync();
        }

        await Eventually.BeAsync(() => Playgrounds() == 0, seconds: 20);
        Assert.True(Database()!.IsServer());

        using var next = new DemoRun(home.Path);
        await next.ReadyAsync();
        Assert.Equal(database, Database()!.ProcessId);
        Assert.Equal(0, await next.StopAsync("TERM"));
        await AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Reset_clears_what_a_killed_demo_left_and_nothing_that_is_in_use_or_not_a_demo()
    {
        using (var killed = new DemoRun(home.Path))
        {
            await killed.ReadyAsync();
            var refused = await ResetAsync();
            Assert.Equal(1, refused.ExitCode);
            Assert.Matches($@"^Another AiSre \(process \d+\) is using the data folder {Usual}: stop it, or choose another folder\.\n$", refused.Errors);
            await killed.KillAsync();
        }

        var cleared = await ResetAsync();
        Assert.Equal((0, $"Cleared {Usual}.\n"), (cleared.ExitCode, cleared.Output));
        Assert.False(Directory.Exists(Usual));
        await AssertNothingRunsAsync();

        var mine = Directory.CreateDirectory(Path.Combine(home.Path, "mine")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mine, "letter.txt"), "dear", TestContext.Current.CancellationToken);
        var foreign = await ProgramResult.RunAsync("demo", "--reset", "--data", mine);
        Assert.Equal((1, $"{mine} holds something else than a demo of AiSre: choose an empty folder, or one that is not there yet.\n"), (foreign.ExitCode, foreign.Errors));
        Assert.Single(Directory.GetFileSystemEntries(mine));
    }

    // Its greeting ends with how to end it; neither starting nor stopping has anything to add.
    private static void AssertSaidNothingElse(DemoRun run)
    {
        var lines = run.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("AiSre runs at ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("Ctrl-C stops everything.", lines[^1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    private Task<ProgramResult> ResetAsync() =>
        ProgramResult.RunAsync(new Dictionary<string, string?> { ["XDG_DATA_HOME"] = home.Path }, "demo", "--reset");

    private PostmasterFile? Database() => PostmasterFile.Read(Path.Combine(Usual, "server", "postgres", "cluster"));

    private Task AssertNothingRunsAsync() => Eventually.BeAsync(() => Playgrounds() == 0 && Database()?.IsServer() != true, seconds: 20);

    // The playground is told its data folder; a process that ends while it is looked at has no command line any more.
    private int Playgrounds() => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Count(folder =>
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(folder, "cmdline"));
                return line.Contains("AiSre.Playground.dll", StringComparison.Ordinal) && line.Contains(home.Path, StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
}
