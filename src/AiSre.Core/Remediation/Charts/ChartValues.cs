using System.Globalization;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;

namespace AiSre.Remediation.Charts;

/// <summary>Puts the values of a chart together, as Helm does.</summary>
internal static class ChartValues
{
    /// <summary>The key whose values every subchart sees.</summary>
    public const string Global = "global";

    /// <summary>What all layers come to.</summary>
    /// <exception cref="TemplateRefusedException">There is too much in one.</exception>
    public static MapValue Of(IEnumerable<ValueLayer> layers)
    {
        var values = new MapValue { Path = FieldPath.Of() };
        foreach (var layer in layers)
        {
            layer.Apply(values);
        }

        return values;
    }

    /// <summary>Puts one mapping over another. Mappings become one, everything else is replaced, and a null takes away what is there.</summary>
    public static void Merge(MapValue target, MapValue over)
    {
        foreach (var (key, value) in over.Entries)
        {
            if (value is NullValue && target.Entries.Remove(key))
            {
                continue;
            }

            if (value is MapValue map && target.Entries.TryGetValue(key, out var own) && own is MapValue inner)
            {
                Merge(inner, map);
            }
            else
            {
                target.Entries[key] = value;
            }
        }
    }

    /// <summary>Sets one value; what is missing on the way becomes mappings.</summary>
    public static void Put(MapValue values, FieldPath path, TemplateValue value)
    {
        if (path.Steps.Length > 0)
        {
            values.Entries[path.Steps[0]] = With(values[path.Steps[0]], path, 1, value);
        }
    }

    private static TemplateValue With(TemplateValue there, FieldPath path, int from, TemplateValue value)
    {
        if (from == path.Steps.Length)
        {
            return value;
        }

        var step = path.Steps[from];
        if (there is ListValue list && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= list.Items.Count)
        {
            var item = index < list.Items.Count ? list.Items[index] : new NullValue { Path = list.Path?.Item(step) };
            return new ListValue([.. list.Items.Take(index), With(item, path, from + 1, value), .. list.Items.Skip(index + 1)]) { Path = list.Path };
        }

        var map = there as MapValue ?? new MapValue { Path = FieldPath.Of([.. path.Steps[..from]]) };
        map.Entries[step] = With(map[step], path, from + 1, value);
        return map;
    }

    /// <summary>The value at a path; a null where none is.</summary>
    public static TemplateValue Find(TemplateValue values, FieldPath path) => path.Steps.Aggregate(values, (value, step) => value switch
    {
        MapValue map => map[step],
        ListValue list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
        _ => NullValue.Nothing,
    });

    /// <summary>What a subchart sees: its own part, and the global values of its parent over its own.</summary>
    public static MapValue ScopeOf(MapValue parent, string key)
    {
        if (!parent.Entries.TryGetValue(key, out var found) || found is not MapValue own)
        {
            own = new MapValue { Path = parent.Path?.Then(key) };
            parent.Entries[key] = own;
        }

        if (!own.Entries.TryGetValue(Global, out var mine) || mine is not MapValue inner)
        {
            own.Entries[Global] = inner = new MapValue { Path = (parent.Entries.GetValueOrDefault(Global) as MapValue)?.Path ?? own.Path?.Then(Global) };
        }

        if (parent.Entries.GetValueOrDefault(Global) is MapValue shared)
        {
            Merge(inner, shared);
        }

        return own;
    }
}
