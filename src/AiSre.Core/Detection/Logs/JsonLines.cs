using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace AiSre.Detection.Logs;

/// <summary>Structured lines: zap, logrus, zerolog, slog, pino, bunyan, winston, logstash, ECS, Serilog compact, .NET's JsonConsole, structlog, MongoDB, Monolog.</summary>
internal static class JsonLines
{
    private const int Longest = 64 * 1024;
    private const int Deepest = 4;

    private static readonly FrozenSet<string> LevelNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "level", "lvl", "severity", "levelname", "level_name", "log.level", "loglevel", "@l", "s");

    private static readonly FrozenSet<string> MessageNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "msg", "message", "@m", "@mt", "event", "textPayload", "log", "short_message", "RenderedMessage");

    private static readonly FrozenSet<string> ErrorNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "error", "err", "exception", "@x", "exc", "exc_info", "exc_text", "stack", "stacktrace", "stack_trace", "error.message", "error.stack_trace", "errmsg", "error_message",
        "errorMessage", "errorVerbose", "cause", "reason", "detail", "details", "full_message", "attr", "State", "context", "thrown", "extendedStackTrace", "inner", "innerException");

    // Within an error's object; "name" alone would take everything that has one.
    private static readonly FrozenSet<string> InErrorNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "message", "msg", "stack", "type", "class", "code", "errmsg", "codeName", "address", "hostname");

    // Where the logger puts whom it spoke to beside the words.
    private static readonly FrozenSet<string> AddressNames = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "address", "addr", "target", "endpoint", "server", "peer", "url", "uri", "broker", "brokers", "upstream", "remote", "host:port", "connection", "database_host");

    /// <summary>What a structured line says, level and words, line breaks kept; null when it is none.</summary>
    public static (LineLevel Level, string Words)? Read(string line)
    {
        var start = line.IndexOf('{', StringComparison.Ordinal);
        if (start is < 0 or > 80 || line.Length > Longest || !line.AsSpan().TrimEnd().EndsWith("}", StringComparison.Ordinal) || !line.Contains("\":", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(line[start..]), new JsonDocumentOptions { MaxDepth = 32 });
            var level = LineLevel.None;
            var words = new StringBuilder();
            Collect(document.RootElement, ref level, words, depth: 0);
            return words.Length == 0 ? null : (level == LineLevel.None && start > 0 ? Levels.Of(line.AsSpan(0, start)) : level, words.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or strings in it that are no text: half a surrogate pair.
            return null;
        }
    }

    private static void Collect(JsonElement value, ref LineLevel level, StringBuilder words, int depth)
    {
        var (errors, addresses) = (new StringBuilder(), new StringBuilder());
        foreach (var property in value.EnumerateObject())
        {
            if (depth == 0 && LevelNames.Contains(property.Name))
            {
                var found = property.Value.ValueKind switch
                {
                    JsonValueKind.String => Levels.OfWord(property.Value.GetString()),
                    JsonValueKind.Number when property.Value.TryGetDouble(out var number) => Levels.OfNumber(number),
                    _ => LineLevel.None,
                };
                level = found == LineLevel.None ? level : found;
            }
            else if (MessageNames.Contains(property.Name))
            {
                Add(property.Value, ref level, words, depth);
            }
            else if (depth == 0 && AddressNames.Contains(property.Name) && property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is { Length: < 300 } address && address.Contains(':', StringComparison.Ordinal))
            {
                addresses.Append(' ').Append(property.Name).Append('=').Append(address);
            }
            else if (ErrorNames.Contains(property.Name) || (depth > 0 && InErrorNames.Contains(property.Name)))
            {
                Add(property.Value, ref level, errors, depth);
            }
        }

        if (errors.Length > 0)
        {
            Append(words, errors.ToString());
        }

        words.Append(addresses);
    }

    private static void Add(JsonElement value, ref LineLevel level, StringBuilder words, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Append(words, value.GetString()!);
                break;
            case JsonValueKind.Object when depth < Deepest:
                Collect(value, ref level, words, depth + 1);
                break;
            case JsonValueKind.Array when depth < Deepest:
                foreach (var item in value.EnumerateArray())
                {
                    Add(item, ref level, words, depth + 1);
                }

                break;
        }
    }

    private static void Append(StringBuilder words, string more)
    {
        if (words.Length > 0 && more.Length > 0)
        {
            words.Append(more.Contains('\n', StringComparison.Ordinal) ? "\n" : ": ");
        }

        words.Append(more);
    }
}
