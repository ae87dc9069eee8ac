using System.Collections.Concurrent;
using AiSre.GitHub.Credentials;
using AiSre.GitHub.Http;
using Microsoft.Extensions.Http.Resilience;
using Octokit.Internal;
using Polly;

namespace AiSre.GitHub;

/// <summary>One configured GitHub and the way to call it.</summary>
internal sealed class GitHubHost
{
    private static readonly Octokit.ProductHeaderValue Product = new("AiSre");

    private readonly GitHubHostOptions options;
    private readonly string prefix;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, CallBudget> budgets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Account> everywhere;

    /// <param name="prefix">How the operator's settings for this host begin: <c>GitHub</c> or <c>GitHub:Hosts:0</c>.</param>
    /// <param name="options">Those settings.</param>
    /// <param name="timeout">How long one call may take, tries included.</param>
    /// <param name="clock">For back-off and rate limits.</param>
    public GitHubHost(string prefix, GitHubHostOptions options, TimeSpan timeout, TimeProvider clock)
    {
        this.prefix = prefix;
        this.options = options;
        this.clock = clock;
        Timeout = timeout;
        everywhere = new Lazy<Account>(() => Connect(options.App is { } app ? new AppCredentials(app, Setting("App"), clock) : new TokenCredentials(options, prefix), countedBy: ""));
    }

    /// <summary>Host name with the port where it is not the usual one, as in <see cref="RepositoryAddress.Host"/>.</summary>
    public string Name => options.Address.Authority;

    public TimeSpan Timeout { get; }

    /// <summary>Whether the token turned out not to be a GitHub App's, so that check runs need not be tried.</summary>
    public bool ChecksNeedAnApp { get; set; }

    public string? WebhookSecret => string.IsNullOrEmpty(options.WebhookSecret) ? null : options.WebhookSecret;

    /// <summary>What the operator has to look at when GitHub does not accept who AiSre says it is.</summary>
    public string CredentialsSetting => everywhere.Value.Credentials.Setting;

    /// <summary>Where a browser shows something of this host.</summary>
    public Uri WebUrl(string path) => new(options.Address, path);

    /// <summary>Where GraphQL is asked, in the host's form: https://docs.github.com/en/graphql/guides/forming-calls-with-graphql.</summary>
    public Uri GraphQlAddress => options.IsGitHubCom ? new Uri(ApiAddress(options), "graphql") : new Uri(options.Address, "/api/graphql");

    public string Setting(string name) => $"{prefix}:{name}";

    public bool Serves(RepositoryAddress repository) =>
        string.Equals(Name, repository.Host, StringComparison.OrdinalIgnoreCase)
        || (repository.IsOverSsh && string.Equals(options.Address.Host, repository.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls GitHub.</summary>
    /// <param name="call">The call.</param>
    /// <param name="subject">What it does, so that it fits behind "could not".</param>
    /// <param name="repository">Where, as <c>owner/name</c>.</param>
    /// <param name="cancellationToken">Ends the waiting; Octokit cannot take back what it sent.</param>
    /// <param name="expected">Answers that the caller understands itself; they are thrown as Octokit throws them.</param>
    /// <exception cref="ProblemException">Anything about GitHub that is in the way.</exception>
    public async Task<T> CallAsync<T>(
        Func<Octokit.GitHubClient, Task<T>> call,
        string subject,
        string repository,
        CancellationToken cancellationToken,
        Func<Octokit.ApiException, bool>? expected = null)
    {
        var account = AccountOf(repository);
        try
        {
            try
            {
                return await call(account.Client).WaitAsync(cancellationToken);
            }
            catch (Octokit.AuthorizationException) when (account.Credentials.Forget())
            {
                // A token of an app may be revoked before its end. Nothing has happened yet, so whatever it was may be asked again.
                return await call(account.Client).WaitAsync(cancellationToken);
            }
        }
        catch (Octokit.ApiException answer) when (expected?.Invoke(answer) == true)
        {
            throw;
        }
        catch (Exception exception) when (
            !cancellationToken.IsCancellationRequested
            && GitHubProblems.Describe(exception, this, subject, repository, clock.GetUtcNow()) is { } problem)
        {
            throw problem;
        }
    }

    // An app's token is that of an installation, which is looked up by repository; GitHub counts its calls by owner.
    private Account AccountOf(string repository) => options.App is null
        ? everywhere.Value
        : accounts.GetOrAdd(repository, _ =>
            Connect(new InstallationCredentials(everywhere.Value.Client, repository, this, CredentialsSetting, clock), repository.Split('/')[0]));

    private Account Connect(IGitHubCredentials credentials, string countedBy)
    {
        var budget = budgets.GetOrAdd(countedBy, _ => new CallBudget(Name, options.MostWritesPerMinute, clock));
        var connection = new Octokit.Connection(
            Product, ApiAddress(options), credentials, new HttpClientAdapter(() => Handlers(budget)), new SimpleJsonSerializer());
        connection.SetRequestTimeout(Timeout);
        return new Account(new Octokit.GitHubClient(connection), credentials);
    }

    /// <summary>Where the REST API of a host is.</summary>
    /// <remarks>Its three forms: https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api.</remarks>
    internal static Uri ApiAddress(GitHubHostOptions options) =>
        options.IsGitHubCom ? new UriBuilder(options.Address) { Host = $"api.{options.Address.Host}" }.Uri : new Uri(options.Address, "/api/v3/");

    private JsonAnswers Handlers(CallBudget budget)
    {
        var reads = new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            // A rate limit is not retried here: its wait is longer than a call may take, and the stage runner keeps it.
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpRequestException || (int?)arguments.Outcome.Result?.StatusCode >= 500),
        };
        // A write whose answer was lost may have happened; only its caller knows how to look first.
        reads.DisableForUnsafeHttpMethods();
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }.AddRetry(reads).Build();
        // The client lives as long as the process, so connections must not, or a moved host is never noticed.
        var wire = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };
        var bounded = new BoundedAnswers { InnerHandler = new ResilienceHandler(pipeline) { InnerHandler = wire } };
        var guard = new RateLimitGuard(budget) { InnerHandler = bounded };
        return new JsonAnswers { InnerHandler = new ConditionalRequests { InnerHandler = guard } };
    }

    private sealed record Account(Octokit.GitHubClient Client, IGitHubCredentials Credentials);
}
