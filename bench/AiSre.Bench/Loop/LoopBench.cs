using System.Collections.Concurrent;
using System.Globalization;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Playground;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Bench.Loop;

/// <summary>
/// How fast the loop is: from the moment a pod's status first says that its image cannot be pulled to the pull request being open, and from the
/// approval to the merge. Everything runs on this machine: AiSre, its PostgreSQL, the cluster and GitHub.
/// </summary>
/// <remarks>Each incident has an application and a registry of its own, so that none is a consequence of another; one breaks every second.</remarks>
internal static class LoopBench
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly TimelineKind[] Steps =
    [
        TimelineKind.Detected, TimelineKind.EvidenceKept, TimelineKind.Diagnosed, TimelineKind.RunbookMatched, TimelineKind.PullRequestOpened,
    ];

    public static async Task<int> RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("aisre-bench-");
        try
        {
            await using var playground = await PlaygroundHost.StartAsync(new PlaygroundOptions { DataFolder = Path.Combine(folder.FullName, "world"), World = BenchWorld.RoomFor(count) });
            var world = new BenchWorld(playground, count);
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
                    "--Verification:Soak=00:00:01",
                    "--Logging:LogLevel:Default=Warning",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
                ]);
            await world.AllWellAsync();
            return await MeasureAsync(server, playground, world, count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(Server server, PlaygroundHost playground, BenchWorld world, int count)
    {
        using var end = new CancellationTokenSource(Deadline + TimeSpan.FromSeconds(count));
        var failures = new ConcurrentDictionary<string, DateTimeOffset>();
        var watching = WatchFailuresAsync(playground, failures, end.Token);
        var approving = ApproveAsync(server, count, end.Token);
        for (var number = 1; number <= count; number++)
        {
            world.Break(number);
            await Task.Delay(TimeSpan.FromSeconds(1), end.Token);
        }

        await approving;
        var stories = await ReadAsync(server, failures);
        await end.CancelAsync();
        await watching;
        Console.WriteLine($"{Environment.ProcessorCount} processors; AiSre, its PostgreSQL, the cluster and GitHub share them.");
        Console.WriteLine();
        Console.WriteLine("| from | to | incidents | p50 | p95 |");
        Console.WriteLine("|---|---|---|---|---|");
        Print("a pod's first failing status", "pull request open", stories.Select(story => story.Between(null, TimelineKind.PullRequestOpened)));
        Print("Approve", "merged", stories.Select(story => story.Between(TimelineKind.Approved, TimelineKind.Merged)));
        Console.WriteLine();
        Console.WriteLine("Where the first goes:");
        Console.WriteLine();
        Console.WriteLine("| from | to | incidents | p50 | p95 |");
        Console.WriteLine("|---|---|---|---|---|");
        TimelineKind? from = null;
        foreach (var step in Steps)
        {
            Print(from is null ? "first failing status" : $"{from}", $"{step}", stories.Select(story => story.Between(from, step)));
            from = step;
        }

        return 0;
    }

    private static void Print(string from, string to, IEnumerable<TimeSpan> spans)
    {
        var times = new Percentiles(spans);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {from} | {to} | {times.Count} | {times.At(50).TotalSeconds:0.00} s | {times.At(95).TotalSeconds:0.00} s |"));
    }

    /// <summary>Notes when the first pod of each workload says that its image cannot be pulled, as it is written to the cluster.</summary>
    private static async Task WatchFailuresAsync(PlaygroundHost playground, ConcurrentDictionary<string, DateTimeOffset> failures, CancellationToken end)
    {
        var (watch, _) = playground.Cluster.Follow(KnownKinds.Pod);
        using (watch)
        {
            try
            {
                await foreach (var change in watch.Changes.ReadAllAsync(end))
                {
                    var reason = (string?)change.Object.ToJson()["status"]?["containerStatuses"]?[0]?["state"]?["waiting"]?["reason"];
                    if (reason is "ErrImagePull" or "ImagePullBackOff")
                    {
                        failures.TryAdd(BenchWorld.WorkloadOf(change.Object.Name), DateTimeOffset.UtcNow);
                    }
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Everything is measured.
            }
        }
    }

    private static async Task ApproveAsync(Server server, int count, CancellationToken end)
    {
        var command = server.App.Services.GetRequiredService<DecisionCommand>();
        var contexts = server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(end);
            var waiting = await db.Set<Proposal>()
                .Where(proposal => db.Set<Incident>().Any(incident => incident.Id == proposal.IncidentId && incident.State == IncidentState.AwaitingDecision))
                .ToListAsync(end);
            foreach (var proposal in waiting)
            {
                var outcome = await command.ApproveAsync(proposal.IncidentId, (await db.FingerprintAsync(proposal, end))!, "bench", end);
                if (!outcome.Accepted)
                {
                    throw new InvalidOperationException(outcome.Sentence);
                }
            }

            if (await db.Set<Proposal>().CountAsync(proposal => proposal.MergedAt != null, end) == count)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), end);
        }
    }

    private static async Task<List<Story>> ReadAsync(Server server, ConcurrentDictionary<string, DateTimeOffset> failures)
    {
        var contexts = server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        var entries = (await db.Set<TimelineEntry>().ToListAsync()).ToLookup(entry => entry.IncidentId);
        return [.. (await db.Set<Incident>().ToListAsync()).Select(incident => new Story(
            failures[incident.Workload.Name],
            entries[incident.Id].GroupBy(entry => entry.Kind).ToDictionary(kind => kind.Key, kind => kind.Min(entry => entry.At))))];
    }

    /// <summary>When one incident's steps were made.</summary>
    private sealed record Story(DateTimeOffset Failed, Dictionary<TimelineKind, DateTimeOffset> Steps)
    {
        /// <param name="from">A step; null for the first failing status.</param>
        /// <param name="to">A later step.</param>
        public TimeSpan Between(TimelineKind? from, TimelineKind to) => Steps[to] - (from is { } step ? Steps[step] : Failed);
    }
}
