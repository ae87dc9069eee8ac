using System.Buffers;

namespace AiSre.Remediation.Yaml;

/// <summary>Writes block scalars in the layout of the one they replace: header, comment, indentation and trailing blank lines stay.</summary>
internal static class YamlBlockText
{
    private static readonly SearchValues<char> Indicators = SearchValues.Create("+-123456789");

    /// <summary>A <c>|</c> scalar; null when that style cannot hold the text.</summary>
    public static string? Literal(string oldRaw, string text, string newLine) => Write(oldRaw, text, newLine, body => body);

    /// <summary>A <c>&gt;</c> scalar with one line per paragraph; null when that style cannot hold the text.</summary>
    public static string? Folded(string oldRaw, string text, string newLine) => Write(oldRaw, text, newLine, Unfold);

    /// <summary>How far the text of a block scalar is indented; null when it has no text.</summary>
    public static int? IndentationOf(string raw) => OldBlock.Read(raw)?.Indentation;

    /// <summary>What stands behind the text of a block scalar: its line break and blank lines. Null when a comment stands in its header.</summary>
    public static string? TailOf(string raw) => OldBlock.Read(raw) is { } block && YamlCharacters.IsBlank(block.Rest) ? block.BreakAndTail : null;

    private static string? Write(string oldRaw, string text, string newLine, Func<string, string?> layOut)
    {
        var body = text.TrimEnd('\n');
        var trailing = text.Length - body.Length;
        var old = OldBlock.Read(oldRaw);
        var firstLine = body.TrimStart('\n');
        if (body.Length == 0 || old is not { } block || (!block.HasIndentationIndicator && firstLine[0] is ' ' or '\t')
            || !YamlCharacters.ArePrintable(body.Replace("\n", "", StringComparison.Ordinal)) || layOut(body) is not { } laidOut)
        {
            return null;
        }

        var indentation = new string(' ', block.Indentation);
        var lines = string.Join(newLine, laidOut.Split('\n').Select(line => line.Length == 0 ? line : indentation + line));

        // A text that ends with the file, without a line break, has none to lose.
        if (!block.EndsLine && trailing == 0)
        {
            return $"{block.Header(block.Chomping)}{newLine}{lines}";
        }

        var (chomping, tail) = (trailing, block.Chomping) switch
        {
            (0, _) => ("-", block.Tail),
            (1, not "+") => ("", block.Tail),
            _ => ("+", string.Concat(Enumerable.Repeat(newLine, trailing - 1))),
        };
        return $"{block.Header(chomping)}{newLine}{lines}{newLine}{tail}";
    }

    // Between two lines of text a folded scalar needs one line break more than it means; lines that begin with white space are not folded.
    private static string? Unfold(string body)
    {
        var lines = body.Split('\n');
        return lines.Any(line => line.Length > 0 && line[0] is ' ' or '\t')
            ? null
            : string.Join('\n', lines.SelectMany((line, index) => index > 0 && lines[index - 1].Length > 0 ? ["", line] : new[] { line }));
    }

    private readonly record struct OldBlock(string Style, string Chomping, string Rest, int Indentation, bool EndsLine, string Tail, bool HasIndentationIndicator, string LineBreak)
    {
        public string BreakAndTail => EndsLine ? LineBreak + Tail : "";

        public string Header(string chomping) => Style + chomping + Rest;

        public static OldBlock? Read(string raw)
        {
            var firstBreak = raw.IndexOf('\n', StringComparison.Ordinal);
            if (firstBreak < 0)
            {
                return null;
            }

            var header = raw[..firstBreak].TrimEnd('\r');
            var indicators = header.AsSpan(1).IndexOfAnyExcept(Indicators) is var stop and >= 0 ? header[1..(stop + 1)] : header[1..];
            var digit = new string([.. indicators.Where(char.IsAsciiDigit)]);
            var chomping = new string([.. indicators.Where(c => c is '+' or '-')]);

            // What follows the last line that has text: its line break, and blank lines.
            var lastText = raw.AsSpan().LastIndexOfAnyExcept(" \t\r\n");
            if (lastText < firstBreak)
            {
                return null;
            }

            var endOfText = raw.IndexOf('\n', lastText);
            var indentation = raw[(firstBreak + 1)..].Split('\n')
                .Where(line => !YamlCharacters.IsBlank(line))
                .Min(line => line.Length - line.TrimStart(' ').Length);
            return new OldBlock(
                raw[..1] + digit, chomping, header[(1 + indicators.Length)..], indentation,
                endOfText >= 0, endOfText >= 0 ? raw[(endOfText + 1)..] : "", digit.Length > 0,
                raw[firstBreak - 1] == '\r' ? "\r\n" : "\n");
        }
    }
}
