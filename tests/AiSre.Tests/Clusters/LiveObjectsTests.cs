using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Tests.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Clusters;

public sealed class LiveObjectsTests : IAsyncLifetime
{
    private const string Crashing =
        """{"metadata": {"name": "web-1", "namespace": "shop"}, "spec": {"containers": [{"name": "app"}, {"name": "fine"}]}, "status": {"containerStatuses": [{"name": "app", "restartCount": 3, "state": {"waiting": {"reason": "CrashLoopBackOff"} } }, {"name": "fine", "ready": true, "state": {"running": {} } }]} }""";

    private FakeKubernetes server = null!;

    public async ValueTask InitializeAsync() => server = await StartAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Every_page_and_the_logs_of_what_fails_are_read()
    {
        server.List("/api/v1/pods", Page("10", "next", Crashing), Page("10", "", Pod("other", "2")));
        server.List("/api/v1/namespaces/shop/pods/web-1/log", context => Text(context, context.Request.Query["previous"] == "true" ? "before" : "now"));

        var files = await ReadAsync();

        Assert.Equal(["Pod/shop/web-1", "Pod/shop/other"], files.Objects.Select(file => file.Value.Ref.Address));
        Assert.Equal(["now", "before"], files.Logs.OrderBy(log => log.Previous).Select(log => log.Text));
        Assert.Equal(2, server.Requests.Count(request => request.Contains("/log?", StringComparison.Ordinal)));
        Assert.InRange(files.Present!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Kinds_that_are_missing_or_forbidden_are_said_and_the_rest_is_read()
    {
        server.List("/api/v1/pods", Page("10", "", Pod("a", "1")));
        server.List("/api/v1/nodes", Status(403, "nodes is forbidden"));

        var files = await ReadAsync();

        Assert.Single(files.Objects);
        Assert.Contains(files.Problems, problem => problem.StartsWith("Cluster fake does not have ", StringComparison.Ordinal) && problem.Contains("Deployment.apps", StringComparison.Ordinal));
        Assert.Contains("AiSre's account may not list nodes in cluster fake (403): grant it that right.", files.Problems);
    }

    [Fact]
    public async Task Namespaces_narrow_what_is_asked_for()
    {
        server.List("/api/v1/namespaces/shop/pods", Page("10", "", Pod("a", "1")));
        server.Options.Namespaces.Add("shop");

        Assert.Single((await ReadAsync()).Objects);
        Assert.DoesNotContain(server.Requests, request => request.StartsWith("/api/v1/pods", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_a_problem_and_not_a_healthy_one()
    {
        await server.StopAsync();

        var problem = await Assert.ThrowsAsync<ProblemException>(ReadAsync);
        Assert.Contains("cannot be reached", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"restartCount": 0, "ready": true, "state": {"running": {} } }""", "")]
    [InlineData("""{"restartCount": 0, "state": {"waiting": {"reason": "ImagePullBackOff"} } }""", "")]
    [InlineData("""{"restartCount": 0, "state": {"waiting": {"reason": "ContainerCreating"} } }""", "")]
    [InlineData("""{"restartCount": 2, "state": {"waiting": {"reason": "CrashLoopBackOff"} } }""", "now before")]
    [InlineData("""{"restartCount": 0, "state": {"terminated": {"exitCode": 1} } }""", "now")]
    [InlineData("""{"restartCount": 0, "state": {"terminated": {"exitCode": 0} } }""", "")]
    [InlineData("""{"restartCount": 1, "ready": true, "state": {"running": {} } }""", "now before")]
    [InlineData("""{"restartCount": 0, "ready": false, "state": {"running": {} } }""", "now")]
    public void Logs_are_read_of_containers_that_fail(string status, string expected)
    {
        var pod = (Pod)ObjectReader.Read(
            $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "s"}, "spec": {"containers": [{"name": "app"}]}, "status": {"containerStatuses": [{"name": "app", {{status[1..]}}]} }""")!;

        Assert.Equal(expected, string.Join(' ', FailingContainers.In([pod]).Select(log => log.Previous ? "before" : "now")));
    }

    private async Task<ObjectFiles> ReadAsync()
    {
        using var connection = new ClusterConnection(server.Options);
        return await new LiveObjects(connection, TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken);
    }

    private static Task Text(Microsoft.AspNetCore.Http.HttpContext context, string text) =>
        context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), context.RequestAborted).AsTask();
}
