using System.Collections.Immutable;
using System.Text;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>What a part of a rendered text is.</summary>
internal enum PieceKind
{
    /// <summary>Written in the template, or worked out by it.</summary>
    Literal,

    /// <summary>A value, or made of one.</summary>
    Value,

    /// <summary>A key of a mapping of the values that is rendered as a whole.</summary>
    Key,

    /// <summary>The dash in front of an item of a list of the values that is rendered as a whole.</summary>
    Item,
}

/// <summary>A part of a rendered text that has one origin.</summary>
/// <param name="Text">The part.</param>
internal sealed record TextPiece(string Text)
{
    public PieceKind Kind { get; init; }

    /// <summary>The values that it is made of; of a key its own path, of a dash that of the list.</summary>
    public ImmutableArray<FieldPath> From { get; init; } = [];

    /// <summary>Empty values that would stand here if they were set.</summary>
    public ImmutableArray<FieldPath> Instead { get; init; } = [];

    /// <summary>What it depends on that is not known, as the middle of a sentence; null when all is.</summary>
    public string? Unclear { get; init; }
}

/// <summary>A text that remembers which values its parts come from. Immutable.</summary>
internal sealed class TracedText
{
    private string? _text;

    private TracedText(ImmutableArray<TextPiece> pieces) => Pieces = pieces;

    public static TracedText Empty { get; } = new([]);

    public ImmutableArray<TextPiece> Pieces { get; }

    public static TracedText Of(TextPiece piece) => piece.Text.Length == 0 && piece.From.IsEmpty && piece.Instead.IsEmpty ? Empty : new([piece]);

    public static TracedText Of(string literal) => literal.Length == 0 ? Empty : new([new TextPiece(literal)]);

    public static TracedText Of(IEnumerable<TextPiece> pieces) => new([.. pieces]);

    public static TracedText Concat(IEnumerable<TracedText> texts) => new([.. texts.SelectMany(text => text.Pieces)]);

    /// <summary>Every value that any part is made of.</summary>
    public ImmutableArray<FieldPath> From => [.. Pieces.SelectMany(piece => piece.From).Distinct()];

    /// <summary>The same origins for another text, which was worked out from this one.</summary>
    public TracedText Derive(string text) => text == ToString() ? this : Of(new TextPiece(text)
    {
        Kind = From.IsEmpty ? PieceKind.Literal : PieceKind.Value,
        From = From,
        Instead = [.. Pieces.SelectMany(piece => piece.Instead).Distinct()],
        Unclear = Pieces.Select(piece => piece.Unclear).FirstOrDefault(why => why is not null),
    });

    /// <summary>The text with quotation marks, or whatever else, around it.</summary>
    public TracedText Within(string before, string after) => new([new TextPiece(before), .. Pieces, new TextPiece(after)]);

    public TracedText Slice(int start, int length)
    {
        var parts = ImmutableArray.CreateBuilder<TextPiece>();
        var at = 0;
        foreach (var piece in Pieces)
        {
            var (from, to) = (Math.Max(start - at, 0), Math.Min(start + length - at, piece.Text.Length));
            if (from < to)
            {
                parts.Add(from == 0 && to == piece.Text.Length ? piece : piece with { Text = piece.Text[from..to] });
            }

            at += piece.Text.Length;
        }

        return new(parts.ToImmutable());
    }

    public TracedText Trim(Func<string, string> trimEnd, Func<string, string> trimStart)
    {
        var whole = ToString();
        var end = trimEnd(whole).Length;
        var start = end - trimStart(whole[..end]).Length;
        return start == 0 && end == whole.Length ? this : Slice(start, end - start);
    }

    /// <summary>The text with blanks in front of each line.</summary>
    public TracedText Indent(int width)
    {
        var blanks = new TextPiece(new string(' ', width));
        var parts = ImmutableArray.CreateBuilder<TextPiece>();
        parts.Add(blanks);
        foreach (var piece in Pieces)
        {
            var start = 0;
            for (var end = piece.Text.IndexOf('\n'); end >= 0; end = piece.Text.IndexOf('\n', start))
            {
                parts.Add(piece with { Text = piece.Text[start..(end + 1)] });
                parts.Add(blanks);
                start = end + 1;
            }

            parts.Add(start == 0 ? piece : piece with { Text = piece.Text[start..] });
        }

        return new(parts.ToImmutable());
    }

    public override string ToString() => _text ??= Pieces switch
    {
        [] => "",
        [var one] => one.Text,
        _ => Pieces.Aggregate(new StringBuilder(), (builder, piece) => builder.Append(piece.Text)).ToString(),
    };
}
