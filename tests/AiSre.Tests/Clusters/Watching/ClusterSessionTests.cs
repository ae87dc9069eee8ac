using System.Collections.Concurrent;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Clusters.Watching;

public sealed class ClusterSessionTests : IAsyncLifetime, IClusterObserver, IClusterStateStore
{
    private const string Pods = "/api/v1/pods";
    private const string Events = "/api/v1/events";

    private readonly ConcurrentQueue<string> heard = new();
    private readonly ConcurrentQueue<ClusterState> states = new();
    private readonly CancellationTokenSource stop = new();
    private FakeKubernetes server = null!;
    private ClusterConnection connection = null!;
    private Task running = Task.CompletedTask;
    private bool observerFails;

    public async ValueTask InitializeAsync() => server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        connection.Dispose();
        await server.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task Observers_hear_of_everything_once_and_then_of_changes()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilenceOnce(() => heard.Contains("synced 1"), Added("b", "11")));
        Start();

        await Until.True(() => heard.Contains("changed Pod/shop/b"), "the change is told");
        Assert.Equal(["synced 1", "changed Pod/shop/b"], heard);
        await Until.True(() => states.LastOrDefault() is { Phase: ClusterPhase.Synced }, "the state is written");
        Assert.Contains("Deployment.apps", states.Last().MissingKinds);
        Assert.Null(states.Last().Problem);
    }

    [Fact]
    public async Task An_event_is_a_change_of_the_object_that_it_is_about()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        server.List(Events, Page("10", ""));
        server.Watch(Events, LinesThenSilenceOnce(() => heard.Contains("synced 1"), Message("ADDED",
            """{"metadata": {"name": "a.1", "namespace": "shop", "resourceVersion": "11"}, "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "a"} }""")));
        Start();

        await Until.True(() => heard.Contains("changed Pod/shop/a"), "the pod is told of");
    }

    [Fact]
    public async Task Nothing_is_said_while_the_pods_cannot_be_listed()
    {
        server.List(Pods, Status(500), Status(500), Status(500), Status(500), Status(500), Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        server.List(Events, Page("10", ""));
        server.Watch(Events, LinesThenSilence());
        Start();

        await Until.True(() => !heard.IsEmpty, "something is said");
        Assert.Equal("synced 1", heard.First());
        Assert.Equal(6, server.Lists(Pods).Count);
    }

    [Fact]
    public async Task Another_kind_that_only_fails_does_not_keep_the_rest_waiting()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        server.List(Events, Status(500, "broken"));
        Start();

        await Until.True(() => heard.Contains("synced 1"), "the rest is told");
        await Until.True(() => states.LastOrDefault() is { Phase: ClusterPhase.Behind }, "the state says so");
        Assert.Contains("500: broken", states.Last().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observer_that_throws_is_told_of_the_next_change_all_the_same()
    {
        observerFails = true;
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilenceOnce(() => heard.Contains("synced 1"), Added("b", "11")));
        Start();

        await Until.True(() => heard.Contains("changed Pod/shop/b"), "the change is told");
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_says_so()
    {
        await server.StopAsync();
        Start();

        await Until.True(() => states.LastOrDefault() is { Phase: ClusterPhase.Unreachable }, "the state says so");
        Assert.StartsWith("Cluster fake at http://127.0.0.1:", states.Last().Problem, StringComparison.Ordinal);
        Assert.Contains("check that it is up", states.Last().Problem, StringComparison.Ordinal);
        Assert.Empty(heard);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_says_so()
    {
        connection = new ClusterConnection(new ClusterOptions { Name = "lost", Kubeconfig = "/nowhere/kubeconfig" });
        Start();

        await Until.True(() => states.LastOrDefault() is { Phase: ClusterPhase.Unreachable }, "the state says so");
        Assert.StartsWith("The kubeconfig /nowhere/kubeconfig of cluster lost cannot be used", states.Last().Problem, StringComparison.Ordinal);
    }

    void IClusterObserver.Synced(string cluster, ObjectCache cache)
    {
        heard.Enqueue($"synced {cache.Count(ObjectKinds.Pod)}");
        Fail();
    }

    void IClusterObserver.Changed(string cluster, ObjectCache cache, IReadOnlyCollection<ObjectRef> changed)
    {
        heard.Enqueue($"changed {string.Join(" ", changed)}");
        Fail();
    }

    Task IClusterStateStore.SaveAsync(ClusterState state, CancellationToken cancellationToken)
    {
        states.Enqueue(state);
        return Task.CompletedTask;
    }

    Task IClusterStateStore.RemoveAsync(string cluster, CancellationToken cancellationToken) => Task.CompletedTask;

    // A watch that has nothing to say before the first list is told.
    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> LinesThenSilenceOnce(Func<bool> ready, params string[] lines) => async context =>
    {
        await Until.True(ready, "the first list is told");
        await LinesThenSilence(lines)(context);
    };

    private void Fail()
    {
        if (observerFails)
        {
            throw new InvalidOperationException("A defect of a stage.");
        }
    }

    private void Start()
    {
        connection ??= new ClusterConnection(server.Options);
        var timings = new WatchTimings
        {
            BackoffFrom = TimeSpan.FromMilliseconds(10),
            BackoffTo = TimeSpan.FromMilliseconds(50),
            CoalesceFor = TimeSpan.FromMilliseconds(10),
            StateEvery = TimeSpan.FromMilliseconds(10),
        };
        running = new ClusterSession(connection, [this], this, timings, TimeProvider.System, new RecordingLogger()).RunAsync(stop.Token);
    }
}
