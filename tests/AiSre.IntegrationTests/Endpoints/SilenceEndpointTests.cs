using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Endpoints;

/// <summary>Silences over HTTP, on the server as it is shipped.</summary>
public sealed class SilenceEndpointTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silence_is_added_listed_and_ended()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        using var added = await client.PostAsJsonAsync(
            "api/silences", new { cluster = "prod", symptom = "ImagePullFailed", endsAt = DateTimeOffset.UtcNow.AddHours(1), reason = "Registry moves." }, Cancellation);

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var silence = await added.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(Environment.UserName, silence.GetProperty("author").GetString());
        Assert.Equal("active", await StateAsync(client));

        using var ended = await client.DeleteAsync(added.Headers.Location, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal("ended", await StateAsync(client));
        using var unknown = await client.DeleteAsync($"api/silences/{Guid.NewGuid()}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("""{"cluster": "prod", "reason": "Deploy"}""", "Say when the silence ends; there is none without an end.\n")]
    [InlineData("""{"cluster": "prod", "symptom": "Nonsense", "endsAt": "2999-01-01T00:00:00Z", "reason": "Deploy"}""", "There is no symptom Nonsense.\n")]
    [InlineData("""{"reason": "Deploy", "endsAt": "2999-01-01T00:00:00Z"}""", "Say what to silence: a cluster, a namespace, a kind, a name, labels or a symptom; a silence of everything is refused.\n")]
    public async Task What_is_missing_is_said_in_a_sentence(string body, string sentence)
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        using var answer = await client.PostAsync("api/silences", new StringContent(body, null, "application/json"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(sentence, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_page_elsewhere_could_send_is_refused()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        using var answer = await client.PostAsync(
            "api/silences", new StringContent("""{"cluster": "prod", "endsAt": "2999-01-01T00:00:00Z", "reason": "x"}""", null, "text/plain"), Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/silences") { Headers = { Host = "elsewhere.example" } };
        using var rebound = await client.SendAsync(request, Cancellation);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
    }

    private static async Task<string?> StateAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("api/silences", Cancellation)).EnumerateArray().First().GetProperty("state").GetString();

    private async Task<Server> StartAsync() => await Server.StartAsync(
        ["--urls=http://127.0.0.1:0", $"--ConnectionStrings:AiSre={await database.ConnectionStringAsync()}", "--Logging:LogLevel:Default=None"],
        cancellationToken: Cancellation);
}
