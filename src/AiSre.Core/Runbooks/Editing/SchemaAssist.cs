using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiSre.Runbooks.Editing;

/// <summary>Completes and explains YAML by its JSON Schema.</summary>
/// <param name="schema">The schema.</param>
internal sealed class SchemaAssist(JsonObject schema)
{
    private readonly SchemaNode _root = SchemaNode.Read(schema);

    /// <summary>What the keys of an empty text may be.</summary>
    public SchemaNode Root => _root;

    /// <summary>What can be written at a place.</summary>
    /// <param name="lines">The text's lines.</param>
    /// <param name="first">The line with which the YAML begins, from 0.</param>
    /// <param name="end">The line before which it ends.</param>
    /// <param name="line">The cursor's line, from 0.</param>
    /// <param name="column">Its column, from 0.</param>
    public Completions Complete(IReadOnlyList<string> lines, int first, int end, int line, int column)
    {
        var outline = YamlOutline.Read(lines, first, end);
        if (CursorPlace.Find(outline, lines[line], line, column) is not { } place || NodeOf(place.Container) is not { } container)
        {
            return Completions.None;
        }

        var items = place.Key is { Key: { } key } ? container.Under(key) is { } node ? Values(outline, node, place) : []
            : place.Key is not null ? [.. Keys(container, place, place.From), .. Values(outline, container, place)]
            : place.Shape == PlaceShape.Flow && !(place.Container.Flow?.IsMap ?? true) ? container.Items is { } item ? Values(outline, item, place) : []
            : Lines(outline, container, place);
        return new Completions(line + 1, place.From + 1, place.To + 1, [.. items]);
    }

    /// <summary>What the word at a place means; null where nothing is known. Parameters as for <see cref="Complete"/>.</summary>
    public Meaning? Explain(IReadOnlyList<string> lines, int first, int end, int line, int column)
    {
        var outline = YamlOutline.Read(lines, first, end);
        var entry = outline.Blocks.Concat(outline.Flows.SelectMany(flow => flow.Owner.Children)).LastOrDefault(one => IsAt(one, line, column));
        if (entry is null)
        {
            return null;
        }

        var isKey = entry.Line == line && column >= entry.Column && column <= entry.KeyEnd;
        var keyed = entry;
        while (keyed is { Key: null, Parent: not null })
        {
            keyed = keyed.Parent;
        }

        if (keyed.Key is not { } key || NodeOf(keyed.Parent!) is not { } container || container.Under(key) is not { } node)
        {
            return null;
        }

        var (from, to) = isKey ? (entry.Column, entry.KeyEnd) : (entry.ValuePlace.Start, entry.ValuePlace.End);
        return new Meaning(line + 1, from + 1, to + 1, SchemaWords.Of(key, node, container.Required.Contains(key)));
    }

    private static bool IsAt(OutlineEntry entry, int line, int column) =>
        (entry.Key is not null && entry.Line == line && column >= entry.Column && column < entry.KeyEnd)
        || (entry.Value is not null && entry.ValuePlace.Line == line && column >= entry.ValuePlace.Start && column < entry.ValuePlace.End);

    private SchemaNode? NodeOf(OutlineEntry entry)
    {
        var node = _root;
        foreach (var step in entry.ChainFromTop())
        {
            node = step.Key is null ? node.Items : node.Under(step.Key);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    private static IEnumerable<Completion> Lines(YamlOutline outline, SchemaNode container, CursorPlace place)
    {
        if (!container.IsOnlyList && (container.Items is null || container.IsMap))
        {
            return Keys(container, place, place.From);
        }

        // A list's next item, with the dash that is not there yet.
        var item = container.Items!;
        var items = item.IsMap
            ? item.MostKeys == 1 ? Keys(item, place with { Container = new OutlineEntry(null, null, 0, 0) }, place.From + 2) : [NewItem(item, place.From + 2)]
            : Values(outline, item, place);
        return items.Select(one => one with { Insert = $"- {one.Insert}" });
    }

    private static Completion NewItem(SchemaNode item, int indent) => new("- new item", CompletionKind.Key, SchemaSkeleton.OfItem(item, indent))
    {
        Detail = item.Description,
        AsksOn = Asks(SchemaSkeleton.FirstStop(item)),
    };

    private static IEnumerable<Completion> Keys(SchemaNode container, CursorPlace place, int indent)
    {
        var there = place.Container.Children.Where(child => child != place.Itself && child.Key is not null).Select(child => child.Key!).ToHashSet(StringComparer.Ordinal);
        if (there.Count >= container.MostKeys)
        {
            return [];
        }

        return container.Properties
            .Concat(container.Required.Where(key => !container.Properties.ContainsKey(key)).Select(key => KeyValuePair.Create(key, new SchemaNode())))
            .Where(property => !there.Contains(property.Key) && !IsExcluded(container, property.Key, there))
            .OrderBy(property => container.Required.Contains(property.Key) ? 0 : 1)
            .Select(property => new Completion(property.Key, container.MostKeys == 1 ? CompletionKind.Operation : CompletionKind.Key, Insert(property.Key, property.Value))
            {
                Detail = container.Required.Contains(property.Key) ? "required" : property.Value.Description,
                Meaning = SchemaWords.Of(property.Key, property.Value, container.Required.Contains(property.Key)),
                AsksOn = !place.HasColon && Asks(SchemaSkeleton.FirstStop(property.Value)),
            });

        string Insert(string key, SchemaNode node) =>
            place.HasColon ? key : $"{(place.NeedsSpace ? " " : "")}{SchemaSkeleton.Of(key, node, indent + (place.NeedsSpace ? 1 : 0), place.Shape == PlaceShape.Flow)}";
    }

    private static bool IsExcluded(SchemaNode container, string key, HashSet<string> there) =>
        container.OneOfThese.Any(keys => keys.Contains(key) && keys.Any(there.Contains))
        || (container.Alone is var (alone, beside) && (there.Contains(alone) ? !beside.Contains(key) : key == alone && !there.IsSubsetOf(beside)));

    private static bool Asks(SchemaNode stop) => stop.Values.Count > 0 || stop.Properties.Count > 0 || stop.Items is { Values.Count: > 0 } or { Properties.Count: > 0 };

    private static IEnumerable<Completion> Values(YamlOutline outline, SchemaNode node, CursorPlace place)
    {
        var words = node.Values.Count > 0 ? node : node is { IsMap: false, IsOnlyList: false, Items: { } item } ? item : node;
        var there = place.Key is null or { Key: null } ? Siblings(place) : [];
        var quote = (place.Key ?? place.Itself)?.Value is { Length: > 0 } written && (written[0] is '"' or '\'') ? written[..1] : "";
        var names = outline.Root.Children.FirstOrDefault(child => node.NamesOf is not null && child.Key == node.NamesOf)?.Children.Select(child => child.Key).OfType<string>() ?? [];
        return words.Values.Concat(names).Where(word => !there.Contains(word)).Select(word => new Completion($"{quote}{word}{quote}", CompletionKind.Value, $"{(place.NeedsSpace ? " " : "")}{quote}{word}{quote}")
        {
            Detail = words.ValuesAreExamples ? "for example" : null,
        });
    }

    private static HashSet<string> Siblings(CursorPlace place)
    {
        var list = place.Key is { Key: null } dash ? dash.Parent! : place.Container;
        return [.. list.Children.Where(child => child.Key is null && child != place.Key && child != place.Itself && child.Value is not null).Select(child => child.Value!.Trim('"', '\''))];
    }
}
