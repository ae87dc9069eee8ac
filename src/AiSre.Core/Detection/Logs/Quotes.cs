namespace AiSre.Detection.Logs;

/// <summary>Cuts quotations out of lines, to the letter.</summary>
internal static class Quotes
{
    /// <summary>Characters in a quotation, at most.</summary>
    public const int Limit = 400;

    private const int Lead = 120;

    /// <summary>The line, or the part of it around what matters.</summary>
    /// <param name="raw">One line.</param>
    /// <param name="telling">The words that matter; need not occur in the line literally, as in an escaped one.</param>
    public static string Of(string raw, string telling)
    {
        var line = raw.Trim();
        if (line.Length <= Limit)
        {
            return line;
        }

        var needle = telling.Length > 24 ? telling[..24] : telling;
        var at = needle.Length == 0 ? -1 : line.IndexOf(needle, StringComparison.Ordinal);
        var start = at + needle.Length + Lead <= Limit ? 0 : Math.Min(at - Lead, line.Length - Limit);
        var end = start + Limit;
        start += start > 0 && char.IsLowSurrogate(line[start]) ? 1 : 0;
        end -= end < line.Length && char.IsLowSurrogate(line[end]) ? 1 : 0;
        return line[start..end].Trim();
    }
}
