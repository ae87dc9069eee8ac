using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Incidents.Stages;
using AiSre.Tests.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Incidents;

/// <summary>Which containers' logs are kept as evidence, and how much of them.</summary>
public sealed class FailedContainerLogsTests : IAsyncLifetime
{
    private const string Log = "/api/v1/namespaces/shop/pods/checkout-1/log";

    private FakeKubernetes server = null!;
    private ClusterConnection connection = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StartAsync();
        connection = new ClusterConnection(server.Options);
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"ready": true, "state": {"running": {}}}""", "")]
    [InlineData("""{"state": {"waiting": {"reason": "ImagePullBackOff"}}}""", "")]
    [InlineData("""{"state": {"terminated": {"exitCode": 0}}}""", "")]
    [InlineData("""{"state": {"terminated": {"exitCode": 3}}}""", "app")]
    [InlineData("""{"ready": false, "state": {"running": {}}}""", "app")]
    [InlineData("""{"restartCount": 4, "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 1}}}""", "app.previous app")]
    [InlineData("""{"restartCount": 1, "ready": true, "state": {"running": {}}, "lastState": {"terminated": {"exitCode": 137}}}""", "app.previous")]
    public async Task A_container_that_failed_leaves_its_last_lines(string status, string expected)
    {
        server.List(Log, Json("bye\n"));
        var logs = await ReadAsync(status);

        Assert.Equal(expected, string.Join(' ', logs.Read.Select(log => log.Address["log/shop/checkout-1/".Length..])));
        Assert.All(server.Requests, request => Assert.Contains("tailLines=200&limitBytes=", request));
        Assert.Null(logs.Problem);
    }

    [Fact]
    public async Task A_long_log_is_kept_from_the_beginning_of_a_line_and_without_what_a_database_cannot_store()
    {
        server.List(Log, Json(string.Concat(Enumerable.Range(0, 10_000).Select(number => $"line {number}\0 of many\n"))));
        var log = Assert.Single((await ReadAsync("""{"state": {"terminated": {"exitCode": 3}}}""")).Read);

        Assert.InRange(log.Text.Length, 60 * 1024, 64 * 1024);
        Assert.StartsWith("line ", log.Text, StringComparison.Ordinal);
        Assert.EndsWith("line 9999\uFFFD of many\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_holds_nothing_up_and_is_told()
    {
        server.List(Log, Status(500, "dial tcp 10.0.0.4:10250: connect: no route to host"));
        var logs = await ReadAsync("""{"state": {"terminated": {"exitCode": 3}}}""");

        Assert.Empty(logs.Read);
        Assert.Contains("no route to host", logs.Problem);
    }

    private async Task<FailedContainerLogs> ReadAsync(string status)
    {
        var pod = Assert.IsType<Pod>(ObjectReader.Read($$$"""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "checkout-1", "namespace": "shop"},
             "spec": {"containers": [{"name": "app"}]}, "status": {"containerStatuses": [{{{status.Insert(1, "\"name\": \"app\", ")}}}]}}
            """));
        var logs = new FailedContainerLogs(connection);
        await logs.ReadAsync(pod, TestContext.Current.CancellationToken);
        return logs;
    }
}
