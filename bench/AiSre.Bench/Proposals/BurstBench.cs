using System.Diagnostics;
using System.Globalization;
using AiSre.Bench.Loop;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Playground;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Bench.Proposals;

/// <summary>
/// Many incidents at the same moment on many repositories, for two replicas: how long until all are proposed, what that asks of GitHub, and that
/// each gets one branch and one pull request in its own repository, although a replica is killed on the way and GitHub limits calls for a while.
/// </summary>
internal static class BurstBench
{
    private static readonly TimeSpan Limited = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(int count, int repositories)
    {
        var folder = Directory.CreateTempSubdirectory("aisre-bench-");
        try
        {
            await using var playground = await PlaygroundHost.StartAsync(new PlaygroundOptions { DataFolder = Path.Combine(folder.FullName, "world"), World = BenchWorld.RoomFor(count) });
            var world = new BenchWorld(playground, count, repositories: repositories);
            await world.SetUpAsync(folder.FullName);
            string[] settings =
            [
                "--urls=http://127.0.0.1:0",
                $"--Data:Folder={Path.Combine(folder.FullName, "data")}",
                "--Clusters:0:Name=bench",
                $"--Clusters:0:Kubeconfig={playground.KubeconfigPath}",
                $"--GitHub:BaseAddress={playground.GitHubAddress}",
                $"--GitHub:Token={playground.GitHubToken}",
                $"--Runbooks:Import={world.Runbooks}",
                $"--Proof:Registries:0:Host={BenchWorld.Mirror}",
                $"--Proof:Registries:0:Address={playground.RegistryAddress(BenchWorld.Mirror)}",
                "--Decisions:PullRequestPollInterval=01:00:00",
                "--Logging:LogLevel:Default=Error",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
            ];
            await using var server = await Server.StartAsync(settings);
            var database = server.App.Services.GetRequiredService<IConfiguration>().GetConnectionString(DataModule.ConnectionName);
            using var replica = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AiSre.dll"), "run", .. settings, $"--ConnectionStrings:AiSre={database}"]))!;
            await world.AllWellAsync();
            var before = await RequestsAsync(playground);
            var began = DateTimeOffset.UtcNow;
            world.BreakAll();
            await OpenedAsync(server, count / 4);
            playground.GitHubFaults.LimitFor(Limited);
            replica.Kill();
            await replica.WaitForExitAsync();
            await OpenedAsync(server, count);
            var requests = await RequestsAsync(playground) - before;
            return await PrintAsync(server, playground, world, began, requests, count, repositories);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> PrintAsync(Server server, PlaygroundHost playground, BenchWorld world, DateTimeOffset began, int requests, int count, int repositories)
    {
        await using var db = await server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContextAsync();
        var opened = await db.Set<TimelineEntry>().Where(entry => entry.Kind == TimelineKind.PullRequestOpened).Select(entry => entry.At).ToListAsync();
        var times = new Percentiles(opened.Select(at => at - began));
        var mistakes = await MistakesAsync(playground, world, await db.Set<Proposal>().AsNoTracking().ToListAsync(), await db.Set<Incident>().CountAsync(), count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, shared with GitHub, the cluster, PostgreSQL and two replicas, one of them killed after a quarter; GitHub then limited all calls for {Limited.TotalSeconds:0} s."));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count} incidents at once on {repositories} repositories | measured |"));
        Console.WriteLine("|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| from the commits to the open pull request: p50 / p95 / last | {times.At(50).TotalSeconds:0.0} s / {times.At(95).TotalSeconds:0.0} s / {times.At(100).TotalSeconds:0.0} s |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| requests to GitHub that count, per incident | {(double)requests / count:0.0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| calls while GitHub wanted none | {playground.GitHubFaults.RefusedCalls} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| incidents without exactly one branch and pull request in their repository | {mistakes.Count} |"));
        foreach (var mistake in mistakes)
        {
            Console.Error.WriteLine(mistake);
        }

        return mistakes.Count == 0 ? 0 : 1;
    }

    private static async Task<List<string>> MistakesAsync(PlaygroundHost playground, BenchWorld world, List<Proposal> proposals, int incidents, int count)
    {
        var client = Client(playground);
        var mistakes = new List<string>();
        if (incidents != count || proposals.Count != count)
        {
            mistakes.Add($"There are {incidents} incidents and {proposals.Count} proposals, not {count} of each.");
        }

        foreach (var repository in proposals.GroupBy(proposal => proposal.RepositoryUrl))
        {
            var name = repository.Key[(repository.Key.LastIndexOf('/') + 1)..].Replace(".git", "", StringComparison.Ordinal);
            var all = await client.PullRequest.GetAllForRepository(BenchWorld.Owner, name, new Octokit.PullRequestRequest { State = Octokit.ItemStateFilter.All });
            var branches = (await client.Repository.Branch.GetAll(BenchWorld.Owner, name)).Select(branch => branch.Name).Where(branch => branch != "main").ToHashSet(StringComparer.Ordinal);
            if (all.Count != repository.Count() || branches.Count != all.Count)
            {
                mistakes.Add($"{name} has {all.Count} pull requests and {branches.Count} branches for {repository.Count()} incidents.");
            }

            mistakes.AddRange(
                from proposal in repository
                where all.Count(one => one.Head.Ref == proposal.Branch && one.Number == proposal.PullRequestNumber) != 1 || !branches.Contains(proposal.Branch)
                    || proposal.Files is not [var file] || world.RepositoryOf(file.Path) != name || !proposal.Applications[0].EndsWith(file.Path.Split('/')[1], StringComparison.Ordinal)
                select $"{proposal.Branch} of {name} is not the one pull request for {string.Join(", ", proposal.Applications)}.");
        }

        return mistakes;
    }

    private static async Task OpenedAsync(Server server, int count)
    {
        var contexts = server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var opened = await db.Set<TimelineEntry>().CountAsync(entry => entry.Kind == TimelineKind.PullRequestOpened);
            if (opened >= count)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(began) > Deadline)
            {
                throw new TimeoutException($"Only {opened} of {count} incidents had a pull request within {Deadline.TotalMinutes:0} minutes.");
            }

            await Task.Delay(100);
        }
    }

    private static Octokit.GitHubClient Client(PlaygroundHost playground) =>
        new(new Octokit.ProductHeaderValue("bench"), playground.GitHubAddress) { Credentials = new Octokit.Credentials(playground.AdminGitHubToken) };

    // Of AiSre's own token, which the limit is kept by.
    private static async Task<int> RequestsAsync(PlaygroundHost playground)
    {
        var client = new Octokit.GitHubClient(new Octokit.ProductHeaderValue("bench"), playground.GitHubAddress) { Credentials = new Octokit.Credentials(playground.GitHubToken) };
        var core = (await client.RateLimit.GetRateLimits()).Resources.Core;
        return core.Limit - core.Remaining;
    }
}
