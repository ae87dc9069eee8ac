using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiSre.Diagnosis;

/// <summary>Checks that a quotation is literally in the evidence it claims to come from. Pure.</summary>
/// <remarks>
/// White space does not count: runs of it are one blank, and in JSON none between tokens counts. Terminal colours in logs
/// do not count either. In JSON a quotation may also be (part of) one decoded string, or <c>key: value</c> of one field;
/// it may not join several fields, since what stands far apart says something else when read together.
/// </remarks>
public static partial class Quotations
{
    /// <summary>Whether the evidence says it.</summary>
    /// <param name="evidence">The evidence's whole text: JSON, lines of JSON, or plain text.</param>
    /// <param name="quote">The words. An empty quotation is never found.</param>
    public static bool Contains(string evidence, string quote)
    {
        if (string.IsNullOrWhiteSpace(quote))
        {
            return false;
        }

        if (evidence.Contains(quote, StringComparison.Ordinal))
        {
            return true;
        }

        var words = Squeeze(quote);
        return words.Length > 0 && (Squeeze(evidence).Contains(words, StringComparison.Ordinal) || JsonContains(evidence, words));
    }

    /// <summary>Whether one field of the JSON says it, alone or with its name in front. An empty quotation is never found.</summary>
    public static bool Contains(JsonElement evidence, string quote) =>
        Squeeze(quote) is { Length: > 0 } words && FieldContains(null, evidence, words);

    private static bool JsonContains(string evidence, string words)
    {
        if (TryParse(evidence) is { } whole)
        {
            using (whole)
            {
                return Packed(evidence).Contains(Packed(words), StringComparison.Ordinal) || FieldContains(null, whole.RootElement, words);
            }
        }

        foreach (var line in evidence.Split('\n'))
        {
            if (TryParse(line) is { } json)
            {
                using (json)
                {
                    if (FieldContains(null, json.RootElement, words))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool FieldContains(string? key, JsonElement value, string words)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return value.EnumerateObject().Any(field => FieldContains(field.Name, field.Value, words));
            case JsonValueKind.Array:
                return value.EnumerateArray().Any(item => FieldContains(key, item, words));
            default:
                var text = Squeeze(Text(value));
                return text.Contains(words, StringComparison.Ordinal)
                    || (key is not null && $"{key}: {text}".Contains(words, StringComparison.Ordinal))
                    || (key is not null && $"\"{key}\": \"{text}\"".Contains(words, StringComparison.Ordinal));
        }
    }

    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.GetRawText();
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, as cut-off log lines have it, has no decoded form.
            return value.GetRawText();
        }
    }

    private static JsonDocument? TryParse(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty || start[0] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            // It only looked like JSON, so it is plain text, which has been searched as such.
            return null;
        }
    }

    private static string Squeeze(string text) => WhiteSpace().Replace(Colours().Replace(text, ""), " ").Trim();

    private static string Packed(string text) => WhiteSpace().Replace(text, "");

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex("\u001b\\[[0-9;]*[A-Za-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Colours();
}
