using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiSre.Data;
using AiSre.Incidents.Alerts;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Endpoints;

/// <summary>What may come in by webhook and what may not, on the server as it is shipped.</summary>
public sealed class AlertWebhookTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Token = "one-of-a-kind";

    private Server? _server;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await Server.StartAsync(
            [
                "--urls=http://127.0.0.1:0", $"--ConnectionStrings:AiSre={await postgres.CreateDatabaseAsync()}", "--Logging:LogLevel:Default=None",
                "--Clusters:0:Name=prod", "--Clusters:0:Kubeconfig=/nonexistent", "--Clusters:1:Name=test", "--Clusters:1:Kubeconfig=/nonexistent",
                $"--Alerts:Alertmanager:Token={Token}", "--Alerts:MaxBodyBytes=65536",
                "--Alerts:Sources:0:Name=monitor", "--Alerts:Sources:0:Token=another", "--Alerts:Sources:0:Cluster=test",
                "--Alerts:Sources:0:Paths:List=events[*]", "--Alerts:Sources:0:Paths:Title=name", "--Alerts:Sources:0:Paths:Labels=tags",
            ],
            cancellationToken: Cancellation);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_alert_is_one_row_however_often_it_comes_and_ends_when_it_is_resolved()
    {
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal((HttpStatusCode.OK, "Taken in: 1 firing, 0 resolved.\n"), await PostAsync(Message("a", "firing")));
        }

        Assert.Null(Assert.Single(await AlertsAsync()).ResolvedAt);
        await PostAsync(Message("a", "resolved", endsAt: "2026-03-01T12:05:00Z"));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 5, 0, TimeSpan.Zero), Assert.Single(await AlertsAsync()).ResolvedAt);

        await PostAsync(Message("a", "firing", startsAt: "2026-03-01T12:10:00Z"));
        Assert.Null(Assert.Single(await AlertsAsync()).ResolvedAt);
        await PostAsync(Message("a", "firing", startsAt: "2026-03-01T11:00:00Z"));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 10, 0, TimeSpan.Zero), Assert.Single(await AlertsAsync()).StartsAt);
    }

    [Fact]
    public async Task The_same_alert_from_many_sides_at_once_is_one_row()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(Message("a", "firing"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(await AlertsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic b25lOm9mLWEta2luZA==")]
    [InlineData("Bearer another")]
    public async Task Without_the_right_token_nothing_is_taken_in(string? authorization)
    {
        var (status, body) = await PostAsync(Message("a", "firing"), authorization: authorization ?? "");

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("The token does not fit", body, StringComparison.Ordinal);
        Assert.Empty(await AlertsAsync());
        Assert.Equal(1, Counts.Deliveries("alertmanager", DeliveryOutcome.Unauthorized));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_long_is_refused_whether_it_says_so_or_not(bool saysItsLength)
    {
        var body = Message("a", "firing", summary: new string('x', 70_000));
        using var content = saysItsLength ? new StringContent(body) : (HttpContent)new StreamContent(new Unmeasured(Encoding.UTF8.GetBytes(body)));

        var (status, sentence) = await PostAsync(content, "webhooks/alertmanager/prod", $"Bearer {Token}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.StartsWith("The body is longer than 65536 bytes", sentence, StringComparison.Ordinal);
        Assert.Equal(1, Counts.Deliveries("alertmanager", DeliveryOutcome.TooLarge));
    }

    [Theory]
    [InlineData("{", "Nothing was taken in. The body is no JSON")]
    [InlineData("""{"alerts": [{"labels": {"alertname": "a"}}, {"labels": {}}]}""", "Nothing was taken in. Alert 2 of the body has no name")]
    public async Task What_cannot_be_read_whole_is_not_stored_half(string body, string sentence)
    {
        var (status, said) = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(sentence, said, StringComparison.Ordinal);
        Assert.Empty(await AlertsAsync());
        Assert.Equal(1, Counts.Deliveries("alertmanager", DeliveryOutcome.Malformed));
    }

    [Fact]
    public async Task Where_nobody_says_which_cluster_it_is_about_nothing_is_taken_in()
    {
        Assert.Contains("which is not configured; name the cluster in the address", (await PostAsync(Message("a", "firing"), path: "webhooks/alertmanager")).Body, StringComparison.Ordinal);
        Assert.Contains("Cluster elsewhere, which the address names, is not configured.", (await PostAsync(Message("a", "firing"), path: "webhooks/alertmanager/elsewhere")).Body, StringComparison.Ordinal);
        Assert.Empty(await AlertsAsync());

        await PostAsync(Message("a", "firing", cluster: "test"), path: "webhooks/alertmanager");
        Assert.Equal("test", Assert.Single(await AlertsAsync()).Cluster);
    }

    [Fact]
    public async Task Characters_that_the_database_cannot_keep_do_no_harm()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Message("a\\u0000b", "firing", summary: "\\u0000"))).Status);

        Assert.Equal("a\uFFFDb", Assert.Single(await AlertsAsync()).Name);
    }

    [Fact]
    public async Task Another_source_has_its_own_paths_and_its_own_token()
    {
        const string Body = """{"events": [{"name": "Disk is full", "tags": {"node": "worker-1"}}, {"name": "Disk is full", "tags": {"node": "worker-2"}}]}""";

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Body, "webhooks/alerts/monitor")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body, "webhooks/alerts/monitor", "Bearer another")).Status);

        Assert.Equal(["test", "test"], (await AlertsAsync()).Select(alert => alert.Cluster));
        var (status, body) = await PostAsync(Body, "webhooks/alerts/unknown");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith("There is no such source of alerts", body, StringComparison.Ordinal);
    }

    private AlertCounts Counts => _server!.App.Services.GetRequiredService<AlertCounts>();

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string path = "webhooks/alertmanager/prod", string authorization = $"Bearer {Token}") =>
        PostAsync(new StringContent(body), path, authorization);

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(HttpContent content, string path, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (authorization.Length > 0)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        using var answer = await _client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<List<Alert>> AlertsAsync()
    {
        await using var db = await _server!.App.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.Set<Alert>().OrderBy(alert => alert.Fingerprint).ToListAsync(Cancellation);
    }

    private static string Message(
        string name, string status, string startsAt = "2026-03-01T12:00:00Z", string endsAt = "0001-01-01T00:00:00Z", string summary = "It is so.", string cluster = "somewhere") => $$"""
        {"version": "4", "status": "firing", "alerts": [{"status": "{{status}}", "labels": {"alertname": "{{name}}", "severity": "critical", "cluster": "{{cluster}}"},
          "annotations": {"summary": "{{summary}}"}, "startsAt": "{{startsAt}}", "endsAt": "{{endsAt}}", "fingerprint": "833606504a8e918d"}]}
        """;

    /// <summary>A stream that does not say how long it is, so that it is sent in chunks.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
