using static AiSre.Remediation.Charts.Templates.TemplateFunctions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions on mappings and lists.</summary>
internal static class CollectionFunctions
{
    private const int LongestSequence = 10_000;
    private const int DeepestMerge = 64;

    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["dict"] = (arguments, _) => Dictionary(arguments),
        ["list"] = (arguments, _) => new ListValue([.. arguments]),
        ["tuple"] = (arguments, _) => new ListValue([.. arguments]),
        ["get"] = (arguments, on) => on.Look(Map(arguments, 0), Key(arguments, 1)) is NullValue { Path: var path } && !Map(arguments, 0).Entries.ContainsKey(Key(arguments, 1)) ? path is null ? new TextValue("") : TextValue.At(path, "") : Map(arguments, 0)[Key(arguments, 1)],
        ["set"] = (arguments, _) => Put(Map(arguments, 0), Key(arguments, 1), arguments[2]),
        ["unset"] = (arguments, _) => Take(Map(arguments, 0), Key(arguments, 1)),
        ["hasKey"] = (arguments, _) => LogicFunctions.Boolean(Map(arguments, 0).Entries.ContainsKey(Key(arguments, 1))),
        ["keys"] = (arguments, _) => Texts(arguments.Select((_, index) => Map(arguments, index)).SelectMany(map => map.Entries.Keys).Select(key => new TextValue(key))),
        ["values"] = (arguments, _) => new ListValue([.. arguments.Select((_, index) => Map(arguments, index)).SelectMany(map => map.Entries.Values)]),
        ["pick"] = (arguments, _) => Picked(arguments, isKept: true),
        ["omit"] = (arguments, _) => Picked(arguments, isKept: false),
        ["pluck"] = (arguments, _) => new ListValue([.. arguments.Skip(1).Select((_, index) => Map(arguments, index + 1)).Where(map => map.Entries.ContainsKey(Key(arguments, 0))).Select(map => map[Key(arguments, 0)])]),
        ["merge"] = (arguments, _) => Merged(arguments, isLastStronger: false),
        ["mergeOverwrite"] = (arguments, _) => Merged(arguments, isLastStronger: true),
        ["mustMerge"] = (arguments, _) => Merged(arguments, isLastStronger: false),
        ["mustMergeOverwrite"] = (arguments, _) => Merged(arguments, isLastStronger: true),
        ["deepCopy"] = (arguments, _) => Copy(arguments[0], 0),
        ["mustDeepCopy"] = (arguments, _) => Copy(arguments[0], 0),
        ["dig"] = (arguments, on) => Dug(arguments, on),
        ["index"] = (arguments, on) => arguments.Skip(1).Aggregate(arguments[0], (value, key) => Item(value, key, on)),
        ["len"] = (arguments, _) => new NumberValue(arguments[0] switch { MapValue map => map.Entries.Count, ListValue list => list.Items.Count, _ => TextFunctions.Bytewise(Text(arguments, 0)).ToString().Length }, NumberKind.Int),
        ["first"] = (arguments, _) => Items(arguments[0]) is [var first, ..] ? first : NullValue.Nothing,
        ["last"] = (arguments, _) => Items(arguments[0]) is [.., var last] ? last : NullValue.Nothing,
        ["rest"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Skip(1)]) { IsNil = arguments[0].IsEmpty },
        ["initial"] = (arguments, _) => new ListValue([.. Items(arguments[0]).SkipLast(1)]) { IsNil = arguments[0].IsEmpty },
        ["append"] = (arguments, _) => new ListValue([.. Items(arguments[0]), arguments[1]]),
        ["prepend"] = (arguments, _) => new ListValue([arguments[1], .. Items(arguments[0])]),
        ["concat"] = (arguments, _) => new ListValue([.. arguments.SelectMany(Items)]) { IsNil = !arguments.SelectMany(Items).Any() },
        ["reverse"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Reverse()]),
        ["compact"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Where(item => !item.IsEmpty)]),
        ["uniq"] = (arguments, _) => new ListValue(Unique(Items(arguments[0]))),
        ["without"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Where(item => !arguments.Skip(1).Any(other => Same(item, other)))]),
        ["has"] = (arguments, _) => LogicFunctions.Boolean(arguments[1] is not NullValue && Items(arguments[1]).Any(item => Same(item, arguments[0]))),
        ["sortAlpha"] = (arguments, _) => Texts(Strings(arguments[0]).OrderBy(text => text.ToString(), StringComparer.Ordinal)),
        ["toStrings"] = (arguments, _) => Texts(Strings(arguments[0])),
        ["join"] = (arguments, _) => new TextValue(TracedText.Concat(Strings(arguments[1]).SelectMany((item, index) => index == 0 ? [item.ToText()] : new[] { Text(arguments, 0), item.ToText() }))),
        ["splitList"] = (arguments, _) => Split(arguments),
        ["split"] = (arguments, _) => new MapValue(new SortedDictionary<string, TemplateValue>(Split(arguments).Items.Select((item, index) => KeyValuePair.Create($"_{index}", item)).ToDictionary(), StringComparer.Ordinal)) { IsOfTexts = true },
        ["until"] = (arguments, _) => Sequence(0, Integer(arguments, 0), Integer(arguments, 0) < 0 ? -1 : 1),
        ["untilStep"] = (arguments, _) => Sequence(Integer(arguments, 0), Integer(arguments, 1), Integer(arguments, 2)),

        // Rendering without a cluster finds nothing there.
        ["lookup"] = (_, _) => new MapValue(),
    };

    private static IReadOnlyList<TemplateValue> Items(TemplateValue value) => value is ListValue list ? list.Items : throw new ArgumentException("A list is needed.");

    private static string Key(IReadOnlyList<TemplateValue> arguments, int index) => Text(arguments, index).ToString();

    private static ListValue Texts(IEnumerable<TextValue> texts) => new([.. texts]) { ItemType = "string" };

    // What is no list counts as a list of itself.
    private static IEnumerable<TextValue> Strings(TemplateValue value) =>
        (value is ListValue list ? list.Items : [value]).Where(item => item is not NullValue).Select(item => new TextValue(item.ToText()));

    private static List<TemplateValue> Unique(IReadOnlyList<TemplateValue> items)
    {
        var unique = new List<TemplateValue>();
        foreach (var item in items.Where(item => !unique.Exists(other => Same(item, other))))
        {
            unique.Add(item);
        }

        return unique;
    }

    private static MapValue Map(IReadOnlyList<TemplateValue> arguments, int index) => arguments[index] is MapValue { IsOfTexts: false } map ? map : throw new ArgumentException("A mapping is needed.");

    // As Go compares deeply: a number is no other of another type.
    private static bool Same(TemplateValue left, TemplateValue right) => (left, right) switch
    {
        (MapValue one, MapValue other) => one.Entries.Count == other.Entries.Count && one.Entries.All(pair => other.Entries.TryGetValue(pair.Key, out var value) && Same(pair.Value, value)),
        (ListValue one, ListValue other) => one.Type == other.Type && one.Items.Count == other.Items.Count && one.Items.Zip(other.Items).All(pair => Same(pair.First, pair.Second)),
        _ => left.Type == right.Type && left.ToText().ToString() == right.ToText().ToString(),
    };

    private static MapValue Dictionary(IReadOnlyList<TemplateValue> arguments)
    {
        var map = new MapValue();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            map.Entries[arguments[index].ToText().ToString()] = index + 1 < arguments.Count ? arguments[index + 1] : new TextValue("");
        }

        return map;
    }

    private static MapValue Put(MapValue map, string key, TemplateValue value)
    {
        map.Entries[key] = value;
        return map;
    }

    private static MapValue Take(MapValue map, string key)
    {
        map.Entries.Remove(key);
        return map;
    }

    private static MapValue Picked(IReadOnlyList<TemplateValue> arguments, bool isKept)
    {
        var map = Map(arguments, 0);
        var names = arguments.Skip(1).Select((_, index) => Key(arguments, index + 1)).ToHashSet(StringComparer.Ordinal);
        var result = new MapValue { Path = map.Path };
        foreach (var (key, value) in map.Entries.Where(pair => names.Contains(pair.Key) == isKept))
        {
            result.Entries[key] = value;
        }

        return result;
    }

    private static MapValue Merged(IReadOnlyList<TemplateValue> arguments, bool isLastStronger)
    {
        var target = Map(arguments, 0);
        foreach (var other in arguments.Skip(1).Select((_, index) => Map(arguments, index + 1)))
        {
            Merge(target, other, isLastStronger, 0);
        }

        return target;
    }

    private static void Merge(MapValue target, MapValue other, bool isLastStronger, int depth)
    {
        if (depth > DeepestMerge || ReferenceEquals(target, other))
        {
            return;
        }

        foreach (var (key, value) in other.Entries.ToList())
        {
            var own = target.Entries.GetValueOrDefault(key);
            if (own is MapValue inner && value is MapValue more)
            {
                Merge(inner, more, isLastStronger, depth + 1);
            }

            // A mapping takes the place of nothing else, and nothing takes a place only from what is weaker.
            if (own is null or { IsEmpty: true } ? value is not NullValue || isLastStronger : isLastStronger && value is not MapValue)
            {
                target.Entries[key] = value;
            }
        }
    }

    private static TemplateValue Copy(TemplateValue value, int depth) => depth > DeepestMerge ? throw new ArgumentException("It is nested too deeply.") : value switch
    {
        MapValue map => new MapValue(new SortedDictionary<string, TemplateValue>(map.Entries.ToDictionary(pair => pair.Key, pair => Copy(pair.Value, depth + 1)), StringComparer.Ordinal)) { Path = map.Path, IsOfTexts = map.IsOfTexts, IsNil = map.IsNil },
        ListValue list => new ListValue([.. list.Items.Select(item => Copy(item, depth + 1))]) { Path = list.Path, ItemType = list.ItemType, IsNil = list.IsNil },
        _ => value,
    };

    // dig "a" "b" default mapping
    private static TemplateValue Dug(IReadOnlyList<TemplateValue> arguments, TemplateEvaluator on)
    {
        var value = arguments.Count > 2 ? arguments[^1] : throw new ArgumentException("There is nothing to look for.");
        for (var index = 0; index < arguments.Count - 2; index++)
        {
            var map = value is MapValue { IsOfTexts: false } inner ? inner : throw new ArgumentException("A mapping is needed.");
            value = on.Look(map, Key(arguments, index));
            if (!map.Entries.ContainsKey(Key(arguments, index)))
            {
                return arguments[^2].Or(LogicFunctions.PlacesOf(value));
            }
        }

        return value;
    }

    private static TemplateValue Item(TemplateValue value, TemplateValue key, TemplateEvaluator on) => (value, key) switch
    {
        (ListValue list, NumberValue { Number: not NumberKind.Float } index) when index.Value >= 0 && index.Value < list.Items.Count => list.Items[(int)index.Value],
        (MapValue map, TextValue name) => on.Look(map, name.ToString()),
        _ => throw new ArgumentException("There is no such item."),
    };

    private static ListValue Split(IReadOnlyList<TemplateValue> arguments) =>
        Texts(Text(arguments, 1).ToString().Split(Text(arguments, 0).ToString() is { Length: > 0 } separator ? separator : throw new ArgumentException("A separator is needed.")).Select(part => Derived(part, arguments[1])));

    private static ListValue Sequence(int from, int to, int step) => step != 0 && Math.Abs((long)to - from) / Math.Abs(step) > LongestSequence
        ? throw new ArgumentException("It would be too long.")
        : new ListValue([.. Enumerable.Range(0, step == 0 ? 0 : Math.Max(0, (int)Math.Ceiling((to - from) / (double)step))).Select(index => new NumberValue(from + (index * step), NumberKind.Int))]) { ItemType = "int" };
}
