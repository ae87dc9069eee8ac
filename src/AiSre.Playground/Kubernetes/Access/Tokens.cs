using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AiSre.Playground.Kubernetes.Access;

/// <summary>The bearer tokens the API accepts.</summary>
public sealed class Tokens
{
    private readonly ConcurrentDictionary<string, Identity> identities = new(StringComparer.Ordinal);

    public string Issue(Identity identity)
    {
        var token = $"playground-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";
        identities[token] = identity;
        return token;
    }

    /// <summary>Ends a token's life; requests with it answer 401 from now on.</summary>
    public void Expire(string token) => identities.TryRemove(token, out _);

    /// <summary>Makes a token good again.</summary>
    public void Restore(string token, Identity identity) => identities[token] = identity;

    public Identity? Find(string? token) => token is null ? null : identities.GetValueOrDefault(token);
}
