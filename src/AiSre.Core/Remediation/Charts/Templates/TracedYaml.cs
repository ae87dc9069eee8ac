using System.Text.Encodings.Web;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>The function <c>toYaml</c>: values as YAML text, every key and scalar with its place.</summary>
internal static class TracedYaml
{
    private const int DeepestNesting = 64;
    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly YamlPlace Block = new(InFlow: false, IsJson: false, "\n");

    /// <exception cref="TemplateRefusedException">It is nested too deeply.</exception>
    public static TracedText Write(TemplateValue value)
    {
        var pieces = new List<TextPiece>();
        Write(pieces, value, 0, isInline: true, 0);
        return TracedText.Of(pieces);
    }

    // isInline: the value begins behind a dash or at the very start, not behind a key.
    private static void Write(List<TextPiece> pieces, TemplateValue value, int indentation, bool isInline, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new TemplateRefusedException($"it has values that are nested more than {DeepestNesting} levels deep");
        }

        switch (value)
        {
            case MapValue { IsEmpty: false } map:
                var isFirst = isInline;
                foreach (var (key, entry) in map.Entries)
                {
                    pieces.Add(new TextPiece(isFirst ? "" : "\n" + new string(' ', indentation)));
                    isFirst = false;
                    pieces.Add(Piece(Spell(key), PieceKind.Key, map.Path?.Then(key)));
                    pieces.Add(new TextPiece(entry is MapValue { IsEmpty: false } or ListValue { IsEmpty: false } ? ":" : ": "));
                    Write(pieces, entry, entry is ListValue ? indentation : indentation + 2, isInline: false, depth + 1);
                }

                break;
            case ListValue { IsEmpty: false } list:
                for (var index = 0; index < list.Items.Count; index++)
                {
                    pieces.Add(new TextPiece(isInline && index == 0 ? "" : "\n" + new string(' ', indentation)));
                    pieces.Add(Piece("- ", PieceKind.Item, list.Path));
                    Write(pieces, list.Items[index], indentation + 2, isInline: true, depth + 1);
                }

                break;
            case MapValue:
                pieces.Add(Piece("{}", PieceKind.Value, value.Path) with { Instead = value.Instead });
                break;
            case ListValue:
                pieces.Add(Piece("[]", PieceKind.Value, value.Path) with { Instead = value.Instead });
                break;
            case NullValue:
                pieces.Add(Piece("null", PieceKind.Value, value.Path) with { Instead = value.Instead });
                break;
            case TextValue text:
                pieces.AddRange(Quoted(text.ToText()).Pieces);
                break;
            default:
                pieces.AddRange(value.ToText().Pieces);
                break;
        }
    }

    private static TracedText Quoted(TracedText text) => text.ToString() is var plain && Spell(plain) is var spelled && spelled.Length == plain.Length + 2 && spelled[1..^1] == plain
        ? text.Within(spelled[..1], spelled[^1..])
        : spelled == plain ? text
        : TracedText.Of(text.Pieces.Select(piece => piece with { Text = JsonSerializer.Serialize(piece.Text, Escaping)[1..^1] })).Within("\"", "\"");

    private static string Spell(string text) => YamlScalarWriter.Fresh(YamlValue.String(text), Block);

    private static TextPiece Piece(string text, PieceKind kind, FieldPath? path) =>
        new(text) { Kind = path is null ? PieceKind.Literal : kind, From = path is null ? [] : [path] };
}
