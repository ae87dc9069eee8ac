using System.Net;
using AiSre.Data;
using AiSre.Data.Embedded;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Hosting;

public sealed class HealthTests : IDisposable
{
    private static readonly EmbeddedPostgresOptions Quick = new() { Durable = false };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_server_outlives_the_loss_of_its_database_says_so_and_recovers()
    {
        var first = await EmbeddedPostgres.StartAsync(folder.Path, Quick, cancellationToken: Cancellation);
        await using var server = await Server.StartAsync(
            ["--urls=http://127.0.0.1:0", $"--ConnectionStrings:{DataModule.ConnectionName}={first.ConnectionString}", "--Logging:LogLevel:Default=None"],
            cancellationToken: Cancellation);
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal("AiSre is well.\n", await client.GetStringAsync("healthz", Cancellation));

        await first.DisposeAsync();
        using (var lost = await client.GetAsync("healthz", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.StatusCode);
            Assert.Equal("The database does not answer.\n", await lost.Content.ReadAsStringAsync(Cancellation));
        }

        await using var second = await EmbeddedPostgres.StartAsync(folder.Path, Quick, cancellationToken: Cancellation);
        await Eventually.BeAsync(async () =>
        {
            using var answer = await client.GetAsync("healthz", Cancellation);
            return answer.IsSuccessStatusCode;
        });
    }
}
