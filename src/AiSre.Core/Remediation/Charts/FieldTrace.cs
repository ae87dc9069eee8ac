using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>Reads from the rendered text of one object which values its fields come from. Pure.</summary>
internal sealed class FieldTrace(ValueSource source, RenderedChart rendered, SourceObject item)
{
    private readonly RenderedFile _file = rendered.FileOf(item);
    private readonly SourceLayer _layer = item.Layers[0];

    /// <summary>What the text itself tells: the first that proves right is the one.</summary>
    public IEnumerable<ImmutableArray<ValueEdit>> Candidates(FieldEdit edit)
    {
        var walk = DeclaredFields.Walk(_layer, edit.Path)!.Value;
        var node = new YamlView(_layer.Content).Resolve(walk.Node)!;
        var isThere = walk.Matched == edit.Path.Steps.Length;
        return (edit, isThere) switch
        {
            (FieldEdit.Set { Value: JsonValue value }, true) when node is YamlScalar scalar && !IsNothing(scalar) => OfScalar(scalar, value),
            (FieldEdit.Set set, true) => OriginsOf(node).Select(path => One(ValueEdit.Set(path, set.Value))),
            (FieldEdit.Set set, false) => Missing(node, walk.Matched, edit.Path, set.Value),
            (FieldEdit.Append append, true) => OriginsOf(node).Select(path => One(new ValueEdit(path, new FieldEdit.Append(path, append.Item)))),
            (FieldEdit.Append append, false) => Missing(node, walk.Matched, edit.Path, new JsonArray(append.Item.DeepClone())),
            (FieldEdit.Remove, true) => Removals(walk),
            _ => [],
        };
    }

    /// <summary>Empty values that the template asks for and that are named like the field, or something on the way to it.</summary>
    public IEnumerable<ImmutableArray<ValueEdit>> Guesses(FieldEdit edit)
    {
        var walk = DeclaredFields.Walk(_layer, edit.Path)!.Value;
        var value = edit switch
        {
            FieldEdit.Set set => set.Value,
            FieldEdit.Append append => new JsonArray(append.Item.DeepClone()),
            _ => null,
        };
        if (value is null)
        {
            yield break;
        }

        for (var index = Math.Max(walk.Matched - 1, 0); index < edit.Path.Steps.Length; index++)
        {
            foreach (var path in _file.Consulted.Where(path => path.Steps is [.., var last] && IsLike(last, edit.Path.Steps[index])).OrderBy(path => path.ToString(), StringComparer.Ordinal))
            {
                yield return One(ValueEdit.Set(path, FieldWriter.Rest(edit.Path, index + 1, value)));
            }
        }
    }

    /// <summary>Empty values that may hold a part of an image: its digest above all, which few charts set.</summary>
    public IEnumerable<ImmutableArray<ValueEdit>> ImageGuesses(FieldPath field, string wanted)
    {
        if (!ImageReference.TryParse(wanted, out var image) || Text(field) is not { } now || !ImageReference.TryParse(now, out var before))
        {
            yield break;
        }

        foreach (var path in _file.Consulted.OrderBy(path => path.ToString(), StringComparer.Ordinal))
        {
            var part = path.Steps is not [.., var last] ? null
                : IsLike(last, "digest") || last == "sha" ? image.Digest
                : IsLike(last, "tag") && image.Tag != before.Tag ? image.Tag
                : IsLike(last, "registry") && image.SpelledRegistry != before.SpelledRegistry ? image.SpelledRegistry
                : null;
            if (part is not null)
            {
                yield return One(ValueEdit.Set(path, JsonValue.Create(part)));
            }
        }
    }

    /// <summary>How messages say where the field comes from.</summary>
    public string Written(FieldPath field)
    {
        var walk = DeclaredFields.Walk(_layer, field)!.Value;
        if (walk.Matched < field.Steps.Length)
        {
            return $"is not rendered by {_file.Path}, and no value of the chart was found that would set it";
        }

        var pieces = _file.Of(walk.Node).Pieces;
        var from = pieces.Where(piece => piece.Kind == PieceKind.Value).SelectMany(piece => piece.From).Distinct().ToList();
        return pieces.Select(piece => piece.Unclear).FirstOrDefault(why => why is not null) is { } unclear ? $"is rendered by {_file.Path} from {unclear}, which AiSre cannot know"
            : from.Count == 0 ? source.WhyLiteral(field) ?? $"is written in the template {_file.Path} itself"
            : $"is put together by {_file.Path} from {string.Join(", ", from.Select(source.NameOf))} in a way that AiSre cannot take apart";
    }

    private IEnumerable<ImmutableArray<ValueEdit>> OfScalar(YamlScalar scalar, JsonValue wanted)
    {
        var text = _file.Of(scalar);
        if (text.Pieces.Any(piece => piece.Unclear is not null))
        {
            yield break;
        }

        if (text.From is [var only] && ChartValues.Find(rendered.Values, only).ToText().ToString() == scalar.Value)
        {
            yield return One(ValueEdit.Set(only, wanted));
            yield return One(ValueEdit.Set(only, JsonValue.Create(wanted.ToString()), isText: true));
        }
        else if (TextAlignment.PartsOf(text, scalar.Value) is { } parts && TextAlignment.Solve(parts, wanted.ToString()) is { } solved)
        {
            yield return [.. solved.Select(part => ValueEdit.Set(part.Path, JsonValue.Create(part.Text)))];
            yield return [.. solved.Select(part => ValueEdit.Set(part.Path, JsonValue.Create(part.Text), isText: true))];
        }

        // A value that would be taken instead of this one, which others may use too, or which the chart itself gives.
        var instead = text.Pieces.SelectMany(piece => piece.Instead).Distinct().ToList();
        if (instead.Count > 0 && text.Pieces.Count(piece => piece.Text.Trim(' ', '\n', '"', '\'').Length > 0) == 1)
        {
            foreach (var path in instead)
            {
                yield return One(ValueEdit.Set(path, wanted));
            }
        }
        else if (instead.Count > 0 && Replaced(text) is { } others && TextAlignment.PartsOf(others, scalar.Value) is { } parts && TextAlignment.Solve(parts, wanted.ToString()) is { } solved)
        {
            yield return [.. solved.Select(part => ValueEdit.Set(part.Path, JsonValue.Create(part.Text), isText: true))];
        }
    }

    // The same text, as if its parts came from what would be taken instead of them.
    private static TracedText Replaced(TracedText text) => TracedText.Of(text.Pieces.Select(piece => piece.Instead is [var first, ..] ? piece with { From = [first] } : piece));

    // What is missing is added to the values that give the mapping or the list around it.
    private IEnumerable<ImmutableArray<ValueEdit>> Missing(YamlNode around, int matched, FieldPath path, JsonNode value)
    {
        foreach (var origin in OriginsOf(around))
        {
            if (around is YamlSequence)
            {
                if (FieldWriter.Item(path, matched, value) is { } added)
                {
                    yield return One(new ValueEdit(origin, new FieldEdit.Append(origin, added)));
                }
            }
            else if (around is YamlScalar)
            {
                yield return One(ValueEdit.Set(origin, FieldWriter.Rest(path, matched, value)));
            }
            else
            {
                yield return One(ValueEdit.Set(origin.Then(path.Steps[matched]), FieldWriter.Rest(path, matched + 1, value)));
            }
        }
    }

    private IEnumerable<ImmutableArray<ValueEdit>> Removals(FieldWalk walk)
    {
        var view = new YamlView(_layer.Content);
        if (walk.Nodes.Length > 1 && view.Resolve(walk.Nodes[^2]) is YamlMapping parent
            && parent.Entries.FirstOrDefault(entry => ReferenceEquals(view.Resolve(entry.Value), view.Resolve(walk.Node))) is { } entry
            && Keys(entry.Key).FirstOrDefault() is { } key)
        {
            yield return One(new ValueEdit(key, new FieldEdit.Remove(key)));
        }

        foreach (var origin in view.Resolve(walk.Node) is YamlScalar scalar ? [.. _file.Of(scalar).From] : OriginsOf(view.Resolve(walk.Node)!))
        {
            yield return One(new ValueEdit(origin, new FieldEdit.Remove(origin)));
        }
    }

    // The values whose keys or items a mapping or a list has, or that are empty in its place.
    private List<FieldPath> OriginsOf(YamlNode node) => (node switch
    {
        YamlMapping { Entries.IsEmpty: false } map => map.Entries.SelectMany(entry => Keys(entry.Key)).Select(key => FieldPath.Of([.. key.Steps[..^1]])),
        YamlSequence { Items.IsEmpty: false } list => _file.Pieces(Math.Max(list.Start - 2, 0), list.End).Where(piece => piece.Kind == PieceKind.Item).SelectMany(piece => piece.From)
            .Where(path => ChartValues.Find(rendered.Values, path) is ListValue),
        _ => _file.Of(node).Pieces.Where(piece => piece.Kind == PieceKind.Value).SelectMany(piece => piece.From),
    }).Distinct().ToList();

    private IEnumerable<FieldPath> Keys(YamlNode key) => _file.Of(key).Pieces.Where(piece => piece.Kind == PieceKind.Key).SelectMany(piece => piece.From);

    private string? Text(FieldPath field) => DeclaredFields.Walk(_layer, field) is { } walk && walk.Matched == field.Steps.Length ? (walk.Node as YamlScalar)?.Value : null;

    private static bool IsNothing(YamlScalar scalar) => YamlTypes.Resolve(scalar) == YamlType.Null;

    // extraEnv is like env, and livenessProbe like livenessProbe.
    private static bool IsLike(string name, string step) =>
        name.Contains(step, StringComparison.OrdinalIgnoreCase) || (name.Length > 3 && step.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<ValueEdit> One(ValueEdit value) => [value];
}
