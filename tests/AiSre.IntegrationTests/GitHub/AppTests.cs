using System.Security.Cryptography;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;
using AiSre.Playground.GitHub.Apps;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>AiSre as a GitHub App: it signs who it is, and works with the tokens of its installations.</summary>
public sealed class AppTests : IAsyncLifetime
{
    private const string Tokens = "/access_tokens";

    private readonly RSA key = RSA.Create(2048);
    private readonly MovableClock clock = new();
    private GitHubApp app = null!;
    private GitHubDriver github = null!;

    public async ValueTask InitializeAsync()
    {
        app = new GitHubApp("Iv23aisre", "aisre", key.ExportSubjectPublicKeyInfoPem(), new Dictionary<string, Right> { ["acme/shop"] = Right.Write });
        github = await GitHubDriver.StartAsync(options => options.Apps.Add(app), clock: clock);
        await github.Git.CreateAsync("acme", "hidden", new Dictionary<string, string> { ["README.md"] = "# Hidden\n" });
    }

    public async ValueTask DisposeAsync()
    {
        await github.DisposeAsync();
        key.Dispose();
    }

    [Fact]
    public async Task It_opens_a_pull_request_in_its_own_name_with_one_token()
    {
        await using var product = Product(("App:PrivateKey", key.ExportPkcs8PrivateKeyPem()));

        await product.OpenAsync();

        var opened = Assert.Single(await github.Octokit().PullRequest.GetAllForRepository("acme", "shop"));
        Assert.Equal("aisre[bot]", opened.User.Login);
        Assert.Equal(1, github.Exchanges.Count("POST", Tokens));
        Assert.Equal(1, github.Exchanges.Count("GET", "/repos/acme/shop/installation"));
    }

    [Fact]
    public async Task Many_calls_at_once_ask_for_one_token()
    {
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => product.Repository.HeadOfAsync("main")));

        Assert.Equal(1, github.Exchanges.Count("POST", Tokens));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));
        await product.Repository.HeadOfAsync("main");

        clock.Move(TimeSpan.FromMinutes(54));
        await product.Repository.HeadOfAsync("main");
        Assert.Equal(1, github.Exchanges.Count("POST", Tokens));

        clock.Move(TimeSpan.FromMinutes(2));
        await product.Repository.HeadOfAsync("main");
        Assert.Equal(2, github.Exchanges.Count("POST", Tokens));
        Assert.DoesNotContain(github.Exchanges.All, exchange => exchange.Status == 401);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_fetched_anew_within_the_call()
    {
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));
        await product.Repository.HeadOfAsync("main");
        github.RevokeAppTokens();

        await product.OpenAsync();

        Assert.Equal(2, github.Exchanges.Count("POST", Tokens));
    }

    [Fact]
    public async Task The_key_may_lie_in_a_file_and_be_rotated()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "app.pem");
        await using var product = Product(("App:PrivateKeyFile", file));
        Assert.Contains("cannot read the private key", (await ReadAsync(product)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "not a key");
        Assert.Contains(file, (await ReadAsync(product)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, key.ExportRSAPrivateKeyPem());
        Assert.Equal(github.Head("main"), await product.Repository.HeadOfAsync("main"));
    }

    [Fact]
    public async Task A_repository_that_it_is_not_installed_for_is_named_and_another_one_works()
    {
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => product.Repositories.For($"{github.Address}acme/hidden").HeadOfAsync("main"));

        Assert.Contains("is not installed for acme/hidden", problem.Message, StringComparison.Ordinal);
        Assert.Equal(github.Head("main"), await product.Repository.HeadOfAsync("main"));
    }

    [Fact]
    public async Task A_key_of_another_app_is_told_apart_from_a_missing_installation()
    {
        using var other = RSA.Create(2048);
        await using var product = Product(("App:PrivateKey", other.ExportRSAPrivateKeyPem()));

        var problem = await ReadAsync(product);

        Assert.Contains("does not accept what AiSre signs as its GitHub App", problem.Message, StringComparison.Ordinal);
        Assert.Contains("GitHub:App:PrivateKey", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_installation_names_who_can_help()
    {
        app.IsSuspended = true;
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));

        Assert.Contains("an owner of acme has to unsuspend it", (await ReadAsync(product)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_playground_answers_an_app_fits_GitHubs_own_description()
    {
        var description = await GitHubDescription.ReadAsync();
        await using var product = Product(("App:PrivateKey", key.ExportRSAPrivateKeyPem()));
        await product.Repository.HeadOfAsync("main");
        await Assert.ThrowsAsync<ProblemException>(() => product.Repositories.For($"{github.Address}acme/hidden").HeadOfAsync("main"));

        var exchanges = github.Exchanges.All;
        Assert.True(exchanges.Count >= 4);
        foreach (var exchange in exchanges)
        {
            Assert.Empty(await description.MistakesAsync(exchange.Method, exchange.Path, exchange.Status, exchange.Body));
        }
    }

    private static Task<ProblemException> ReadAsync(ProductDriver product) =>
        Assert.ThrowsAsync<ProblemException>(() => product.Repository.HeadOfAsync("main"));

    private ProductDriver Product(params (string Name, string? Value)[] settings) =>
        new(github.Address, clock, [("Token", null), ("App:Id", app.Id), .. settings]);
}
