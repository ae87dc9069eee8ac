using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;
using static AiSre.Remediation.Charts.Templates.TemplateFunctions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions that turn values into others, and those that calculate.</summary>
internal static class ConversionFunctions
{
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["toString"] = (arguments, _) => new TextValue(arguments[0].ToText()),
        ["int"] = (arguments, _) => Converted(arguments[0], Whole(arguments[0]), NumberKind.Int),
        ["int64"] = (arguments, _) => Converted(arguments[0], Whole(arguments[0]), NumberKind.Int64),
        ["atoi"] = (arguments, _) => Converted(arguments[0], long.TryParse(Text(arguments, 0).ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0, NumberKind.Int),
        ["float64"] = (arguments, _) => Converted(arguments[0], Number(arguments[0]), NumberKind.Float),
        ["toYaml"] = (arguments, _) => new TextValue(TracedYaml.Write(arguments[0])),
        ["toJson"] = (arguments, _) => Derived(ValueJson.Write(arguments[0], isEscaped: true, isIndented: false), arguments[0]),
        ["toRawJson"] = (arguments, _) => Derived(ValueJson.Write(arguments[0], isEscaped: false, isIndented: false), arguments[0]),
        ["toPrettyJson"] = (arguments, _) => Derived(ValueJson.Write(arguments[0], isEscaped: true, isIndented: true), arguments[0]),
        ["fromYaml"] = (arguments, _) => Parsed(Text(arguments, 0).ToString()) switch
        {
            MapValue map => map,
            NullValue => new MapValue { IsNil = true },
            _ => throw new TemplateRefusedException("it reads YAML as a mapping that is none"),
        },
        ["fromYamlArray"] = (arguments, _) => Parsed(Text(arguments, 0).ToString()) as ListValue ?? throw new TemplateRefusedException("it reads YAML as a list that is none"),
        ["fromJson"] = (arguments, _) => Parsed(Json(Text(arguments, 0).ToString())) as MapValue ?? throw new TemplateRefusedException("it reads JSON as a mapping that is none"),
        ["fromJsonArray"] = (arguments, _) => Parsed(Json(Text(arguments, 0).ToString())) as ListValue ?? throw new TemplateRefusedException("it reads JSON as a list that is none"),
        ["kindOf"] = (arguments, _) => new TextValue(arguments[0].Kind),
        ["kindIs"] = (arguments, _) => LogicFunctions.Boolean(Text(arguments, 0).ToString() == arguments[1].Kind),
        ["typeOf"] = (arguments, _) => new TextValue(arguments[0].Type),
        ["typeIs"] = (arguments, _) => LogicFunctions.Boolean(Text(arguments, 0).ToString() == arguments[1].Type),
        ["add"] = (arguments, _) => Calculated(arguments, (left, right) => left + right),
        ["sub"] = (arguments, _) => Calculated(arguments, (left, right) => left - right),
        ["mul"] = (arguments, _) => Calculated(arguments, (left, right) => left * right),
        ["div"] = (arguments, _) => Calculated(arguments, (left, right) => right == 0 ? throw new ArgumentException("Nothing is divided by 0.") : left / right),
        ["mod"] = (arguments, _) => Calculated(arguments, (left, right) => right == 0 ? throw new ArgumentException("Nothing is divided by 0.") : left % right),
        ["max"] = (arguments, _) => Calculated(arguments, Math.Max),
        ["min"] = (arguments, _) => Calculated(arguments, Math.Min),
        ["add1"] = (arguments, _) => Calculated([arguments[0], new NumberValue(1, NumberKind.Int)], (left, right) => left + right),
        ["ceil"] = (arguments, _) => new NumberValue(Math.Ceiling(Number(arguments[0])), NumberKind.Float),
        ["floor"] = (arguments, _) => new NumberValue(Math.Floor(Number(arguments[0])), NumberKind.Float),
    };

    /// <summary>A value as a number; 0 for what is none, as Sprig has it.</summary>
    /// <exception cref="ArgumentException">It is one of a kind that is not known here.</exception>
    public static decimal Number(TemplateValue value) => value switch
    {
        NumberValue number => number.Value,
        BooleanValue boolean => boolean.Value ? 1 : 0,
        TextValue text when decimal.TryParse(text.ToString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) => parsed,
        TextValue text when text.ToString().AsSpan().TrimStart("+-") is [(>= '0' and <= '9') or '.' or 'i' or 'I' or 'n' or 'N', ..] => throw new ArgumentException("A number of an uncommon kind is not known here."),
        _ => 0,
    };

    // Texts are read as Go reads its own numbers: 010 is 8, and one with a fraction is none.
    private static long Whole(TemplateValue value) => value switch
    {
        TextValue text when long.TryParse(text.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !IsOctal(text.ToString()) => number,
        TextValue text when text.ToString().AsSpan().TrimStart("+-") is [>= '0' and <= '9', ..] => throw new ArgumentException("A number of an uncommon kind is not known here."),
        TextValue => 0,
        _ => (long)Math.Truncate(Number(value)),
    };

    private static bool IsOctal(string text) => text.AsSpan().TrimStart("+-") is ['0', _, ..];

    private static NumberValue Converted(TemplateValue value, decimal number, NumberKind kind) => new(number, kind) { Path = value.Path, Instead = value.Instead };

    private static NumberValue Calculated(IReadOnlyList<TemplateValue> arguments, Func<long, long, long> calculate) =>
        new(arguments.Skip(1).Aggregate(Whole(arguments[0]), (left, right) => checked(calculate(left, Whole(right)))), NumberKind.Int64);

    private static string Json(string text)
    {
        try
        {
            _ = JsonNode.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            throw new TemplateRefusedException("it reads JSON that is none");
        }
    }

    private static TemplateValue Parsed(string text)
    {
        try
        {
            var file = YamlFile.Parse(text);
            return file.Documents is [{ } root, ..] ? ValueTree.Read(file, root, path: null) : NullValue.Nothing;
        }
        catch (YamlRefusedException refused)
        {
            throw new TemplateRefusedException($"it reads YAML in which {refused.Message}");
        }
    }
}
