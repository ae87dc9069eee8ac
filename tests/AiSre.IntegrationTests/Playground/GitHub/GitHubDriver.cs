using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub;
using AiSre.Playground.GitHub.Apps;
using AiSre.Playground.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>A playground's GitHub on a free port, with one repository <c>acme/shop</c> and people of different rights.</summary>
internal sealed class GitHubDriver : IAsyncDisposable
{
    public const string Deployment = "apps/web/deployment.yaml";

    /// <summary>Token of <c>aisre</c>, who may write.</summary>
    public const string Writer = "token-of-aisre";

    /// <summary>Token of <c>ana</c>, who may do everything.</summary>
    public const string Admin = "token-of-ana";

    /// <summary>Token of <c>rita</c>, who may read.</summary>
    public const string Reader = "token-of-rita";

    /// <summary>Token of <c>oskar</c>, who may not see acme/shop.</summary>
    public const string Outsider = "token-of-oskar";

    /// <summary>Token of a GitHub App.</summary>
    public const string App = "token-of-an-app";

    private readonly TemporaryFolder? ownFolder;
    private readonly LoopbackApplication app;

    private GitHubDriver(LoopbackApplication app, TemporaryFolder? ownFolder, Exchanges exchanges)
    {
        Exchanges = exchanges;
        this.app = app;
        this.ownFolder = ownFolder;
    }

    /// <summary>Every call to the API and its answer.</summary>
    public Exchanges Exchanges { get; }

    public GitRepositories Git => app.Services.GetRequiredService<GitRepositories>();

    public GitHubFaults Faults => app.Services.GetRequiredService<GitHubFaults>();

    /// <summary>Ends the tokens of GitHub Apps before their time.</summary>
    public void RevokeAppTokens() => app.Services.GetRequiredService<AppTokens>().RevokeAll();

    public Uri Address => app.Address;

    public string RepoUrl => $"{Address}acme/shop.git";

    /// <summary>Starts one; in a folder of its own unless told where.</summary>
    public static async Task<GitHubDriver> StartAsync(
        Action<GitHubOptions>? configure = null, string? folder = null, int port = 0, TimeProvider? clock = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var exchanges = new Exchanges();
        var time = clock ?? TimeProvider.System;
        var app = new LoopbackApplication(
            port,
            services => services
                .AddSingleton(time)
                .AddSingleton(new GitRepositories(folder ?? own!.Path, time))
                .AddGitHub(options =>
                {
                    options.Tokens.Add(new GitHubToken(Writer, "aisre", Right.Write));
                    options.Tokens.Add(new GitHubToken(Admin, "ana", Right.Admin));
                    options.Tokens.Add(new GitHubToken(Reader, "rita", Right.Read));
                    options.Tokens.Add(new GitHubToken(
                        Outsider, "oskar", new Dictionary<string, Right> { ["*"] = Right.Write, ["acme/shop"] = Right.None }));
                    options.Tokens.Add(new GitHubToken(App, "aisre[bot]", Right.Write) { IsApp = true });
                    configure?.Invoke(options);
                }),
            web =>
            {
                web.Use(exchanges.RecordAsync);
                web.UseRouting();
                web.MapGitHub();
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var driver = new GitHubDriver(app, own, exchanges);
        await driver.Git.CreateAsync("acme", "shop", new Dictionary<string, string>
        {
            [Deployment] = "image: registry-a.example/web:1.4\nreplicas: 2\n",
            ["README.md"] = "# Shop\n",
        });
        return driver;
    }

    /// <summary>Octokit as it comes, set up as for a GitHub Enterprise Server.</summary>
    public Octokit.GitHubClient Octokit(string token = Writer) =>
        new(new Octokit.ProductHeaderValue("test"), Address) { Credentials = new Octokit.Credentials(token) };

    /// <summary>A plain client for the API.</summary>
    public HttpClient Http(string? token = Writer)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address, "/api/v3/") };
        client.DefaultRequestHeaders.Add("User-Agent", "test");
        if (token is not null)
        {
            client.DefaultRequestHeaders.Add("Authorization", $"token {token}");
        }

        return client;
    }

    /// <summary>A branch with one commit that changes the deployment's image.</summary>
    /// <returns>The commit.</returns>
    public string Branch(string name, string image = "registry-b.example/web:1.4") =>
        Git.Commit(
            "acme", "shop", name,
            new Dictionary<string, string?> { [Deployment] = $"image: {image}\nreplicas: 2\n" },
            $"Use {image}\n", GitPerson.Of("aisre"));

    /// <summary>Somebody's commit on a branch.</summary>
    public string Commit(string branch, string path, string text, string login = "ana") =>
        Git.Commit("acme", "shop", branch, new Dictionary<string, string?> { [path] = text }, $"Change {path}\n", GitPerson.Of(login));

    public string Head(string branch) => Git.ResolveBranch("acme", "shop", branch)!;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }
}
