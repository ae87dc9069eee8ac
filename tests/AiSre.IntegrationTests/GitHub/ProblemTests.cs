using System.Net;
using System.Net.Sockets;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;

// Every call ends by itself within GitHub:Timeout, so no test can hang in one.
#pragma warning disable xUnit1051

namespace AiSre.IntegrationTests.GitHub;

/// <summary>Everything that can be wrong with GitHub is told in one sentence, with what to do and whether waiting helps.</summary>
public sealed class ProblemTests : IAsyncLifetime
{
    private GitHubDriver github = null!;

    public async ValueTask InitializeAsync() => github = await GitHubDriver.StartAsync();

    public ValueTask DisposeAsync() => github.DisposeAsync();

    [Fact]
    public async Task An_unreachable_GitHub()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        await using var product = new ProductDriver(new Uri($"http://127.0.0.1:{port}/"));

        var problem = await ReadAsync(product);

        Assert.True(problem.IsTransient);
        Assert.Contains($"GitHub at 127.0.0.1:{port} cannot be reached", problem.Message, StringComparison.Ordinal);
        Assert.Contains("GitHub:BaseAddress", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer()
    {
        github.Faults.Add(new GitHubFault(FaultKind.NoAnswer, Count: 5));
        await using var product = new ProductDriver(github.Address, ("Timeout", "00:00:00.5"));

        var problem = await ReadAsync(product);

        Assert.True(problem.IsTransient);
        Assert.Contains("did not answer within 0.5 s", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_names_the_setting_to_renew()
    {
        await using var product = new ProductDriver(github.Address, ("Token", "expired"));

        var problem = await ReadAsync(product);

        Assert.False(problem.IsTransient);
        Assert.Contains("does not accept AiSre's token (Bad credentials)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("GitHub:Token", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_the_token_may_not_see()
    {
        await using var product = new ProductDriver(github.Address, ("Token", GitHubDriver.Outsider));

        var problem = await ReadAsync(product);

        Assert.False(problem.IsTransient);
        Assert.Contains("does not exist or the token may not see it", problem.Message, StringComparison.Ordinal);
        Assert.Contains("acme/shop", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_only_read()
    {
        await using var product = new ProductDriver(github.Address, ("Token", GitHubDriver.Reader));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => product.ProposeAsync());

        Assert.False(problem.IsTransient);
        Assert.Contains("may not commit to acme/shop", problem.Message, StringComparison.Ordinal);
        Assert.Contains("write access", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_secondary_rate_limit_is_waited_for_as_long_as_GitHub_says(int status)
    {
        github.Faults.Add(new GitHubFault(FaultKind.RateLimited) { Status = status, RetryAfter = 42 });
        await using var product = new ProductDriver(github.Address);

        var problem = await ReadAsync(product);
        Assert.True(problem.IsTransient);
        Assert.Equal(TimeSpan.FromSeconds(42), problem.RetryAfter);

        // Until then GitHub is not even asked.
        var calls = github.Exchanges.All.Count;
        var still = await ReadAsync(product);
        Assert.InRange(still.RetryAfter!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(42));
        Assert.Equal(calls, github.Exchanges.All.Count);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_secondary_rate_limit_without_a_time_is_waited_for_a_minute(int status)
    {
        github.Faults.Add(new GitHubFault(FaultKind.RateLimited) { Status = status });
        await using var product = new ProductDriver(github.Address);

        var problem = await ReadAsync(product);

        Assert.True(problem.IsTransient);
        Assert.Equal(TimeSpan.FromMinutes(1), problem.RetryAfter);
    }

    [Fact]
    public async Task A_spent_hour_is_waited_for_until_it_ends()
    {
        await using var strict = await GitHubDriver.StartAsync(options => options.RateLimit = 1);
        await using var product = new ProductDriver(strict.Address);
        await product.Repository.HeadOfAsync("main");

        var problem = await ReadAsync(product);

        Assert.True(problem.IsTransient);
        Assert.InRange(problem.RetryAfter!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61));
        Assert.Single(strict.Exchanges.All);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task An_error_of_GitHubs_own_is_tried_again_where_that_is_safe(int status)
    {
        await using var product = new ProductDriver(github.Address);
        github.Faults.Add(new GitHubFault(FaultKind.ServerError, Count: 2) { Status = status });
        Assert.Equal(github.Head("main"), await product.Repository.HeadOfAsync("main"));

        github.Faults.Add(new GitHubFault(FaultKind.ServerError) { Status = status, Method = "POST" });
        var problem = await Assert.ThrowsAsync<ProblemException>(() => product.Repository.EnsureBranchAsync("fix", github.Head("main")));
        Assert.True(problem.IsTransient);
        Assert.Contains($"error of its own ({status}", problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, github.Exchanges.Count("POST", "/git/refs"));
    }

    [Fact]
    public async Task An_error_of_GitHubs_own_that_stays_is_told()
    {
        github.Faults.Add(new GitHubFault(FaultKind.ServerError, Count: 100));
        await using var product = new ProductDriver(github.Address);

        var problem = await ReadAsync(product);

        Assert.True(problem.IsTransient);
        Assert.Equal(3, github.Exchanges.All.Count);
    }

    [Fact]
    public async Task Something_else_that_answers_in_GitHubs_place()
    {
        github.Faults.Add(new GitHubFault(FaultKind.NotGitHub, Count: 100));
        await using var product = new ProductDriver(github.Address);

        var problem = await ReadAsync(product);

        Assert.Contains("does not speak GitHub's API", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_cannot_be_a_pull_request_is_refused_with_GitHubs_reason()
    {
        await using var product = new ProductDriver(github.Address);
        await product.Repository.EnsureBranchAsync("same", github.Head("main"));

        var problem = await Assert.ThrowsAsync<ProblemException>(
            () => product.Repository.OpenPullRequestAsync("same", "main", "Title", "Body", []));

        Assert.False(problem.IsTransient);
        Assert.Contains("No commits between main and same", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_configured_and_an_address_that_is_none()
    {
        await using var product = new ProductDriver(github.Address);

        var unknown = Assert.Throws<ProblemException>(() => product.Repositories.For("https://gitlab.example/acme/shop.git"));
        Assert.Contains("no token for gitlab.example", unknown.Message, StringComparison.Ordinal);
        var none = Assert.Throws<ProblemException>(() => product.Repositories.For("oci://registry.example/charts"));
        Assert.Contains("is not the address of a GitHub repository", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_a_problem_of_GitHub()
    {
        github.Faults.Add(new GitHubFault(FaultKind.NoAnswer));
        await using var product = new ProductDriver(github.Address);
        using var cancellation = new CancellationTokenSource();

        var waiting = product.Repository.HeadOfAsync("main", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static Task<ProblemException> ReadAsync(ProductDriver product) =>
        Assert.ThrowsAsync<ProblemException>(() => product.Repository.HeadOfAsync("main"));
}
