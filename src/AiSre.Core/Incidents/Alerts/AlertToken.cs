using System.Security.Cryptography;
using System.Text;

namespace AiSre.Incidents.Alerts;

/// <summary>Whether a sender is who it says it is.</summary>
public static class AlertToken
{
    /// <summary>Whether the header brings the source's token. Takes as long for a wrong token as for the right one.</summary>
    /// <param name="source">Who it says it is.</param>
    /// <param name="authorization">The header <c>Authorization</c>; null when there is none.</param>
    public static bool Fits(AlertSourceOptions source, string? authorization)
    {
        const string Scheme = "Bearer ";
        var given = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        return Read(source) is { Length: > 0 } token
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    private static string? Read(AlertSourceOptions source)
    {
        if (!string.IsNullOrEmpty(source.Token))
        {
            return source.Token;
        }

        try
        {
            return source.TokenFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No token fits a file that is not there.
            return null;
        }
    }
}
