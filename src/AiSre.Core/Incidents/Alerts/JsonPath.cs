using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AiSre.Incidents.Alerts;

/// <summary>The part of JSONPath that finds its way in webhooks: <c>data.alerts[*].labels</c>, <c>items[0]</c>, with or without <c>$.</c> in front.</summary>
public sealed class JsonPath
{
    private readonly ImmutableArray<Step> _steps;

    private JsonPath(ImmutableArray<Step> steps) => _steps = steps;

    /// <summary>Reads a path; the empty one is the value itself.</summary>
    public static bool TryParse(string text, out JsonPath path)
    {
        path = new JsonPath([]);
        var steps = ImmutableArray.CreateBuilder<Step>();
        var rest = text.AsSpan().Trim();
        rest = rest is "$" ? "" : rest.StartsWith("$.") ? rest[2..] : rest.StartsWith("$[") ? rest[1..] : rest;
        var needsDot = false;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '[')
            {
                var end = rest.IndexOf(']');
                var inner = end < 0 ? default : rest[1..end];
                if (inner is "*")
                {
                    steps.Add(new Step(null, null));
                }
                else if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    steps.Add(new Step(null, index));
                }
                else
                {
                    return false;
                }

                rest = rest[(end + 1)..];
                needsDot = true;
                continue;
            }

            if (needsDot)
            {
                if (rest[0] != '.')
                {
                    return false;
                }

                rest = rest[1..];
            }

            var length = rest.IndexOfAny('.', '[') is var stop and >= 0 ? stop : rest.Length;
            if (length == 0)
            {
                return false;
            }

            steps.Add(new Step(rest[..length].ToString(), null));
            rest = rest[length..];
            needsDot = true;
        }

        path = new JsonPath(steps.ToImmutable());
        return true;
    }

    /// <exception cref="FormatException">It is no path.</exception>
    public static JsonPath Parse(string text) => TryParse(text, out var path) ? path : throw new FormatException($"\"{text}\" is no path.");

    /// <summary>All that the path leads to; nothing where it leads nowhere.</summary>
    public IEnumerable<JsonElement> Select(JsonElement from)
    {
        IEnumerable<JsonElement> current = [from];
        foreach (var step in _steps)
        {
            current = current.SelectMany(step.Follow);
        }

        return current;
    }

    /// <summary>The first text, number or truth value that the path leads to; null when there is none.</summary>
    public string? Text(JsonElement from) => _steps.IsEmpty ? null : Select(from).Select(TextOf).FirstOrDefault(text => text is not null);

    /// <summary>A text as it is, a number or truth value as it is written; null for everything else.</summary>
    /// <remarks>NUL, which PostgreSQL cannot keep, becomes U+FFFD.</remarks>
    internal static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Replace('\0', '\uFFFD'),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private readonly record struct Step(string? Key, int? Index)
    {
        public IEnumerable<JsonElement> Follow(JsonElement from)
        {
            if (Key is not null)
            {
                if (from.ValueKind == JsonValueKind.Object && from.TryGetProperty(Key, out var value))
                {
                    yield return value;
                }
            }
            else if (from.ValueKind == JsonValueKind.Array)
            {
                for (var index = Index ?? 0; index < from.GetArrayLength() && (Index is null || index == Index); index++)
                {
                    yield return from[index];
                }
            }
        }
    }
}
