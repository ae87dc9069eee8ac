using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiSre.Clusters.Managed;
using AiSre.Data;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Clusters;

/// <summary>Clusters that come and go while AiSre runs, on two replicas that share a database.</summary>
public sealed class ManagedClusterTests(PostgresServer postgres, PlaygroundFixture world) : IClassFixture<PlaygroundFixture>
{
    private const string Root = "api/clusters";

    private static readonly string[] OneNamespace = ["default"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_is_added_watched_changed_and_removed_on_every_replica()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await StartAsync(database, "--Protection:Secret=operator");
        await using var second = await StartAsync(database, "--Protection:Secret=operator");
        using var here = Client(first);
        using var there = Client(second);
        var kubeconfig = await File.ReadAllTextAsync(world.Playground.KubeconfigPath, Cancellation);

        var added = await SendAsync(here, HttpMethod.Post, Root, new { name = "prod", kubeconfig });
        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.True(added.Json.GetProperty("check").GetProperty("isReachable").GetBoolean());
        await Eventually.BeAsync(async () => (await ReadAsync(there, "prod")) is { } seen && seen.TryGetProperty("phase", out var phase) && phase.GetString() == "synced", 30);

        // The credentials went in and come out nowhere.
        var token = kubeconfig.Split("token:", 2)[1].Trim().Split('"', ' ', '\n', '}').First(part => part.Length > 0);
        var shown = (await ReadAsync(there, "prod"))!.Value;
        Assert.DoesNotContain(token, shown.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("kubeconfig", true), (shown.GetProperty("reach").GetProperty("source").GetString(), shown.GetProperty("reach").GetProperty("isAdded").GetBoolean()));
        Assert.NotEqual("", shown.GetProperty("owner").GetString());
        await using (var db = await first.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContextAsync(Cancellation))
        {
            var row = Assert.Single(await db.Set<ManagedCluster>().AsNoTracking().ToListAsync(Cancellation));
            Assert.DoesNotContain(token, row.SealedKubeconfig, StringComparison.Ordinal);
        }

        // Changed where it was not added, without pasting the credentials again.
        var changed = await SendAsync(there, HttpMethod.Put, $"{Root}/prod", new { namespaces = OneNamespace });
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        await Eventually.BeAsync(async () => (await ReadAsync(here, "prod"))?.GetProperty("reach").GetProperty("namespaces").GetArrayLength() == 1);
        await Eventually.BeAsync(() => Connection(first, "prod")?.Options.Namespaces.Count == 1 && Connection(second, "prod")?.Options.Namespaces.Count == 1);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(there, HttpMethod.Delete, $"{Root}/prod", null)).Status);
        await Eventually.BeAsync(() => Connection(first, "prod") is null && Connection(second, "prod") is null);
        await Eventually.BeAsync(async () => await ReadAsync(here, "prod") is null, 20);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_one_sentence_and_nothing_is_kept()
    {
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync(), "--Clusters:0:Name=fixed", $"--Clusters:0:Kubeconfig={world.Playground.KubeconfigPath}");
        using var client = Client(server);
        var kubeconfig = await File.ReadAllTextAsync(world.Playground.KubeconfigPath, Cancellation);
        var dead = kubeconfig.Replace($":{world.Playground.KubernetesAddress.Port}", ":1", StringComparison.Ordinal);

        await RefusedAsync(HttpMethod.Post, Root, new { name = "fixed", kubeconfig }, HttpStatusCode.Conflict, "There is a cluster fixed already");
        await RefusedAsync(HttpMethod.Put, $"{Root}/fixed", new { kubeconfig }, HttpStatusCode.Conflict, "is in AiSre's configuration");
        await RefusedAsync(HttpMethod.Delete, $"{Root}/fixed", null, HttpStatusCode.Conflict, "is in AiSre's configuration");
        await RefusedAsync(HttpMethod.Delete, $"{Root}/nowhere", null, HttpStatusCode.NotFound, "There is no cluster nowhere");
        await RefusedAsync(HttpMethod.Post, Root, new { name = "dead", kubeconfig = dead }, HttpStatusCode.UnprocessableEntity, "cannot be reached");
        await RefusedAsync(HttpMethod.Post, Root, new { name = "lost", kubeconfigPath = "/nowhere/kubeconfig" }, HttpStatusCode.UnprocessableEntity, "cannot be used");
        await RefusedAsync(HttpMethod.Post, Root, new { name = "two", kubeconfig, inCluster = true }, HttpStatusCode.BadRequest, "more than one place");
        await RefusedAsync(HttpMethod.Post, Root, new { name = "typo", kubeconfigg = kubeconfig }, HttpStatusCode.BadRequest, "The body is not JSON of the form");
        await RefusedAsync(HttpMethod.Post, Root, new { kubeconfig }, HttpStatusCode.BadRequest, "has no name");
        await RefusedAsync(HttpMethod.Post, Root, new { name = "large", kubeconfig = new string('x', 2 << 20) }, HttpStatusCode.RequestEntityTooLarge, "too large");
        using (var plain = await client.PostAsync(Root, new StringContent("""{"name": "x"}""", Encoding.UTF8, "text/plain"), Cancellation))
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, plain.StatusCode);
        }

        // A page whose name was made to resolve to this machine.
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, Root) { Headers = { Host = "evil.example" } };
        using (var answer = await client.SendAsync(elsewhere, Cancellation))
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(["fixed"], (await client.GetFromJsonAsync<JsonElement>(Root, Cancellation)).EnumerateArray().Select(one => one.GetProperty("name").GetString()));

        async Task RefusedAsync(HttpMethod method, string path, object? body, HttpStatusCode expected, string sentence)
        {
            var (status, json) = await SendAsync(client, method, path, body);
            Assert.Equal((expected, true), (status, json.GetProperty("problem").GetString()!.Contains(sentence, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Credentials_that_open_no_more_are_that_cluster_s_problem()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var before = await StartAsync(database, "--Protection:Secret=old"))
        {
            using var client = Client(before);
            var kubeconfig = await File.ReadAllTextAsync(world.Playground.KubeconfigPath, Cancellation);
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(client, HttpMethod.Post, Root, new { name = "prod", kubeconfig })).Status);
        }

        await using var after = await StartAsync(database, "--Protection:Secret=new");
        using var again = Client(after);

        await Eventually.BeAsync(async () => (await ReadAsync(again, "prod"))?.TryGetProperty("problem", out var problem) == true && problem.GetString()!.Contains("paste it again", StringComparison.Ordinal), 20);
    }

    private static async Task<Server> StartAsync(string database, params string[] more) => await Server.StartAsync(
        ["--urls=http://127.0.0.1:0", $"--ConnectionStrings:{DataModule.ConnectionName}={database}", "--Logging:LogLevel:Default=None", .. more], cancellationToken: Cancellation);

    private static HttpClient Client(Server server) => new() { BaseAddress = server.Address };

    private static AiSre.Clusters.ClusterConnection? Connection(Server server, string name) =>
        server.App.Services.GetRequiredService<AiSre.Clusters.ClusterConnections>().All.FirstOrDefault(one => one.Name == name);

    private static async Task<JsonElement?> ReadAsync(HttpClient client, string name)
    {
        using var answer = await client.GetAsync($"{Root}/{name}", Cancellation);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation) : null;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
