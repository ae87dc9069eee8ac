using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Incidents.Silences;

namespace AiSre.Components.Silences;

/// <summary>What a person has typed so far.</summary>
public sealed class SilenceForm
{
    public string? Cluster { get; set; }

    public string? Namespace { get; set; }

    public string? Kind { get; set; }

    public string? Name { get; set; }

    /// <summary>As <c>team=shop, tier=web</c>.</summary>
    public string? Labels { get; set; }

    /// <summary>The symptom's code; empty for every one.</summary>
    public string? Symptom { get; set; }

    /// <summary>UTC; null for at once.</summary>
    public DateTime? Start { get; set; }

    public int Minutes { get; set; } = 60;

    public string? Reason { get; set; }

    /// <exception cref="ProblemException">The labels cannot be read.</exception>
    public SilenceSelector ToSelector() => new()
    {
        Cluster = Cluster,
        Namespace = Namespace,
        Kind = Kind,
        Name = Name,
        Labels = ReadLabels(),
        Reason = Enum.TryParse<SymptomReason>(Symptom, out var reason) ? reason : null,
    };

    private ImmutableSortedDictionary<string, string> ReadLabels()
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in (Labels ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new ProblemException($"“{pair}” is no label; write labels as name=value, with commas between them.");
            }

            labels[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
        }

        return labels.ToImmutable();
    }
}
