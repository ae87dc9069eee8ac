namespace AiSre.Remediation.Yaml;

/// <summary>Which lines a node of block YAML takes.</summary>
internal static class YamlLines
{
    /// <summary>
    /// The offset behind the line on which a node ends, its comment on that line included. A block scalar ends behind its blank lines, which
    /// are no part of it unless it keeps them.
    /// </summary>
    /// <exception cref="YamlRefusedException">The line goes on with something else.</exception>
    public static int EndBehind(YamlFile file, YamlNode last)
    {
        var text = file.Text;
        var end = last.End;
        if (end > 0 && text[end - 1] == '\n')
        {
            var lastText = text.AsSpan(0, end).LastIndexOfAnyExcept(" \t\r\n");
            return KeepsBlankLines(file, last) ? end : text.IndexOf('\n', lastText) + 1;
        }

        var lineEnd = text.IndexOf('\n', end);
        var rest = lineEnd < 0 ? text.AsSpan(end) : text.AsSpan(end, lineEnd - end);
        if (rest.Trim() is not ([] or ['#', ..]))
        {
            throw new YamlRefusedException($"line {last.Line} goes on behind the value that ends there", last.Line);
        }

        return lineEnd < 0 ? text.Length : lineEnd + 1;
    }

    /// <summary>The offset at which the line of an offset begins.</summary>
    public static int StartOf(string text, int offset) => text.LastIndexOf('\n', Math.Max(offset - 1, 0)) is var end && end < 0 ? (text.StartsWith('\uFEFF') ? 1 : 0) : end + 1;

    private static bool KeepsBlankLines(YamlFile file, YamlNode node) => node switch
    {
        YamlMapping { Entries: [.., var last] } => KeepsBlankLines(file, last.Value),
        YamlSequence { Items: [.., var last] } => KeepsBlankLines(file, last),
        YamlScalar scalar => YamlSpan.Of(file, scalar).TextIn(file).AsSpan() is var raw && raw.IndexOf('\n') is var end && end > 0 && raw[..end].Contains('+'),
        _ => false,
    };
}
