using System.Text;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;
using AiSre.Detection;
using AiSre.Playground.Generated;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AiSre.Bench.Detection;

/// <summary>
/// What happens to every pod and every change of one: read off the wire, put into the cache, analysed. Each number is for a page of
/// <see cref="Pods"/> pods, or as many changes.
/// </summary>
[MemoryDiagnoser]
public class HotPath
{
    public const int Pods = 500;

    private byte[] page = [];
    private byte[] watch = [];
    private IReadOnlyList<KubeObject> well = [];
    private ObjectCache cache = new();
    private DateTimeOffset now;

    public static int Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(BenchmarkDotNet.Jobs.Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(BenchmarkDotNet.Exporters.MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Directory.CreateTempSubdirectory("aisre-bench-").FullName);
        return BenchmarkRunner.Run<HotPath>(config).HasCriticalValidationErrors ? 1 : 0;
    }

    [GlobalSetup]
    public void Prepare()
    {
        var objects = new GeneratedObjects(new GeneratedSize(100, Pods, 0));
        var pods = Enumerable.Range(0, Pods).Select(pod => objects.Pod(pod, 1, null, 0)).ToList();
        page = Encoding.UTF8.GetBytes($$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', pods)}}]}""");
        watch = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Pods).Select(pod =>
            $$"""{"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1",{{objects.Pod(pod, 2, null, 1).AsSpan(1)}}}""" + "\n")));
        well = Read();
        foreach (var pod in well)
        {
            cache.Put(pod);
        }

        now = DateTimeOffset.UtcNow;
    }

    /// <summary>The floor: nothing can be known of the page without parsing it.</summary>
    [Benchmark(Baseline = true, Description = "System.Text.Json parses the page")]
    public int Floor()
    {
        using var document = JsonDocument.Parse(page);
        return document.RootElement.GetProperty("items").GetArrayLength();
    }

    [Benchmark(Description = "the page is read")]
    public IReadOnlyList<KubeObject> Read() => ObjectKinds.Pod.ReadPage(page).Items;

    [Benchmark(Description = "as many changes are read from a watch")]
    public async Task<int> WatchAsync()
    {
        using var stream = new MemoryStream(watch);
        var changes = 0;
        await foreach (var message in WatchStream.ReadAsync(stream, ObjectKinds.Pod, CancellationToken.None))
        {
            changes += message.Object is null ? 0 : 1;
        }

        return changes;
    }

    [Benchmark(Description = "put into an empty cache")]
    public ObjectCache Put()
    {
        var empty = new ObjectCache();
        empty.Replace(ObjectKinds.Pod, null, [.. well]);
        return empty;
    }

    [Benchmark(Description = "analysed, all well")]
    public int Analyze()
    {
        var symptoms = 0;
        foreach (var pod in well)
        {
            symptoms += Detector.Default.Analyze(pod.Ref, cache, now).Count;
        }

        return symptoms;
    }
}
