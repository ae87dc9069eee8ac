using System.Diagnostics;
using System.Globalization;
using AiSre.Bench.Loop;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Playground;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Bench.Proposals;

/// <summary>
/// What a proposal costs in a large repository: from the matching runbook to the open pull request, proof included, and how many requests GitHub
/// counts for it. The first fills the caches; each one finds a new commit on the branch.
/// </summary>
internal static class ProposalBench
{
    private const int Proposals = 12;

    public static async Task<int> RunAsync(int manifests)
    {
        var folder = Directory.CreateTempSubdirectory("aisre-bench-");
        try
        {
            await using var playground = await PlaygroundHost.StartAsync(new PlaygroundOptions { DataFolder = Path.Combine(folder.FullName, "world") });
            var world = new BenchWorld(playground, Proposals, manifests);
            await world.SetUpAsync(folder.FullName);
            await using var server = await Server.StartAsync(
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
                    "--Logging:LogLevel:Default=Warning",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
                ]);
            await world.AllWellAsync();
            var costs = new List<Cost>();
            for (var number = 1; number <= Proposals; number++)
            {
                var before = playground.GitHubCalls.Count;
                world.Break(number);
                var took = await ProposedAsync(server, number);
                await Task.Delay(TimeSpan.FromSeconds(1)); // What follows a proposal is not part of it, and is over then.
                var calls = playground.GitHubCalls.After(before);
                costs.Add(Cost.Of(took, calls));
            }

            Print(manifests, costs);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(int manifests, List<Cost> costs)
    {
        var warm = costs[1..];
        var times = new Percentiles(warm.Select(cost => cost.Time));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, shared with GitHub, the cluster and PostgreSQL; a repository of {manifests} manifests, {warm.Count} proposals after the first."));
        Console.WriteLine();
        Console.WriteLine("| from the runbook to the open pull request | measured | aim |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| first, cold caches | {costs[0].Time.TotalSeconds:0.00} s, {costs[0].Proposal} requests | |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| after that: time, p50 / p95 | {times.At(50).TotalSeconds:0.00} s / {times.At(95).TotalSeconds:0.00} s | < 1 s |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| after that: requests to GitHub, most | {warm.Max(cost => cost.Proposal)} | < 10 |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| beside it: requests to find the commit that brought the fault, most | {warm.Max(cost => cost.Search)} | |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| after it: requests to learn what the open pull request waits for, most | {warm.Max(cost => cost.Look)} | |"));
    }

    private static async Task<TimeSpan> ProposedAsync(Server server, int number)
    {
        var contexts = server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
        {
            await using var db = await contexts.CreateDbContextAsync();
            var steps = await db.Set<TimelineEntry>()
                .Where(entry => db.Set<Incident>().Any(incident => incident.Id == entry.IncidentId && incident.Number == number))
                .ToListAsync();
            if (steps.Find(entry => entry.Kind == TimelineKind.PullRequestOpened) is { } opened)
            {
                return opened.At - steps.First(entry => entry.Kind == TimelineKind.RunbookMatched).At;
            }

            await Task.Delay(100);
        }

        await using var last = await contexts.CreateDbContextAsync();
        var all = await last.Set<Incident>().OrderBy(incident => incident.Number).ToListAsync();
        throw new TimeoutException($"Incident {number} had no pull request within two minutes. The last incidents: {string.Join("; ", all.TakeLast(3).Select(incident => $"{incident.Number} {incident.State} {incident.Title} {incident.Problem}"))}");
    }

    /// <param name="Time">From the matching runbook to the open pull request.</param>
    /// <param name="Proposal">Requests for that.</param>
    /// <param name="Search">Requests to find the commit that brought the fault, which is looked for beside it.</param>
    /// <param name="Look">Requests to learn what the open pull request waits for.</param>
    private sealed record Cost(TimeSpan Time, int Proposal, int Search, int Look)
    {
        public static Cost Of(TimeSpan time, IReadOnlyList<string> calls)
        {
            var search = calls.Count(IsOfSearch);
            var opened = calls.ToList().FindLastIndex(call => call.StartsWith("POST ", StringComparison.Ordinal) && call.EndsWith("/pulls", StringComparison.Ordinal));
            var look = calls.Skip(opened + 1).Count(call => call.StartsWith("GET ", StringComparison.Ordinal) && !IsOfSearch(call));
            return new Cost(time, calls.Count - search - look, search, look);
        }

        // Comparing commits, listing those of a file, reading it at one of them and telling it in the open pull request is what finding a fault's origin takes, and nothing else does.
        private static bool IsOfSearch(string call) =>
            call.StartsWith("PATCH ", StringComparison.Ordinal)
            || call.StartsWith("GET ", StringComparison.Ordinal)
            && (call.Contains("/compare/", StringComparison.Ordinal) || call.EndsWith("/commits", StringComparison.Ordinal) || call.Contains("/contents/", StringComparison.Ordinal));
    }
}
