namespace AiSre.GitHub.Credentials;

/// <summary>A GitHub App where one account has installed it: a token of an hour, kept, and fetched anew before it ends.</summary>
/// <remarks>https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app.</remarks>
/// <param name="app">A client that is the app itself.</param>
/// <param name="repository">The repository, as <c>owner/name</c>, that the installation is looked up by; the token is for all that it covers.</param>
/// <param name="host">For the words of problems.</param>
/// <param name="appSetting">The app's own settings.</param>
/// <param name="clock">For the end of the token.</param>
internal sealed class InstallationCredentials(Octokit.IGitHubClient app, string repository, GitHubHost host, string appSetting, TimeProvider clock) : IGitHubCredentials
{
    /// <summary>A call that begins with a token must also end with it.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private Task<Octokit.AccessToken>? token;

    public string Setting => appSetting;

    public bool Forget()
    {
        lock (gate)
        {
            var isKnown = token is not null;
            token = null;
            return isKnown;
        }
    }

    public async Task<Octokit.Credentials> GetCredentials()
    {
        Task<Octokit.AccessToken> current;
        lock (gate)
        {
            // One asks, whoever comes meanwhile waits for its answer; a failure is asked again by the next one.
            current = token = token is { } known && IsGood(known) ? known : FetchAsync();
        }

        return new Octokit.Credentials((await current).Token, Octokit.AuthenticationType.Bearer);
    }

    private bool IsGood(Task<Octokit.AccessToken> known) =>
        !known.IsCompleted || (known.IsCompletedSuccessfully && known.Result.ExpiresAt - clock.GetUtcNow() > RenewBefore);

    private async Task<Octokit.AccessToken> FetchAsync()
    {
        var subject = $"get a token for {repository} as its GitHub App";
        try
        {
            var parts = repository.Split('/', 2);
            var installation = await app.GitHubApps.GetRepositoryInstallationForCurrent(parts[0], parts[1]);
            return installation.SuspendedAt is null
                ? await app.GitHubApps.CreateInstallationToken(installation.Id)
                : throw new ProblemException($"The GitHub App is suspended for {parts[0]} at {host.Name}, so AiSre could not {subject}; an owner of {parts[0]} has to unsuspend it.");
        }
        catch (Octokit.NotFoundException answer)
        {
            throw new ProblemException(
                $"The GitHub App is not installed for {repository} at {host.Name}; install it there, with access to this repository.", innerException: answer);
        }
        catch (Octokit.AuthorizationException answer)
        {
            throw new ProblemException(
                $"GitHub at {host.Name} does not accept what AiSre signs as its GitHub App ({answer.Message.TrimEnd('.')}); check {appSetting}, and that this machine's clock is right.",
                innerException: answer);
        }
        catch (Exception exception) when (GitHubProblems.Describe(exception, host, subject, repository, clock.GetUtcNow()) is { } problem)
        {
            throw problem;
        }
    }
}
