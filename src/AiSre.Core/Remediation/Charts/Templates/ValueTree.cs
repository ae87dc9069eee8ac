using System.Globalization;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Reads YAML as the values of templates.</summary>
internal static class ValueTree
{
    private const int DeepestNesting = 100;
    private const int MostNodes = 100_000;

    /// <param name="file">The file.</param>
    /// <param name="node">The value in it.</param>
    /// <param name="path">Where the value stands among the chart's values; null when it is none of them.</param>
    /// <exception cref="TemplateRefusedException">It is nested too deeply, or has too much in it: aliases of aliases can.</exception>
    public static TemplateValue Read(YamlFile file, YamlNode? node, FieldPath? path)
    {
        var left = MostNodes;
        return Read(new YamlView(file), node, path, 0, ref left);
    }

    private static TemplateValue Read(YamlView view, YamlNode? node, FieldPath? path, int depth, ref int left)
    {
        if (depth > DeepestNesting || --left < 0)
        {
            throw new TemplateRefusedException($"its values are nested more than {DeepestNesting} levels deep, or are more than {MostNodes}");
        }

        switch (view.Resolve(node))
        {
            case YamlScalar scalar:
                return Scalar(scalar, path);
            case YamlSequence list:
                var items = new List<TemplateValue>();
                foreach (var item in list.Items)
                {
                    items.Add(Read(view, item, path?.Item(items.Count.ToString(CultureInfo.InvariantCulture)), depth + 1, ref left));
                }

                return new ListValue(items) { Path = path };
            case YamlMapping mapping:
                var map = new MapValue { Path = path };
                foreach (var key in Keys(view, mapping, 0))
                {
                    // A key such as on is a boolean to Helm; nothing is changed by a name that the file does not have.
                    var isOther = YamlTypes.IsOldBoolean(key) && mapping.Entries.Any(entry => entry.Key is YamlScalar { Style: YamlScalarStyle.Plain } plain && plain.Value == key);
                    var name = isOther ? IsOldTrue(key) ? "true" : "false" : key;
                    map.Entries[name] = Read(view, view.Get(mapping, key), isOther ? null : path?.Then(key), depth + 1, ref left);
                }

                return map;
            default:
                return new NullValue { Path = path };
        }
    }

    private static TemplateValue Scalar(YamlScalar scalar, FieldPath? path) => YamlTypes.Resolve(scalar) switch
    {
        YamlType.Null => new NullValue { Path = path },
        YamlType.Boolean => new BooleanValue(scalar.Value.Equals("true", StringComparison.OrdinalIgnoreCase)) { Path = path },
        YamlType.Integer or YamlType.Float => Number(scalar.Value) is { } number ? new NumberValue(number, NumberKind.Float) { Path = path } : new UnknownValue($"the number {scalar.Value}"),
        _ when scalar.Style == YamlScalarStyle.Plain && YamlTypes.IsOldBoolean(scalar.Value) => new BooleanValue(IsOldTrue(scalar.Value)) { Path = path },
        _ when scalar.Style == YamlScalarStyle.Plain && scalar.Tag is null && YamlTypes.IsOtherInYaml11(scalar.Value) => new UnknownValue($"how {scalar.Value} is read, which means different things in different versions of YAML"),
        _ => path is null ? new TextValue(scalar.Value) : TextValue.At(path, scalar.Value),
    };

    private static bool IsOldTrue(string text) => text.ToUpperInvariant() is "Y" or "YES" or "ON";

    // Every number of YAML is a float64 in Go; 010 is 8 there.
    private static decimal? Number(string text)
    {
        var digits = text.TrimStart('+', '-');
        return digits is ['0', >= '0' and <= '9', ..] or ['0', 'o', ..] ? null
            : digits.StartsWith("0x", StringComparison.Ordinal) ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact
            : null;
    }

    private static IEnumerable<string> Keys(YamlView view, YamlMapping mapping, int merges) => mapping.Entries
        .SelectMany(entry => entry.Key is not YamlScalar key ? []
            : key.Value != "<<" || merges > 16 ? [key.Value]
            : view.Resolve(entry.Value) switch
            {
                YamlMapping lender => Keys(view, lender, merges + 1),
                YamlSequence lenders => lenders.Items.Select(view.Resolve).OfType<YamlMapping>().SelectMany(lender => Keys(view, lender, merges + 1)),
                _ => [],
            })
        .Distinct();
}
