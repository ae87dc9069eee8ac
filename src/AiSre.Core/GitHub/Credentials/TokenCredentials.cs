namespace AiSre.GitHub.Credentials;

/// <summary>A personal access token, from the settings or from a file that is read at every call.</summary>
/// <param name="options">The host's settings.</param>
/// <param name="prefix">How their names begin.</param>
internal sealed class TokenCredentials(GitHubHostOptions options, string prefix) : IGitHubCredentials
{
    public string Setting => options.TokenFile is { Length: > 0 } file ? $"the file {file} ({prefix}:TokenFile)" : $"{prefix}:Token";

    public bool Forget() => false;

    public async Task<Octokit.Credentials> GetCredentials()
    {
        if (options.TokenFile is not { Length: > 0 } file)
        {
            return new Octokit.Credentials(options.Token);
        }

        try
        {
            return new Octokit.Credentials((await File.ReadAllTextAsync(file)).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ProblemException(
                $"AiSre cannot read its token for {options.Address.Authority} from {file} ({exception.Message.TrimEnd('.')}); put the token there or change {prefix}:TokenFile.",
                innerException: exception);
        }
    }
}
