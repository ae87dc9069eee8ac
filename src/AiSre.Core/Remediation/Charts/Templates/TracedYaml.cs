using System.Text;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>The function <c>toYaml</c>: values as YAML text, every key and scalar with its place.</summary>
internal sealed class TracedYaml
{
    private const int DeepestNesting = 64;
    private const int LongestKey = 128;

    private readonly List<TextPiece> _pieces = [];
    private int _column;
    private bool _isFresh = true;

    private TracedYaml()
    {
    }

    /// <exception cref="TemplateRefusedException">It is nested too deeply, or has what is no data.</exception>
    public static TracedText Write(TemplateValue value)
    {
        var writer = new TracedYaml();
        writer.Write(value, 0, 0, isInline: true, 0);
        return TracedText.Of(writer._pieces) is var text && text.ToString().EndsWith('\n') ? text.Slice(0, text.ToString().Length - 1) : text;
    }

    // indentation: of what a collection has; around: of what the value stands in; isInline: behind a dash or at the very start.
    private void Write(TemplateValue value, int indentation, int around, bool isInline, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new TemplateRefusedException($"it has values that are nested more than {DeepestNesting} levels deep");
        }

        switch (value)
        {
            case MapValue { IsEmpty: false } map:
                foreach (var (key, entry) in map.Entries.OrderBy(pair => pair.Key, Comparer<string>.Create(ScalarSpelling.CompareKeys)))
                {
                    Begin(indentation, isInline);
                    isInline = false;
                    Key(key, map.Path?.Then(key));
                    var isBlock = entry is MapValue { IsEmpty: false } or ListValue { IsEmpty: false };
                    Add(new TextPiece(isBlock ? ":" : ": "));
                    Write(entry, entry is ListValue ? indentation : indentation + 2, indentation, isInline: false, depth + 1);
                }

                break;
            case ListValue { IsEmpty: false } list:
                foreach (var item in list.Items)
                {
                    Begin(indentation, isInline);
                    isInline = false;
                    Add(Piece("- ", PieceKind.Item, list.Path));
                    Write(item, indentation + 2, indentation, isInline: true, depth + 1);
                }

                break;
            case MapValue or ListValue or NullValue:
                Add(Piece(value is MapValue { IsNil: false } ? "{}" : value is ListValue { IsNil: false } ? "[]" : "null", PieceKind.Value, value.Path) with { Instead = value.Instead });
                break;
            case TextValue text:
                Scalar(text.ToText(), around + 2);
                break;
            case NumberValue number:
                Scalar(number.ToText().Derive(NumberFormat.Yaml(number.Value)));
                break;
            case BooleanValue:
                Scalar(value.ToText());
                break;
            default:
                throw new TemplateRefusedException("it writes what is no data as YAML");
        }
    }

    private void Begin(int indentation, bool isInline)
    {
        if (!isInline)
        {
            Add(new TextPiece((_isFresh ? "" : "\n") + new string(' ', indentation)));
        }
    }

    private void Key(string key, FieldPath? path)
    {
        if (key.Length > LongestKey || key.Contains('\n', StringComparison.Ordinal))
        {
            throw new TemplateRefusedException("it has a key that is too long for one line");
        }

        var spelled = key.Length == 0 ? "''" : ScalarSpelling.StyleOf(key, isKey: true) switch
        {
            ScalarStyle.Plain => key,
            ScalarStyle.SingleQuoted => $"'{key.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => $"\"{string.Concat(key.EnumerateRunes().Select(ScalarSpelling.Escape))}\"",
        };
        Add(Piece(key.Length == 0 ? "\"\"" : spelled, PieceKind.Key, path));
    }

    private void Scalar(TracedText text, int indentation)
    {
        var plain = text.ToString();
        var style = ScalarSpelling.StyleOf(plain, isKey: false);
        switch (style)
        {
            case ScalarStyle.Literal:
                Literal(text, plain, new string(' ', indentation));
                break;
            case ScalarStyle.Plain:
                Scalar(text.Derive(Fold(plain.EnumerateRunes(), style, indentation)));
                break;
            case ScalarStyle.SingleQuoted:
                _column++;
                Scalar(text.Derive(Fold(plain.EnumerateRunes(), style, indentation)).Within("'", "'"));
                break;
            default:
                _column++;
                var folded = Fold(plain.EnumerateRunes(), style, indentation);
                var isWhole = folded == string.Concat(plain.EnumerateRunes().Select(ScalarSpelling.Escape));
                Scalar((isWhole ? TracedText.Of(text.Pieces.Select(piece => piece with { Text = string.Concat(piece.Text.EnumerateRunes().Select(ScalarSpelling.Escape)) })) : text.Derive(folded)).Within("\"", "\""));
                break;
        }
    }

    // A line that is too long goes on below at its next blank.
    private string Fold(StringRuneEnumerator runes, ScalarStyle style, int indentation)
    {
        Rune[] all = [.. runes];
        var result = new StringBuilder();
        var (column, isBlank) = (_column, false);
        for (var index = 0; index < all.Length; index++)
        {
            var isSpace = all[index].Value == ' ';
            var isNextSpace = index + 1 < all.Length && all[index + 1].Value == ' ';
            var isEdge = index == 0 || index == all.Length - 1;
            if (isSpace && !isBlank && column > ScalarSpelling.BestWidth && (style == ScalarStyle.DoubleQuoted ? !isEdge : !isNextSpace && (style == ScalarStyle.Plain || !isEdge)))
            {
                result.Append('\n').Append(' ', indentation).Append(isNextSpace ? "\\" : "");
                column = indentation;
            }
            else
            {
                var spelled = style == ScalarStyle.DoubleQuoted ? ScalarSpelling.Escape(all[index]) : style == ScalarStyle.SingleQuoted && all[index].Value == '\'' ? "''" : all[index].ToString();
                result.Append(spelled);
                column += spelled.EnumerateRunes().Count();
            }

            isBlank = isSpace;
        }

        return result.ToString();
    }

    private void Literal(TracedText text, string plain, string margin)
    {
        var isKept = plain.EndsWith("\n\n", StringComparison.Ordinal) || plain == "\n";
        Add(new TextPiece($"|{(plain[0] is ' ' or '\n' ? "2" : "")}{(isKept ? "+" : plain.EndsWith('\n') ? "" : "-")}\n"));
        var isStart = true;
        foreach (var piece in text.Pieces)
        {
            var indented = new StringBuilder();
            foreach (var c in piece.Text)
            {
                indented.Append(isStart && c != '\n' ? margin : "").Append(c);
                isStart = c == '\n';
            }

            Add(piece with { Text = indented.ToString() });
        }
    }

    private void Scalar(TracedText text)
    {
        foreach (var piece in text.Pieces)
        {
            Add(piece);
        }
    }

    private void Add(TextPiece piece)
    {
        _pieces.Add(piece);
        var line = piece.Text.LastIndexOf('\n');
        _column = line < 0 ? _column + piece.Text.Length : piece.Text.Length - line - 1;
        _isFresh = piece.Text.Length == 0 ? _isFresh : piece.Text.EndsWith('\n');
    }

    private static TextPiece Piece(string text, PieceKind kind, FieldPath? path) =>
        new(text) { Kind = path is null ? PieceKind.Literal : kind, From = path is null ? [] : [path] };
}
