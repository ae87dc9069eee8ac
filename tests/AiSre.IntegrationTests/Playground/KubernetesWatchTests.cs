using System.Collections.Concurrent;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground;
using k8s;
using k8s.Models;
using static AiSre.IntegrationTests.Playground.KubernetesApiTests;

namespace AiSre.IntegrationTests.Playground;

/// <summary>Watching with the official client: nothing missed, bookmarks, and the ways a watch ends.</summary>
public sealed class KubernetesWatchTests(KubernetesWatchTests.QuickBookmarks fixture) : IClassFixture<KubernetesWatchTests.QuickBookmarks>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_from_a_list_sees_every_later_change_in_order()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("before"), ns, cancellationToken: Cancellation);
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        using var seen = Watch(client, ns, list.ResourceVersion());
        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"k":"v"}}""", V1Patch.PatchType.MergePatch), "a", ns, cancellationToken: Cancellation);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("a", ns, cancellationToken: Cancellation);

        await seen.HasAsync(3);

        Assert.Equal([(WatchEventType.Added, "a"), (WatchEventType.Modified, "a"), (WatchEventType.Deleted, "a")], seen.Events);
    }

    [Fact]
    public async Task A_selected_watch_sees_objects_come_into_view_and_leave_it()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation);
        using var seen = Watch(client, ns, list.ResourceVersion(), labelSelector: "tier=front");
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        foreach (var tier in (string[])["front", "back"])
        {
            await client.CoreV1.PatchNamespacedConfigMapAsync(
                new V1Patch($$"""{"metadata":{"labels":{"tier":"{{tier}}"} } }""", V1Patch.PatchType.MergePatch), "a", ns, cancellationToken: Cancellation);
        }

        await seen.HasAsync(2);

        Assert.Equal([(WatchEventType.Added, "a"), (WatchEventType.Deleted, "a")], seen.Events);
    }

    [Fact]
    public async Task Bookmarks_carry_the_version_on_while_nothing_happens_here()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation);
        using var seen = Watch(client, ns, list.ResourceVersion());
        var elsewhere = await client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "robot" } }, ns, cancellationToken: Cancellation);

        var version = long.Parse(elsewhere.ResourceVersion(), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.BeAsync(() => seen.LastBookmark >= version);

        Assert.Empty(seen.Events);
    }

    [Fact]
    public async Task A_watch_ends_by_itself_after_its_timeout()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        using var seen = Watch(client, ns, null, timeoutSeconds: 1);

        await seen.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Empty(seen.Errors);
    }

    [Fact]
    public async Task A_version_older_than_the_history_is_expired()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 1, cancellationToken: Cancellation);
        for (var i = 0; i < QuickBookmarks.History + 1; i++)
        {
            await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf($"c{i}"), ns, cancellationToken: Cancellation);
        }

        using var seen = Watch(client, ns, list.ResourceVersion());
        await seen.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        var error = Assert.IsType<KubernetesException>(Assert.Single(seen.Errors));
        Assert.Equal((410, "Expired"), (error.Status.Code, error.Status.Reason));
        Assert.StartsWith($"too old resource version: {list.ResourceVersion()} (", error.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compaction_expires_watches_and_paged_lists()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("b"), ns, cancellationToken: Cancellation);
        var page = await client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 1, cancellationToken: Cancellation);

        fixture.Playground.Cluster.Compact();
        var list = await RefusalAsync(() => client.CoreV1.ListNamespacedConfigMapAsync(ns, limit: 1, continueParameter: page.Continue(), cancellationToken: Cancellation));
        fixture.Playground.Conditions.ExpiredWatchesAnswerWithStatus = true;
        using var seen = Watch(client, ns, page.ResourceVersion());
        await seen.Failed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        fixture.Playground.Conditions.ExpiredWatchesAnswerWithStatus = false;

        Assert.Equal((410, "Expired"), (list.Code, list.Reason));
        var error = Assert.IsType<k8s.Autorest.HttpOperationException>(Assert.Single(seen.Errors));
        Assert.Equal(System.Net.HttpStatusCode.Gone, error.Response.StatusCode);
    }

    [Fact]
    public async Task Live_watches_can_be_expired()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        using var seen = Watch(client, ns, null);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        await seen.HasAsync(1);

        fixture.Playground.ExpireWatches();
        await seen.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal(410, Assert.IsType<KubernetesException>(Assert.Single(seen.Errors)).Status.Code);
    }

    [Fact]
    public async Task An_unreachable_server_cuts_watches_and_refuses_new_requests_until_it_is_back()
    {
        using var client = fixture.Admin();
        var ns = await NewNamespaceAsync(client);
        using var seen = Watch(client, ns, null);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMapOf("a"), ns, cancellationToken: Cancellation);
        await seen.HasAsync(1);

        fixture.Playground.Conditions.MakeUnreachable();
        await seen.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation));
        fixture.Playground.Conditions.MakeReachable();

        Assert.Single((await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancellation)).Items);
    }

    private static Seen Watch(Kubernetes client, string ns, string? since, string? labelSelector = null, int? timeoutSeconds = null)
    {
        var seen = new Seen();
        seen.Watcher = client.CoreV1.WatchListNamespacedConfigMap(
            ns, allowWatchBookmarks: true, resourceVersion: since, labelSelector: labelSelector, timeoutSeconds: timeoutSeconds,
            onEvent: seen.On, onError: seen.OnError, onClosed: seen.OnClosed);
        return seen;
    }

    /// <summary>What a watcher of the official client was told.</summary>
    private sealed class Seen : IDisposable
    {
        private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long lastBookmark;

        public Watcher<V1ConfigMap>? Watcher { get; set; }

        public ConcurrentQueue<(WatchEventType Type, string Name)> Events { get; } = new();

        public ConcurrentQueue<Exception> Errors { get; } = new();

        public long LastBookmark => Volatile.Read(ref lastBookmark);

        public Task Closed => closed.Task;

        public Task Failed => failed.Task;

        public void On(WatchEventType type, V1ConfigMap map)
        {
            if (type == WatchEventType.Bookmark)
            {
                Volatile.Write(ref lastBookmark, long.Parse(map.ResourceVersion(), System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                Events.Enqueue((type, map.Name()));
            }
        }

        public void OnError(Exception error)
        {
            Errors.Enqueue(error);
            failed.TrySetResult();
        }

        public void OnClosed() => closed.TrySetResult();

        public Task HasAsync(int count) => Eventually.BeAsync(() => Events.Count >= count);

        public void Dispose() => Watcher?.Dispose();
    }

    public sealed class QuickBookmarks : PlaygroundFixture
    {
        public const int History = 50;

        protected override PlaygroundOptions Options(string folder) => new()
        {
            DataFolder = folder,
            World = new() { IsRunning = false },
            GitOps = new() { IsRunning = false },
            Api = new() { BookmarkInterval = TimeSpan.FromMilliseconds(50) },
            Storage = new() { HistoryPerKind = History },
        };
    }
}
