namespace AiSre.Remediation.Yaml;

/// <summary>Changes a scalar that runs over several lines only where its text changes, so that all other lines stay as they are.</summary>
internal static class YamlPartialChange
{
    /// <summary>
    /// The new source text; null when the scalar is on one line, when its layout is not understood, or when a changed line break would have
    /// to be laid out anew. Like every spelling it is a proposal, which is parsed again before it is kept.
    /// </summary>
    public static string? Of(YamlScalar old, string oldRaw, string text, string newLine)
    {
        if (!oldRaw.Contains('\n'))
        {
            return null;
        }

        var indentation = old.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded ? YamlBlockText.IndentationOf(oldRaw) : null;
        if (PlacesOf(old, oldRaw, indentation) is not { } places)
        {
            return null;
        }

        var before = old.Value;
        var start = before.AsSpan().CommonPrefixLength(text);
        var longestEnd = Math.Min(before.Length, text.Length) - start;
        var end = 0;
        while (end < longestEnd && before[^(end + 1)] == text[^(end + 1)])
        {
            end++;
        }

        return Spell(text[start..^end], old.Style, newLine, indentation) is { } changed
            ? string.Concat(oldRaw.AsSpan(0, places[start]), changed, oldRaw.AsSpan(places[before.Length - end]))
            : null;
    }

    // The changed part as it stands in the source; null when that would take escapes, or line breaks in a style that folds them.
    private static string? Spell(string changed, YamlScalarStyle style, string newLine, int? indentation)
    {
        var lines = changed.Split('\n');
        var needsEscape = style switch
        {
            YamlScalarStyle.DoubleQuoted => changed.AsSpan().IndexOfAny('"', '\\') >= 0,
            YamlScalarStyle.SingleQuoted => changed.Contains('\''),
            _ => false,
        };
        if (needsEscape || !lines.All(line => YamlCharacters.ArePrintable(line)) || (lines.Length > 1 && style != YamlScalarStyle.Literal))
        {
            return null;
        }

        var margin = new string(' ', indentation ?? 0);
        return string.Concat(lines.Select((line, index) => index switch
        {
            0 => line,
            _ when line.Length == 0 && index < lines.Length - 1 => newLine,
            _ => newLine + margin + line,
        }));
    }

    // For each character of the value, and for its end, the offset in the source text. Escapes are not resolved here.
    private static int[]? PlacesOf(YamlScalar old, string raw, int? indentation)
    {
        var places = new int[old.Value.Length + 1];
        var position = old.Style is YamlScalarStyle.DoubleQuoted or YamlScalarStyle.SingleQuoted ? 1 : 0;
        if (indentation is { } block)
        {
            position = SkipIndentation(raw, raw.IndexOf('\n', StringComparison.Ordinal) + 1, block);
        }

        for (var index = 0; index < old.Value.Length; index++)
        {
            places[index] = position;
            var c = old.Value[index];
            if (position < raw.Length && raw[position] == c && c != '\n')
            {
                position++;
                continue;
            }

            // A blank or a run of line feeds stands for line breaks in the source.
            if (c is not (' ' or '\n'))
            {
                return null;
            }

            if (old.Style != YamlScalarStyle.Literal)
            {
                while (c == '\n' && index + 1 < old.Value.Length && old.Value[index + 1] == '\n')
                {
                    places[++index] = position;
                }
            }

            if (SkipBreaks(raw, position, indentation, all: old.Style != YamlScalarStyle.Literal) is not { } next)
            {
                return null;
            }

            position = next;
        }

        places[^1] = position;
        return places;
    }

    private static int? SkipBreaks(string raw, int position, int? indentation, bool all)
    {
        var skipped = false;
        while (LineBreak(raw, position, indentation) is { } next)
        {
            position = SkipIndentation(raw, next, indentation ?? int.MaxValue);
            skipped = true;
            if (!all)
            {
                break;
            }
        }

        return skipped ? position : null;
    }

    // Behind the line break at this place; white space before it belongs to the text of a block scalar and to no other's.
    private static int? LineBreak(string raw, int position, int? indentation)
    {
        while (indentation is null && position < raw.Length && raw[position] is ' ' or '\t')
        {
            position++;
        }

        if (position + 1 < raw.Length && raw[position] == '\r' && raw[position + 1] == '\n')
        {
            position++;
        }

        return position < raw.Length && raw[position] == '\n' ? position + 1 : null;
    }

    private static int SkipIndentation(string raw, int position, int most)
    {
        var start = position;
        while (position < raw.Length && position - start < most && raw[position] == ' ')
        {
            position++;
        }

        return position;
    }
}
