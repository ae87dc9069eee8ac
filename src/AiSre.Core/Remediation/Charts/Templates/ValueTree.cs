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
                    map.Entries[key] = Read(view, view.Get(mapping, key), path?.Then(key), depth + 1, ref left);
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
        YamlType.Integer when decimal.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new NumberValue(number, true) { Path = path },
        YamlType.Float when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new NumberValue(number, false) { Path = path },
        _ => path is null ? new TextValue(scalar.Value) : TextValue.At(path, scalar.Value),
    };

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
