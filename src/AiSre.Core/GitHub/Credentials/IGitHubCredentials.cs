namespace AiSre.GitHub.Credentials;

/// <summary>How AiSre shows one GitHub, or one account of it, who it is.</summary>
internal interface IGitHubCredentials : Octokit.ICredentialStore
{
    /// <summary>What the operator has to look at when GitHub refuses them, as part of a sentence.</summary>
    string Setting { get; }

    /// <summary>Drops what GitHub refused, so that the next call gets it anew.</summary>
    /// <returns>False when there is nothing to get anew: the operator has to act.</returns>
    bool Forget();
}
