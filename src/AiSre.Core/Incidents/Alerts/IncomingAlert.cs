using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Detection;

namespace AiSre.Incidents.Alerts;

/// <summary>One alert as a webhook brings it.</summary>
public sealed record IncomingAlert
{
    /// <summary>The name of its rule.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is over.</summary>
    public required bool IsResolved { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What it says, for people; may change while the alert stays the same.</summary>
    public required string Summary { get; init; }

    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>What stays the same while the alert does: the sender's word, or else a hash of its name and labels.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The cluster that it names; null when it names none.</summary>
    public string? Cluster { get; init; }

    /// <summary>UTC; null when it does not say.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>UTC: when it is or was over; null when it does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The alert as it was sent.</summary>
    public required string Json { get; init; }

    /// <summary>How bad a severity's name is; an unknown one is a warning.</summary>
    public static Severity SeverityOf(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        "critical" or "error" or "page" or "fatal" or "emergency" or "high" or "crit" or "err" => Severity.Error,
        "info" or "information" or "informational" or "none" or "debug" or "low" or "ok" => Severity.Info,
        _ => Severity.Warning,
    };

    /// <summary>For senders that give no fingerprint: 32 hexadecimal digits over name and labels, whatever their order.</summary>
    public static string FingerprintOf(string name, ImmutableSortedDictionary<string, string> labels)
    {
        var text = new StringBuilder(name);
        foreach (var (label, value) in labels)
        {
            text.Append('\n').Append(label).Append('\0').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
