using System.Collections.Concurrent;
using System.Security.Cryptography;
using AiSre.Playground.GitHub.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AiSre.Playground.GitHub.Apps;

/// <summary>Knows apps by what they sign, and gives out tokens of an hour for their installations.</summary>
internal sealed class AppTokens(GitHubOptions options, TimeProvider clock)
{
    /// <summary>GitHub takes nothing that is good for longer.</summary>
    private static readonly TimeSpan LongestSignature = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (GitHubToken Token, DateTimeOffset Ends)> issued = new();

    /// <summary>The app that signed this; null when it is no signature at all.</summary>
    /// <exception cref="GitHubError">It is one, and not good.</exception>
    public async Task<GitHubApp?> SignerAsync(string secret)
    {
        if (secret.Count(character => character == '.') != 2)
        {
            return null;
        }

        var handler = new JsonWebTokenHandler();
        if (!handler.CanReadToken(secret) || options.Apps.FirstOrDefault(candidate => candidate.Id == handler.ReadJsonWebToken(secret).Issuer) is not { } app)
        {
            throw new GitHubError(401, "A JSON web token could not be decoded");
        }

        using var key = RSA.Create();
        key.ImportFromPem(app.PublicKey);
        var now = clock.GetUtcNow().UtcDateTime;
        var result = await handler.ValidateTokenAsync(secret, new TokenValidationParameters
        {
            ValidIssuer = app.Id,
            ValidateAudience = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
            LifetimeValidator = (_, expires, _, _) => expires > now,
        });
        if (!result.IsValid)
        {
            throw new GitHubError(401, result.Exception is SecurityTokenInvalidLifetimeException
                ? "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
                : "A JSON web token could not be decoded");
        }

        var token = (JsonWebToken)result.SecurityToken;
        return token.ValidTo - token.IssuedAt > LongestSignature || token.IssuedAt > now
            ? throw new GitHubError(401, "'Expiration time' claim ('exp') is too far in the future")
            : app;
    }

    /// <summary>A token for where the app is installed.</summary>
    public (GitHubToken Token, DateTimeOffset Ends) Issue(GitHubApp app)
    {
        var token = new GitHubToken($"ghs_{RandomNumberGenerator.GetHexString(36, lowercase: true)}", $"{app.Slug}[bot]", app.Rights) { IsApp = true };
        return issued[token.Secret] = (token, clock.GetUtcNow() + Lifetime);
    }

    /// <summary>The token with this secret, while it is good.</summary>
    public GitHubToken? Find(string secret) =>
        issued.TryGetValue(secret, out var known) && known.Ends > clock.GetUtcNow() ? known.Token : null;

    /// <summary>Ends all tokens before their time.</summary>
    public void RevokeAll() => issued.Clear();
}
