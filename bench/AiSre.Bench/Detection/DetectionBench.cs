using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Bench.Detection;

/// <summary>
/// What it costs to watch a very large cluster: reading and analysing all of it against the floor of parsing the same JSON, memory per pod, the
/// time from a change to its symptom under steady churn, and thousands of pods that fail at once.
/// </summary>
internal static class DetectionBench
{
    private const int ChurnPerSecond = 1000;
    private const int ChurnSeconds = 20;
    private const int FailAtOnce = 5000;

    private static readonly string[] Lists = ["api/v1/nodes", "apis/argoproj.io/v1alpha1/applications", "api/v1/pods"];

    public static async Task<int> RunAsync(int nodes, int pods, int applications)
    {
        var folder = Directory.CreateTempSubdirectory("aisre-bench-");
        try
        {
            await using var world = await GeneratedWorld.StartAsync(folder.FullName, nodes, pods, applications);
            Console.WriteLine($"{Environment.ProcessorCount} processors, shared with the process that generates the cluster: {nodes} nodes, {pods} pods, {applications} applications.");
            Console.WriteLine();
            Console.WriteLine("| what | measured | aim |");
            Console.WriteLine("|---|---|---|");
            var floor = await FloorAsync(world);
            await WatchAsync(world, pods, floor);
            await FailAsync(world, folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>All lists, read and parsed with System.Text.Json and forgotten; the second of two runs.</summary>
    private static async Task<TimeSpan> FloorAsync(GeneratedWorld world)
    {
        var time = TimeSpan.Zero;
        for (var run = 0; run < 2; run++)
        {
            var began = Stopwatch.GetTimestamp();
            var bytes = (await Task.WhenAll(Lists.Select(list => world.ReadAsync(list, ParseAsync)))).Sum(read => read.Bytes);
            time = Stopwatch.GetElapsedTime(began);
            if (run == 1)
            {
                Row("floor: reading and parsing the JSON", $"{time.TotalSeconds:0.0} s for {bytes / 1024.0 / 1024:0} MiB", "");
            }
        }

        return time;

        static async Task<(string Next, int Items)> ParseAsync(Stream stream)
        {
            using var document = await JsonDocument.ParseAsync(stream);
            return (document.RootElement.GetProperty("metadata").GetProperty("continue").GetString() ?? "", document.RootElement.GetProperty("items").GetArrayLength());
        }
    }

    private static async Task WatchAsync(GeneratedWorld world, int pods, TimeSpan floor)
    {
        Settle();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var connection = new ClusterConnection(new ClusterOptions { Name = "bench", Kubeconfig = world.Kubeconfig });
        var observer = new Observer();
        var session = new ClusterSession(connection, [observer], new NoStore(), new WatchTimings(), TimeProvider.System, NullLogger.Instance);
        using var end = new CancellationTokenSource();
        var began = Stopwatch.GetTimestamp();
        var running = session.RunAsync(end.Token);
        await observer.Listed;
        var symptoms = Detector.Default.AnalyzeAll(session.Cache, DateTimeOffset.UtcNow).Count(symptom => symptom.Severity != Severity.Info);
        var took = Stopwatch.GetElapsedTime(began);
        Row("start until everything is listed and analysed", $"{took.TotalSeconds:0.0} s ({took / floor:0.00} × the floor), {symptoms} symptoms", "≤ 1.5 ×");
        Settle();
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Row("memory kept per pod, everything else included", $"{memory / 1024.0 / pods:0.0} KiB (working set {Environment.WorkingSet / 1024.0 / pods:0.0} KiB)", "≤ 4 KiB");

        observer.Begin();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        began = Stopwatch.GetTimestamp();
        await world.PostAsync($"generated/churn?perSecond={ChurnPerSecond}&seconds={ChurnSeconds}");
        await Task.Delay(500);
        var cores = (Process.GetCurrentProcess().TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(began);
        var latencies = new Loop.Percentiles(observer.Latencies);
        Row($"{ChurnPerSecond} changes a second: change to symptom, p95", $"{latencies.At(95).TotalMilliseconds:0} ms (p50 {latencies.At(50).TotalMilliseconds:0} ms, {latencies.Count} symptoms)", "≤ 250 ms");
        Row("the same: processor time of AiSre", $"{cores:0.00} cores", "< 1");
        await end.CancelAsync();
        await running;
    }

    private static async Task FailAsync(GeneratedWorld world, string folder)
    {
        await using var server = await Server.StartAsync(
            [
                "--urls=http://127.0.0.1:0", $"--Data:Folder={Path.Combine(folder, "data")}", "--Clusters:0:Name=bench", $"--Clusters:0:Kubeconfig={world.Kubeconfig}",
                "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
            ]);
        var contexts = server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        await UntilAsync(async () => await server.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContext().Set<ClusterState>().AnyAsync(state => state.Phase == ClusterPhase.Synced));
        await Task.Delay(TimeSpan.FromSeconds(15));
        await using var db = await contexts.CreateDbContextAsync();
        var old = await db.Set<Incident>().CountAsync();
        using var page = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };
        await page.GetAsync("/");
        var slowest = TimeSpan.Zero;
        var began = Stopwatch.GetTimestamp();
        await world.PostAsync($"generated/fail?count={FailAtOnce}");
        TimeSpan? opened = null;
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            var asked = Stopwatch.GetTimestamp();
            (await page.GetAsync("/")).EnsureSuccessStatusCode();
            var answered = Stopwatch.GetElapsedTime(asked);
            slowest = answered > slowest ? answered : slowest;
            var symptoms = await db.Set<SymptomRecord>().CountAsync(record => db.Set<Incident>().Any(incident => incident.Id == record.IncidentId && incident.CorrelationKey.StartsWith("registry:")));
            if (symptoms >= FailAtOnce)
            {
                opened = Stopwatch.GetElapsedTime(began);
                break;
            }

            await Task.Delay(100);
        }

        var incidents = await db.Set<Incident>().CountAsync() - old;
        Row($"{FailAtOnce} pods fail at once: all of them in an incident", $"{(opened is { } at ? $"{at.TotalSeconds:0.0} s" : "not within 60 s")}, {incidents} new incident(s)", "1 incident, ≤ 5 s");
        Row("the same: slowest answer of the dashboard meanwhile", $"{slowest.TotalMilliseconds:0} ms", "alive");
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(5))
            {
                throw new TimeoutException("The cluster was not synced within five minutes.");
            }

            await Task.Delay(500);
        }
    }

    private static void Row(string what, FormattableString measured, string aim) =>
        Console.WriteLine($"| {what} | {measured.ToString(CultureInfo.InvariantCulture)} | {aim} |");

    private static void Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    private sealed class NoStore : IClusterStateStore
    {
        public Task SaveAsync(ClusterState state, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(string cluster, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Analyses what changed, as the intake does, and notes how long ago the cluster said it.</summary>
    private sealed class Observer : IClusterObserver
    {
        private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly List<TimeSpan> _latencies = [];
        private bool _began;

        public Task Listed => _listed.Task;

        public IReadOnlyList<TimeSpan> Latencies => _latencies;

        public void Begin() => _began = true;

        public void Synced(string cluster, ObjectCache cache) => _listed.TrySetResult();

        public void Changed(string cluster, ObjectCache cache, IReadOnlyCollection<ObjectRef> changed)
        {
            foreach (var symptom in changed.SelectMany(reference => Detector.Default.Analyze(reference, cache, DateTimeOffset.UtcNow)))
            {
                if (_began && symptom.Message.Split(" at ") is [_, var ticks] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && _seen.Add(symptom.Object.Address + ticks))
                {
                    _latencies.Add(DateTimeOffset.UtcNow - new DateTimeOffset(at, TimeSpan.Zero));
                }
            }
        }
    }
}
