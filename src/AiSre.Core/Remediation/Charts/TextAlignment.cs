using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>A part of a field's text: written by the template, or a value.</summary>
/// <param name="Text">The part as it is.</param>
/// <param name="Path">The value; null for what the template writes.</param>
internal sealed record TextPart(string Text, FieldPath? Path);

/// <summary>
/// Finds which values have to change so that a text put together from several becomes another one: <c>registry/repository:tag</c>. As few as
/// possible; nothing is found where that could be done in two ways. Pure.
/// </summary>
internal static class TextAlignment
{
    private const int LongestText = 32 * 1024;
    private const int LongestForSeveral = 512;
    private const int MostChanges = 3;

    /// <summary>The parts of a rendered scalar, without the quotation marks around it.</summary>
    /// <param name="text">The scalar with its origins.</param>
    /// <param name="value">What it is read as.</param>
    /// <returns>Null where the parts do not add up to the value: it is escaped, or put together in a way that is not seen.</returns>
    public static ImmutableArray<TextPart>? PartsOf(TracedText text, string value)
    {
        text = Unescaped(text, value);
        var whole = text.ToString();
        var at = whole.IndexOf(value, StringComparison.Ordinal);
        if (value.Length == 0 || at < 0 || whole.Length > LongestText || whole[..at].Trim() is not ("" or "\"" or "'"))
        {
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<TextPart>();
        foreach (var piece in text.Slice(at, value.Length).Pieces)
        {
            var path = piece.From is [var only] ? only : piece.From.IsEmpty && piece.Instead is [var first, ..] ? first : null;
            if (parts is [.., var last] && Equals(last.Path, path))
            {
                parts[^1] = last with { Text = last.Text + piece.Text };
            }
            else
            {
                parts.Add(new TextPart(piece.Text, path));
            }
        }

        return parts.ToImmutable();
    }

    // A text in quotation marks has its line breaks escaped, each part for itself; a block has its lines indented.
    private static TracedText Unescaped(TracedText text, string value)
    {
        var raw = text.ToString();
        if (raw.Contains(value, StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return raw.TrimStart() is ['"', ..]
                ? TracedText.Of(text.Pieces.Select(piece => piece.Text.Trim() == "\"" ? piece : piece with { Text = JsonSerializer.Deserialize<string>($"\"{piece.Text}\"")! }))
                : YamlBlockText.IndentationOf(raw) is { } width ? Unindented(text, width) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static TracedText Unindented(TracedText text, int width)
    {
        var raw = text.ToString();
        var lines = new List<TracedText>();
        for (var start = raw.IndexOf('\n') + 1; start > 0 && start < raw.Length;)
        {
            var end = raw.IndexOf('\n', start) is var stop and >= 0 ? stop + 1 : raw.Length;
            var skipped = Math.Min(width, raw.AsSpan(start, end - start).IndexOfAnyExcept(' ') is var blanks and >= 0 ? blanks : end - start);
            lines.Add(text.Slice(start + skipped, end - start - skipped));
            start = end;
        }

        return TracedText.Concat(lines);
    }

    /// <summary>What each value has to be; only those that change. Null when there is no way, or more than one.</summary>
    public static ImmutableArray<(FieldPath Path, string Text)>? Solve(ImmutableArray<TextPart> parts, string wanted)
    {
        for (var changes = 1; changes <= (wanted.Length <= LongestForSeveral ? MostChanges : 1) && wanted.Length <= LongestText; changes++)
        {
            var found = new List<ImmutableArray<string>>();
            Align(parts, 0, wanted, 0, changes, [], found);
            switch (found)
            {
                case []:
                    continue;
                case [var only]:
                    return [.. parts.Zip(only).Where(pair => pair.First.Path is not null && pair.First.Text != pair.Second).Select(pair => (pair.First.Path!, pair.Second))];
                default:
                    return null;
            }
        }

        return null;
    }

    private static void Align(ImmutableArray<TextPart> parts, int index, string wanted, int at, int changes, ImmutableArray<string> chosen, List<ImmutableArray<string>> found)
    {
        if (index == parts.Length)
        {
            if (at == wanted.Length && changes == 0)
            {
                found.Add(chosen);
            }

            return;
        }

        var part = parts[index];
        if (string.CompareOrdinal(wanted, at, part.Text, 0, part.Text.Length) == 0)
        {
            Align(parts, index + 1, wanted, at + part.Text.Length, changes, chosen.Add(part.Text), found);
        }

        if (part.Path is null || changes == 0 || (index + 1 < parts.Length && parts[index + 1].Path is not null))
        {
            return;
        }

        var next = index + 1 < parts.Length ? parts[index + 1].Text : "";
        for (var end = index + 1 == parts.Length ? wanted.Length : at; end <= wanted.Length && found.Count < 2; end++)
        {
            if (string.CompareOrdinal(wanted, end, next, 0, next.Length) == 0 && wanted[at..end] is var text && text != part.Text && Fits(parts, index, text))
            {
                Align(parts, index + 1, wanted, end, changes - 1, chosen.Add(text), found);
            }
        }
    }

    // What follows a colon in an image is a tag, in which there is no slash; and a digest needs a place of its own.
    private static bool Fits(ImmutableArray<TextPart> parts, int index, string text) =>
        text.Length > 0 && (parts.Length == 1 || !text.Contains('@') || parts[index].Text.Contains('@')) && (index == 0 || !parts[index - 1].Text.EndsWith(':') || parts[index].Text.Contains('/') || !text.Contains('/'));
}
