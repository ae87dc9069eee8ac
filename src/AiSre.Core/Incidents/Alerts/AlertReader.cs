using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AiSre.Incidents.Alerts;

/// <summary>Reads the bodies of webhooks.</summary>
public static class AlertReader
{
    private const int LongestText = 4096;

    /// <summary>Where Alertmanager's webhook, version 4, keeps things.</summary>
    private static readonly AlertPaths Alertmanager = new() { List = "alerts[*]" };

    /// <summary>The alerts of a message of Alertmanager.</summary>
    /// <exception cref="ProblemException">It is none; the sentence says what is wrong.</exception>
    public static IReadOnlyList<IncomingAlert> ReadAlertmanager(ReadOnlyMemory<byte> body) => Read(body, root =>
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
        {
            throw new ProblemException("The body is no message of Alertmanager's webhook: it has no list of alerts.");
        }

        if (root.TryGetProperty("version", out var version) && JsonPath.TextOf(version) is { } named && named != "4")
        {
            throw new ProblemException($"The message has version {Short(named)} of Alertmanager's webhook, and only version 4 can be read.");
        }

        // Senders that copy the format leave the status of the single alerts out.
        var ofAll = root.TryGetProperty("status", out var status) ? JsonPath.TextOf(status) : null;
        return [.. alerts.EnumerateArray().Select((alert, index) => One(alert, index, Alertmanager, ofAll))];
    });

    /// <summary>The alerts of another sender.</summary>
    /// <exception cref="ProblemException">They are not where the paths lead; the sentence says what is wrong.</exception>
    public static IReadOnlyList<IncomingAlert> Read(ReadOnlyMemory<byte> body, AlertPaths paths) => Read(body, root =>
    {
        var alerts = JsonPath.Parse(paths.List).Select(root).ToList();
        return alerts.Count == 0 && root.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            ? throw new ProblemException("The body is neither an object nor a list.")
            : [.. alerts.SelectMany(Items).Select((alert, index) => One(alert, index, paths, null))];
    });

    private static IReadOnlyList<IncomingAlert> Read(ReadOnlyMemory<byte> body, Func<JsonElement, IReadOnlyList<IncomingAlert>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw new ProblemException($"The body is no JSON: {Short(malformed.Message)}", innerException: malformed);
        }
        catch (InvalidOperationException malformed)
        {
            // What JsonElement throws for a text with half a surrogate pair.
            throw new ProblemException("The body contains a text that is no valid Unicode.", innerException: malformed);
        }
    }

    // A list where an alert is expected is a list of alerts.
    private static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private static IncomingAlert One(JsonElement alert, int index, AlertPaths paths, string? statusOfAll)
    {
        if (alert.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException($"Alert {index + 1} of the body is no JSON object.");
        }

        var labels = Labels(alert, paths);
        var name = Text(alert, paths.Title) ?? labels.GetValueOrDefault("alertname");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ProblemException($"Alert {index + 1} of the body has no name (at {paths.Title}).");
        }

        var status = Text(alert, paths.Status) ?? statusOfAll;
        var fingerprint = Text(alert, paths.Fingerprint);
        return new IncomingAlert
        {
            Name = Short(name),
            IsResolved = status?.ToLowerInvariant() is "resolved" or "ok" or "closed" or "inactive",
            Severity = IncomingAlert.SeverityOf(Text(alert, paths.Severity)),
            Summary = Summary(alert, paths),
            Labels = labels,
            Fingerprint = string.IsNullOrEmpty(fingerprint) ? IncomingAlert.FingerprintOf(name, labels) : fingerprint.Length <= 128 ? fingerprint : fingerprint[..128],
            Cluster = Text(alert, paths.Cluster),
            StartsAt = Time(alert, paths.StartsAt, index),
            EndsAt = Time(alert, paths.EndsAt, index),
            Json = alert.GetRawText(),
        };
    }

    private static string Summary(JsonElement alert, AlertPaths paths)
    {
        string?[] texts = [Text(alert, paths.Description), Text(alert, "annotations.summary"), Text(alert, "annotations.message")];
        var text = texts.FirstOrDefault(candidate => !string.IsNullOrWhiteSpace(candidate)) ?? "";
        return text.Length <= LongestText ? text : text[..LongestText];
    }

    private static ImmutableSortedDictionary<string, string> Labels(JsonElement alert, AlertPaths paths)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var found in paths.Labels.Length == 0 ? [] : JsonPath.Parse(paths.Labels).Select(alert))
        {
            if (found.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (var label in found.EnumerateObject())
            {
                if (JsonPath.TextOf(label.Value) is { } text)
                {
                    labels[label.Name.Replace('\0', '\uFFFD')] = text;
                }
            }
        }

        return labels.ToImmutable();
    }

    private static string? Text(JsonElement alert, string path) => path.Length == 0 ? null : JsonPath.Parse(path).Text(alert);

    // Alertmanager writes the year 1 where there is no time.
    private static DateTimeOffset? Time(JsonElement alert, string path, int index)
    {
        if (Text(alert, path) is not { Length: > 0 } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000_000_000_000)
        {
            // Seconds or milliseconds since 1970: the former reach the year 5138 at the latter's 1973.
            return number < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            throw new ProblemException($"Alert {index + 1} of the body has no time at {path}: {Short(text)}");
        }

        return time.Year <= 1 ? null : time;
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200];
}
