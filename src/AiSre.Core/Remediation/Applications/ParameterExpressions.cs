using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;

namespace AiSre.Remediation.Applications;

/// <summary>Puts the parameters of one application into the texts of an ApplicationSet's template.</summary>
/// <param name="isGoTemplate">Whether expressions are those of Go's templates; else a name in braces stands for its value.</param>
/// <param name="parameters">The parameters.</param>
/// <param name="budget">What it may cost.</param>
internal sealed class ParameterExpressions(bool isGoTemplate, MapValue parameters, TemplateBudget budget)
{
    private const int DeepestNesting = 64;

    private readonly TemplateEvaluator _evaluator = new(ImmutableDictionary<string, ImmutableArray<TemplateNode>>.Empty, budget);

    /// <summary>Parameters that were asked for and are empty.</summary>
    public IReadOnlyCollection<FieldPath> Consulted => _evaluator.Consulted;

    /// <summary>A part of the template with its texts rendered.</summary>
    /// <exception cref="TemplateRefusedException">A text is no template.</exception>
    public TemplateValue Render(JsonNode? node, int depth = 0) => depth > DeepestNesting ? throw new TemplateRefusedException("its template is nested too deeply") : node switch
    {
        JsonObject map => new MapValue(new SortedDictionary<string, TemplateValue>(map.ToDictionary(pair => pair.Key, pair => Render(pair.Value, depth + 1)), StringComparer.Ordinal)),
        JsonArray list => new ListValue([.. list.Select(item => Render(item, depth + 1))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => new TextValue(Render(value.ToString())),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => new BooleanValue(value.GetValueKind() == JsonValueKind.True),
        JsonValue value => decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new NumberValue(number, NumberKind.Float) : new TextValue(value.ToString()),
        _ => NullValue.Nothing,
    };

    /// <summary>A text with its expressions replaced.</summary>
    /// <exception cref="TemplateRefusedException">It is no template.</exception>
    public TracedText Render(string text)
    {
        budget.Step();
        return !text.Contains("{{", StringComparison.Ordinal) ? TracedText.Of(text)
            : isGoTemplate ? _evaluator.Render(TemplateParser.Parse(text).Body, parameters)
            : Replace(text);
    }

    // A name that no parameter has stays as it is.
    private TracedText Replace(string text)
    {
        var parts = new List<TracedText>();
        var at = 0;
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{{", at, StringComparison.Ordinal))
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                break;
            }

            parts.Add(TracedText.Of(text[at..open]));
            var name = text[(open + 2)..close].Trim();
            parts.Add(Find(name) is { } value and not NullValue ? value.ToText() : TracedText.Of(text[open..(close + 2)]));
            at = close + 2;
        }

        parts.Add(TracedText.Of(text[at..]));
        return TracedText.Concat(parts);
    }

    // image.tag, path, path.basename, path[0]
    private TemplateValue? Find(string name)
    {
        if (parameters.Entries.TryGetValue(name, out var whole))
        {
            return whole is MapValue map ? map["path"] : whole;
        }

        TemplateValue value = parameters;
        foreach (var step in name.Replace("[", ".segments.", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'))
        {
            value = value switch
            {
                MapValue map => map[step],
                ListValue list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => NullValue.Nothing,
            };
        }

        return value;
    }
}
