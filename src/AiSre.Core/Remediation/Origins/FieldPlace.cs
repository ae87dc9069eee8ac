using System.Globalization;
using AiSre.Clusters.History;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Origins;

/// <summary>A field as a file has it.</summary>
/// <param name="Value">A text that differs when the field does; null when it is not there.</param>
/// <param name="Line">Where it stands, from 1; null when it is not there.</param>
internal readonly record struct FieldText(string? Value, int? Line);

/// <summary>Finds a field of a live object, named as <see cref="FieldDiff"/> names fields, in a manifest. Pure.</summary>
internal static class FieldPlace
{
    /// <summary>Reads the field; of one that is not there, nothing.</summary>
    public static FieldText Read(YamlView view, YamlNode manifest, string field)
    {
        YamlNode? node = manifest;
        var line = manifest.Line;
        foreach (var step in Steps(field))
        {
            (node, line) = Follow(view, view.Resolve(node), step, line);
            if (node is null)
            {
                return default;
            }
        }

        return new FieldText(Flat(view, node), line);
    }

    /// <summary>The names on the way to a field: <c>containers[app].image</c> is <c>containers</c>, <c>app</c>, <c>image</c>.</summary>
    internal static IEnumerable<string> Steps(string field)
    {
        for (var position = 0; position < field.Length;)
        {
            if (field[position] == '[' && field.IndexOf(']', position) is var close and > 0)
            {
                yield return field[(position + 1)..close];
                position = close + 1;
                continue;
            }

            var start = field[position] == '.' ? position + 1 : position;
            var end = start >= field.Length ? -1 : field.AsSpan(start).IndexOfAny('.', '[');
            position = end < 0 ? field.Length : start + Math.Max(end, 1);
            yield return field[start..position];
        }
    }

    private static (YamlNode? Node, int Line) Follow(YamlView view, YamlNode? node, string step, int line)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var own = mapping.Entries.LastOrDefault(entry => entry.Key is YamlScalar key && key.Value == step);
                var value = own is null ? view.Get(mapping, step) : view.Resolve(own.Value);
                return (value, own?.Key.Line ?? value?.Line ?? line);
            case YamlSequence list:
                var items = list.Items.Select(view.Resolve).ToList();
                var found = items.Find(item => FieldDiff.Keys.Any(key => view.Text(item, key) == step))
                    ?? (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count ? items[index] : null);
                return (found, found?.Line ?? line);
            default:
                return (null, line);
        }
    }

    // Layout and order of keys do not count.
    private static string Flat(YamlView view, YamlNode node) => view.Resolve(node) switch
    {
        YamlScalar scalar => $"'{scalar.Value}'",
        YamlSequence list => $"[{string.Join(',', list.Items.Select(item => Flat(view, item)))}]",
        YamlMapping mapping => $"{{{string.Join(',', mapping.Entries.Select(entry => $"{Flat(view, entry.Key)}:{Flat(view, entry.Value)}").Order(StringComparer.Ordinal))}}}",
        _ => "",
    };
}
