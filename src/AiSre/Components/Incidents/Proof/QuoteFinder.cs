using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiSre.Components.Incidents.Proof;

/// <summary>Finds where a quotation stands in a text as it is shown, under the rules by which <see cref="Diagnosis.Quotations"/> accepts one. Pure.</summary>
public static class QuoteFinder
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private static readonly JsonSerializerOptions Shown = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The evidence as it is shown: JSON in lines, terminal colours left out, everything else as it was kept.</summary>
    public static string Show(string content)
    {
        if (content.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(content), Shown);
            }
            catch (JsonException)
            {
                // It only begins like JSON, so it is shown as it is.
            }
        }

        return Regex.Replace(content, "\u001b\\[[0-9;]*[A-Za-z]", "");
    }

    /// <summary>Where the quotation stands; null when it is not there as it is written.</summary>
    public static Range? Find(string shown, string quote)
    {
        if (string.IsNullOrWhiteSpace(quote))
        {
            return null;
        }

        var inJson = JsonSerializer.Serialize(quote, Shown)[1..^1];
        return Match(shown, Words(quote)) ?? Match(shown, Words(inJson)) ?? Match(shown, Field(inJson)) ?? Match(shown, Packed(inJson)) ?? Match(shown, Packed(quote));
    }

    private static Range? Match(string shown, string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        try
        {
            var match = Regex.Match(shown, pattern, RegexOptions.CultureInvariant, Limit);
            return match.Success ? match.Index..(match.Index + match.Length) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            // A log of many megabytes; the text is shown without the mark.
            return null;
        }
    }

    private static string Words(string text) => string.Join(@"\s+", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape));

    // “reason: BackOff” stands in JSON as "reason": "BackOff".
    private static string? Field(string text) =>
        text.Split(": ", 2) is [var key, var value] && !key.Contains(' ', StringComparison.Ordinal)
            ? $"\"?{Regex.Escape(key.Trim('"'))}\"?\\s*:\\s*\"?{Words(value.Trim('"'))}"
            : null;

    private static string Packed(string text) => string.Join(@"\s*", text.Where(c => !char.IsWhiteSpace(c)).Select(c => Regex.Escape(c.ToString())));
}
