using System.Net.Http.Headers;
using System.Text.Json;
using AiSre.BrowserTests.Infrastructure;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.BrowserTests;

/// <summary>A misplaced web root answers 200 with an empty body, and only then is the page bare and dead. So every asset is fetched.</summary>
public sealed class StaticAssetTests : IDisposable
{
    private const string Manifest = "AiSre.staticwebassets.endpoints.json";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_asset_of_a_build_has_content()
    {
        await using var server = await Server.StartAsync(["--urls=http://127.0.0.1:0", $"--Data:Folder={folder.Path}"], cancellationToken: Cancellation);

        await AssertAssetsAsync(server.Address, Path.Combine(AppContext.BaseDirectory, Manifest));
    }

    [Fact]
    public async Task Every_asset_of_a_published_folder_has_content()
    {
        var published = Path.Combine(folder.Path, "published");
        var publish = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments(["publish", "src/AiSre/AiSre.csproj", "-c", Repository.Configuration, "--no-build", "--no-restore", "-v", "q", "-o", published])
            .WithWorkingDirectory(Repository.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Cancellation);
        Assert.True(publish.ExitCode == 0, publish.StandardOutput + publish.StandardError);

        await using var run = await ProgramRun.StartAsync(
            Path.Combine(published, "AiSre.dll"), port => ["run", $"--urls=http://127.0.0.1:{port}", $"--Data:Folder={Path.Combine(folder.Path, "data")}"]);

        await AssertAssetsAsync(run.Address, Path.Combine(published, Manifest));
    }

    private static async Task AssertAssetsAsync(Uri address, string manifest)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(manifest, Cancellation));
        var routes = file.RootElement.GetProperty("Endpoints").EnumerateArray().Select(it => it.GetProperty("Route").GetString()!).Distinct().ToList();
        Assert.Contains("_framework/blazor.web.js", routes);
        Assert.Contains("app.css", routes);
        Assert.Contains("_content/MudBlazor/MudBlazor.min.js", routes);

        using var client = new HttpClient { BaseAddress = address };
        var empty = new List<string>();
        foreach (var route in routes)
        {
            foreach (var encoding in (string[])["identity", "gzip"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, route);
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
                using var response = await client.SendAsync(request, Cancellation);
                var body = await response.Content.ReadAsByteArrayAsync(Cancellation);
                if (!response.IsSuccessStatusCode || body.Length == 0)
                {
                    empty.Add($"{route} ({encoding}): {(int)response.StatusCode}, {body.Length} bytes");
                }
            }
        }

        Assert.Empty(empty);
    }
}
