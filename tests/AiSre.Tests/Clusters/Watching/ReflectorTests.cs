using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Clusters.Watching;

public sealed class ReflectorTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";

    private readonly ObjectCache cache = new();
    private readonly RecordingSink sink = new();
    private readonly RecordingLogger logger = new();
    private readonly CancellationTokenSource stop = new();
    private FakeKubernetes server = null!;
    private ClusterConnection connection = null!;
    private Reflector reflector = null!;
    private Task running = Task.CompletedTask;

    public async ValueTask InitializeAsync() => server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        connection?.Dispose();
        await server.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_the_watch_takes_over_where_it_ends()
    {
        server.List(Pods, Page("10", "next page", Pod("a", "1")), Page("11", "", Pod("b", "2")));
        server.Watch(Pods, LinesThenSilence(Added("c", "12")));
        Start();

        await Until.True(() => Names() == "a b c", "all three pods are known");
        Assert.Equal([$"{Pods}?limit=2", $"{Pods}?limit=2&continue=next%20page"], server.Lists(Pods));
        Assert.Contains("resourceVersion=11", Assert.Single(server.Watches(Pods)));
        Assert.Contains("allowWatchBookmarks=true", server.Watches(Pods)[0]);
    }

    [Fact]
    public async Task A_list_whose_pages_expire_is_read_in_one()
    {
        server.List(Pods, Page("10", "next", Pod("a", "1")), Status(410, "the provided continue parameter is too old"), Page("20", "", Pod("a", "1"), Pod("b", "2")));
        server.Watch(Pods, LinesThenSilence());
        Start();

        await Until.True(() => Names() == "a b", "both pods are known");
        Assert.Equal(Pods, server.Lists(Pods)[^1]);
    }

    [Theory]
    [InlineData(-5400, -5400)]
    [InlineData(7200, 7200)]
    [InlineData(3, 0)]
    public async Task The_clusters_clock_is_learnt_from_its_answers(int seconds, int expected)
    {
        var page = Page("10", "", Pod("a", "1"));
        server.List(Pods, context =>
        {
            context.Response.Headers.Date = DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R");
            return page(context);
        });
        server.Watch(Pods, context =>
        {
            context.Response.Headers.Date = DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R");
            return LinesThenSilence()(context);
        });
        Start();

        await Until.True(() => Names() == "a", "the pod is known");
        Assert.InRange(cache.ClockOffset.TotalSeconds, expected - 3, expected + 3);
        var ours = DateTimeOffset.UtcNow;
        Assert.Equal(ours + cache.ClockOffset, cache.Now(ours));
    }

    [Fact]
    public async Task A_bookmark_moves_the_place_where_the_next_watch_begins()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, Lines(Bookmark("50")), LinesThenSilence());
        Start();

        await Until.True(() => server.Watches(Pods).Count == 2, "the watch is asked for again");
        Assert.Contains("resourceVersion=50", server.Watches(Pods)[1]);
        Assert.Single(server.Lists(Pods));
        Assert.Equal("a", Names());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_place_that_the_server_has_forgotten_is_listed_again(bool asLine)
    {
        server.List(Pods, Page("10", "", Pod("a", "1"), Pod("b", "2")), Page("90", "", Pod("b", "3")));
        server.Watch(Pods, asLine ? Lines(Message("ERROR", """{"kind": "Status", "code": 410, "message": "too old resource version: 10 (80)"}""")) : Status(410), LinesThenSilence());
        Start();

        await Until.True(() => server.Watches(Pods).Count == 2, "the watch is asked for again");
        Assert.Contains("resourceVersion=90", server.Watches(Pods)[1]);
        Assert.Equal("b", Names());
        Assert.Equal(["a", "b", "b", "a"], sink.Changes);
    }

    [Fact]
    public async Task A_cut_connection_is_resumed_where_it_was_without_a_list()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(
            Pods,
            async context =>
            {
                await Lines(Added("b", "11"))(context);
                await Until.True(() => Names() == "a b", "the line has come through");
                context.Abort();
            },
            LinesThenSilence(Deleted("a", "12")));
        Start();

        await Until.True(() => Names() == "b", "the second watch is heard");
        Assert.Contains("resourceVersion=11", server.Watches(Pods)[1]);
        Assert.Single(server.Lists(Pods));
    }

    [Fact]
    public async Task Half_a_message_is_thrown_away_and_comes_whole_from_the_next_watch()
    {
        server.List(Pods, Page("10", ""));
        server.Watch(
            Pods,
            context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Added("b", "11")[..40]),
            LinesThenSilence(Added("b", "11")));
        Start();

        await Until.True(() => Names() == "b", "the pod is known");
        Assert.Contains("resourceVersion=10&", server.Watches(Pods)[1]);
    }

    [Fact]
    public async Task A_watch_that_falls_silent_is_asked_for_again()
    {
        server.List(Pods, Page("10", ""));
        server.Watch(Pods, LinesThenSilence(), LinesThenSilence(Added("late", "11")));
        Start(timings => timings with { SilentAfter = TimeSpan.FromMilliseconds(200) });

        await Until.True(() => Names() == "late", "the second watch is heard");
        Assert.Contains(logger.Lines, line => line.Contains("silent", StringComparison.Ordinal));
        Assert.Single(server.Lists(Pods));
    }

    [Fact]
    public async Task A_kind_that_the_API_lacks_is_said_once_and_picked_up_when_it_appears()
    {
        server.List(Pods, Status(404), Status(404), Status(404), Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        Start(timings => timings with { ProbeEvery = TimeSpan.FromMilliseconds(20) });

        await Until.True(() => reflector.State.Phase == ReflectorPhase.Watching, "the kind is there");
        Assert.Equal(["Cluster fake has no Pod; what needs it is off until it appears.", "Cluster fake has Pod now."], logger.Lines);
        Assert.Equal("a", Names());
    }

    [Fact]
    public async Task A_forbidden_kind_says_which_right_is_missing_and_keeps_what_is_known()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")), Status(403, "pods is forbidden"));
        server.Watch(Pods, Status(403, "pods is forbidden"));
        Start();

        await Until.True(() => reflector.State.Phase == ReflectorPhase.Forbidden, "the refusal is noted");
        Assert.Equal("AiSre's account may not list and watch pods in cluster fake (403): grant it that right.", reflector.State.Problem);
        Assert.Equal("a", Names());
    }

    [Fact]
    public async Task An_expired_token_says_once_what_to_renew_and_the_watch_goes_on_once_it_is()
    {
        server.List(Pods, Status(401, "Unauthorized"), Status(401, "Unauthorized"), Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        Start();

        await Until.True(() => Names() == "a", "the pod is known");
        Assert.Single(logger.Lines, line => line.Contains("does not accept AiSre's credentials (401): renew the token or certificate in the kubeconfig", StringComparison.Ordinal));
        Assert.Null(reflector.State.Problem);
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again()
    {
        server.List(Pods, Status(500, "etcdserver: request timed out"), Json("<html>bad gateway</html>"), Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence());
        Start();

        await Until.True(() => Names() == "a", "the pod is known");
        Assert.Contains(logger.Lines, line => line.Contains("500: etcdserver: request timed out", StringComparison.Ordinal));
        Assert.Contains(logger.Lines, line => line.Contains("something else than Kubernetes objects", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_version_again_is_no_change()
    {
        server.List(Pods, Page("10", "", Pod("a", "1")));
        server.Watch(Pods, LinesThenSilence(Added("a", "1"), Message("SOMETHING_NEW", Pod("x", "9")), Added("b", "11")));
        Start();

        await Until.True(() => Names() == "a b", "the last message is taken");
        Assert.Equal(["a", "b"], sink.Changes);
    }

    [Fact]
    public async Task What_comes_twice_or_out_of_turn_ends_in_the_state_of_the_last_word()
    {
        server.List(Pods, Page("10", "", Pod("a", "1"), Pod("b", "2")));
        server.Watch(
            Pods,
            Lines(Message("MODIFIED", Pod("c", "12")), Added("c", "11"), Deleted("x", "13"), Deleted("b", "14"), Added("a", "1"), Message("MODIFIED", Pod("a", "15"))),
            LinesThenSilence(Deleted("b", "14"), Added("a", "1"), Message("MODIFIED", Pod("a", "15")), Added("b", "16"), Message("MODIFIED", Pod("c", "17"))));
        Start();

        await Until.True(() => cache.All<Pod>().Any(pod => pod.Metadata is { Name: "c", ResourceVersion: "17" }), "the last message is taken");
        Assert.Equal(["a 15", "b 16", "c 17"], cache.All<Pod>().Select(pod => $"{pod.Metadata.Name} {pod.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_breaks_between_two_pages_begins_anew_and_forgets_nothing()
    {
        server.List(
            Pods,
            Page("10", "next", Pod("a", "1"), Pod("b", "2")), Status(500, "etcdserver: request timed out"),
            Page("20", "next", Pod("a", "1"), Pod("b", "2")), Json("no JSON at all"),
            Page("30", "next", Pod("a", "1"), Pod("b", "2")), Page("30", "", Pod("c", "3")));
        server.Watch(Pods, LinesThenSilence());
        Start();

        await Until.True(() => Names() == "a b c", "all three pods are known");
        Assert.Equal(6, server.Lists(Pods).Count);
        Assert.Contains("resourceVersion=30", Assert.Single(server.Watches(Pods)));
    }

    private void Start(Func<WatchTimings, WatchTimings>? change = null)
    {
        var timings = new WatchTimings { PageSize = 2, BackoffFrom = TimeSpan.FromMilliseconds(10), BackoffTo = TimeSpan.FromMilliseconds(50) };
        connection = new ClusterConnection(server.Options);
        reflector = new Reflector(connection, ObjectKinds.Pod, null, cache, sink, change?.Invoke(timings) ?? timings, TimeProvider.System, logger);
        running = reflector.RunAsync(stop.Token);
    }

    private string Names() => string.Join(" ", cache.All<Pod>().Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal));
}
