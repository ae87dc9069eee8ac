using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AiSre.GitHub.Credentials;

/// <summary>A GitHub App as itself: what it signs with its private key, good for asking for tokens of its installations and for nothing else.</summary>
/// <remarks>https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app.</remarks>
/// <param name="options">The app.</param>
/// <param name="prefix">How the names of its settings begin.</param>
/// <param name="clock">For the times in what it signs.</param>
internal sealed class AppCredentials(GitHubAppOptions options, string prefix, TimeProvider clock) : IGitHubCredentials
{
    /// <summary>GitHub takes ten minutes at most, by its own clock.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(9);

    /// <summary>As GitHub advises, against clocks that differ.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    public string Setting => options.PrivateKeyFile is { Length: > 0 } file
        ? $"{prefix}:Id and the key in {file} ({prefix}:PrivateKeyFile)"
        : $"{prefix}:Id and {prefix}:PrivateKey";

    public bool Forget() => false;

    public async Task<Octokit.Credentials> GetCredentials()
    {
        using var key = RSA.Create();
        try
        {
            // Read each time: a key that was rotated is used without a restart, and none is kept.
            key.ImportFromPem(options.PrivateKeyFile is { Length: > 0 } file ? await File.ReadAllTextAsync(file) : options.PrivateKey);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ProblemException(
                $"AiSre cannot read the private key of its GitHub App ({exception.Message.TrimEnd('.')}); download one from the app's settings and put it where {Setting} say.",
                innerException: exception);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Id,
            IssuedAt = now - Drift,
            Expires = now + Lifetime,
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                SecurityAlgorithms.RsaSha256),
        });
        return new Octokit.Credentials(token, Octokit.AuthenticationType.Bearer);
    }
}
