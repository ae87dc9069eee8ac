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
        ["get"] = (arguments, on) => on.Look(arguments[0], Text(arguments, 1).ToString()),
        ["set"] = (arguments, _) => Put(Map(arguments, 0), Text(arguments, 1).ToString(), arguments[2]),
        ["unset"] = (arguments, _) => Take(Map(arguments, 0), Text(arguments, 1).ToString()),
        ["hasKey"] = (arguments, _) => LogicFunctions.Boolean(arguments[0] is MapValue map && map.Entries.ContainsKey(Text(arguments, 1).ToString())),
        ["keys"] = (arguments, _) => new ListValue([.. arguments.OfType<MapValue>().SelectMany(map => map.Entries.Keys).Select(key => new TextValue(key))]),
        ["values"] = (arguments, _) => new ListValue([.. arguments.OfType<MapValue>().SelectMany(map => map.Entries.Values)]),
        ["pick"] = (arguments, _) => Picked(arguments, isKept: true),
        ["omit"] = (arguments, _) => Picked(arguments, isKept: false),
        ["pluck"] = (arguments, _) => new ListValue([.. arguments.Skip(1).OfType<MapValue>().Where(map => map.Entries.ContainsKey(Text(arguments, 0).ToString())).Select(map => map[Text(arguments, 0).ToString()])]),
        ["merge"] = (arguments, _) => Merged(arguments, isLastStronger: false),
        ["mergeOverwrite"] = (arguments, _) => Merged(arguments, isLastStronger: true),
        ["mustMerge"] = (arguments, _) => Merged(arguments, isLastStronger: false),
        ["mustMergeOverwrite"] = (arguments, _) => Merged(arguments, isLastStronger: true),
        ["deepCopy"] = (arguments, _) => Copy(arguments[0], 0),
        ["mustDeepCopy"] = (arguments, _) => Copy(arguments[0], 0),
        ["dig"] = (arguments, on) => Dug(arguments, on),
        ["index"] = (arguments, on) => arguments.Skip(1).Aggregate(arguments[0], (value, key) => value is ListValue list ? Item(list, (int)ConversionFunctions.Number(key)) : on.Look(value, key.ToText().ToString())),
        ["len"] = (arguments, _) => new NumberValue(arguments[0] switch { MapValue map => map.Entries.Count, ListValue list => list.Items.Count, _ => Text(arguments, 0).ToString().Length }, true),
        ["first"] = (arguments, _) => Items(arguments[0]) is [var first, ..] ? first : NullValue.Nothing,
        ["last"] = (arguments, _) => Items(arguments[0]) is [.., var last] ? last : NullValue.Nothing,
        ["rest"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Skip(1)]),
        ["initial"] = (arguments, _) => new ListValue([.. Items(arguments[0]).SkipLast(1)]),
        ["append"] = (arguments, _) => new ListValue([.. Items(arguments[0]), arguments[1]]),
        ["prepend"] = (arguments, _) => new ListValue([arguments[1], .. Items(arguments[0])]),
        ["concat"] = (arguments, _) => new ListValue([.. arguments.SelectMany(Items)]),
        ["reverse"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Reverse()]),
        ["compact"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Where(item => !item.IsEmpty)]),
        ["uniq"] = (arguments, _) => new ListValue([.. Items(arguments[0]).DistinctBy(item => LogicFunctions.TextOf(item).ToString())]),
        ["without"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Where(item => !arguments.Skip(1).Any(other => Same(item, other)))]),
        ["has"] = (arguments, _) => LogicFunctions.Boolean(Items(arguments[1]).Any(item => Same(item, arguments[0]))),
        ["sortAlpha"] = (arguments, _) => new ListValue([.. Items(arguments[0]).OrderBy(item => item.ToText().ToString(), StringComparer.Ordinal)]),
        ["toStrings"] = (arguments, _) => new ListValue([.. Items(arguments[0]).Select(item => new TextValue(item.ToText()))]),
        ["join"] = (arguments, _) => new TextValue(TracedText.Concat(Items(arguments[1]).SelectMany((item, index) => index == 0 ? [item.ToText()] : new[] { Text(arguments, 0), item.ToText() }))),
        ["splitList"] = (arguments, _) => Split(arguments),
        ["split"] = (arguments, _) => new MapValue(new SortedDictionary<string, TemplateValue>(Split(arguments).Items.Select((item, index) => KeyValuePair.Create($"_{index}", item)).ToDictionary(), StringComparer.Ordinal)),
        ["until"] = (arguments, _) => Sequence(0, Integer(arguments, 0), 1),
        ["untilStep"] = (arguments, _) => Sequence(Integer(arguments, 0), Integer(arguments, 1), Integer(arguments, 2)),

        // Rendering without a cluster finds nothing there.
        ["lookup"] = (_, _) => new MapValue(),
    };

    private static IReadOnlyList<TemplateValue> Items(TemplateValue value) => value is ListValue list ? list.Items : [];

    private static MapValue Map(IReadOnlyList<TemplateValue> arguments, int index) => arguments[index] as MapValue ?? throw new ArgumentException("A mapping is needed.");

    private static bool Same(TemplateValue left, TemplateValue right) => LogicFunctions.TextOf(left).ToString() == LogicFunctions.TextOf(right).ToString();

    private static MapValue Dictionary(IReadOnlyList<TemplateValue> arguments)
    {
        var map = new MapValue();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            map.Entries[Text(arguments, index).ToString()] = index + 1 < arguments.Count ? arguments[index + 1] : NullValue.Nothing;
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
        var names = arguments.Skip(1).SelectMany(argument => argument is ListValue list ? list.Items : [argument]).Select(argument => argument.ToText().ToString()).ToHashSet(StringComparer.Ordinal);
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
        foreach (var other in arguments.Skip(1).OfType<MapValue>())
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
            if (target.Entries.TryGetValue(key, out var own) && own is MapValue inner && value is MapValue more)
            {
                Merge(inner, more, isLastStronger, depth + 1);
            }
            else if (own is null || own.IsEmpty || isLastStronger)
            {
                target.Entries[key] = value;
            }
        }
    }

    private static TemplateValue Copy(TemplateValue value, int depth) => depth > DeepestMerge ? throw new ArgumentException("It is nested too deeply.") : value switch
    {
        MapValue map => new MapValue(new SortedDictionary<string, TemplateValue>(map.Entries.ToDictionary(pair => pair.Key, pair => Copy(pair.Value, depth + 1)), StringComparer.Ordinal)) { Path = map.Path },
        ListValue list => new ListValue([.. list.Items.Select(item => Copy(item, depth + 1))]) { Path = list.Path },
        _ => value,
    };

    // dig "a" "b" default mapping
    private static TemplateValue Dug(IReadOnlyList<TemplateValue> arguments, TemplateEvaluator on)
    {
        var value = arguments[^1];
        foreach (var key in arguments.SkipLast(2))
        {
            value = on.Look(value, key.ToText().ToString());
            if (value is NullValue)
            {
                return arguments[^2].Or(LogicFunctions.PlacesOf(value));
            }
        }

        return value;
    }

    private static TemplateValue Item(ListValue list, int index) => index >= 0 && index < list.Items.Count ? list.Items[index] : throw new ArgumentException("There is no such item.");

    private static ListValue Split(IReadOnlyList<TemplateValue> arguments) =>
        new([.. Text(arguments, 1).ToString().Split(Text(arguments, 0).ToString()).Select(part => Derived(part, arguments[1]))]);

    private static ListValue Sequence(int from, int to, int step) => step == 0 || Math.Abs((long)to - from) / Math.Abs(step) > LongestSequence
        ? throw new ArgumentException("It would be too long.")
        : new ListValue([.. Enumerable.Range(0, Math.Max(0, (int)Math.Ceiling((to - from) / (double)step))).Select(index => new NumberValue(from + (index * step), true))]);
}
