using AiSre.Clusters;
using AiSre.Tests.Clusters.Watching;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Clusters.Schemas;

public sealed class ClusterSchemasTests : IAsyncLifetime
{
    private FakeKubernetes server = null!;
    private ClusterConnection cluster = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StartAsync();
        cluster = new ClusterConnection(server.Options);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_schema_is_read_once_until_its_hash_is_another()
    {
        server.List("/openapi/v3", Index("A"), Index("A"), Index("B"));
        server.List("/openapi/v3/apis/apps/v1", Json(SchemaValidationTests.Document));

        Assert.NotNull(await ReadAsync("apps/v1", "Deployment"));
        Assert.NotNull(await ReadAsync("apps/v1", "Deployment"));
        Assert.Equal(["/openapi/v3", "/openapi/v3/apis/apps/v1?hash=A", "/openapi/v3"], server.Requests);

        Assert.NotNull(await ReadAsync("apps/v1", "Deployment"));
        Assert.Equal("/openapi/v3/apis/apps/v1?hash=B", server.Requests.Last());
    }

    [Fact]
    public async Task A_kind_that_is_not_served_has_none()
    {
        server.List("/openapi/v3", Index("A"));
        server.List("/openapi/v3/apis/apps/v1", Json(SchemaValidationTests.Document));
        Assert.Null(await ReadAsync("apps/v1", "Widget"));
        Assert.Null(await ReadAsync("example.com/v1", "Widget"));
    }

    [Fact]
    public async Task An_older_server_tells_everything_in_one_document_that_is_read_once_while_its_tag_stays()
    {
        server.List("/openapi/v3", Status(404));
        server.List("/openapi/v2", context =>
        {
            context.Response.Headers.ETag = "\"x\"";
            return Json(SchemaValidationTests.Document)(context);
        });
        var first = await ReadAsync("apps/v1", "Deployment");
        Assert.NotNull(first);
        Assert.Same(first, await ReadAsync("apps/v1", "Deployment"));
    }

    [Theory]
    [InlineData(404, "Cluster fake refused to get its OpenAPI (404: no).")]
    [InlineData(403, "AiSre's account may not get its OpenAPI in cluster fake (403): grant it that right.")]
    public async Task A_server_that_tells_nothing_is_a_problem(int status, string sentence)
    {
        server.List("/openapi/v3", Status(status, "no"));
        server.List("/openapi/v2", Status(status, "no"));
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync("apps/v1", "Deployment"));
        Assert.Equal((sentence, false), (problem.Message, problem.IsTransient));
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Index(string hash) =>
        Json($$$"""{"paths": {"apis/apps/v1": {"serverRelativeURL": "/openapi/v3/apis/apps/v1?hash={{{hash}}}"} } }""");

    private Task<AiSre.Clusters.Schemas.ObjectSchema?> ReadAsync(string apiVersion, string kind) => cluster.ReadSchemaAsync(apiVersion, kind, TestContext.Current.CancellationToken);
}
