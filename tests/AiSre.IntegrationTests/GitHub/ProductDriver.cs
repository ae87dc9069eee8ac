using AiSre.GitHub;
using AiSre.IntegrationTests.Playground.GitHub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.GitHub;

/// <summary>The product's edge, set up as an operator would, on the playground's GitHub.</summary>
internal sealed class ProductDriver : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider services;

    public ProductDriver(Uri address, params (string Name, string? Value)[] settings)
        : this(address, TimeProvider.System, settings)
    {
    }

    public ProductDriver(Uri address, TimeProvider clock, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["GitHub:BaseAddress"] = address.ToString(), ["GitHub:Token"] = GitHubDriver.Writer };
        foreach (var (name, value) in settings)
        {
            all[$"GitHub:{name}"] = value;
        }

        services = new ServiceCollection()
            .AddSingleton(clock)
            .AddGitHub(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .BuildServiceProvider();
        Repository = Repositories.For($"{address}acme/shop.git");
    }

    public GitHubRepositories Repositories => services.GetRequiredService<GitHubRepositories>();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public GitHubRepository Repository { get; }

    /// <summary>A branch with a commit on top of main that changes the deployment's image.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> ProposeAsync(string branch = "aisre/web", string image = "registry-b.example/web:1.4")
    {
        var head = await Repository.HeadOfAsync("main");
        var sha = await Repository.CommitAsync(
            head, "Use registry B\n", new Dictionary<string, string> { [GitHubDriver.Deployment] = $"image: {image}\nreplicas: 2\n" }, Noon);
        await Repository.EnsureBranchAsync(branch, sha);
        return sha;
    }

    public async Task<PullRequest> OpenAsync(string branch = "aisre/web", string image = "registry-b.example/web:1.4")
    {
        await ProposeAsync(branch, image);
        return await Repository.OpenPullRequestAsync(branch, "main", "Use registry B", "Because A is down.", ["aisre"]);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
