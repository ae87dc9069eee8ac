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
        ["int"] = (arguments, _) => Whole(arguments[0]),
        ["int64"] = (arguments, _) => Whole(arguments[0]),
        ["atoi"] = (arguments, _) => Whole(arguments[0]),
        ["float64"] = (arguments, _) => new NumberValue(Number(arguments[0]), false) { Path = arguments[0].Path, Instead = arguments[0].Instead },
        ["toYaml"] = (arguments, _) => new TextValue(TracedYaml.Write(arguments[0])),
        ["toJson"] = (arguments, _) => Json(arguments[0], indented: false),
        ["toRawJson"] = (arguments, _) => Json(arguments[0], indented: false),
        ["toPrettyJson"] = (arguments, _) => Json(arguments[0], indented: true),
        ["fromYaml"] = (arguments, _) => Parsed(arguments[0]),
        ["fromYamlArray"] = (arguments, _) => Parsed(arguments[0]),
        ["fromJson"] = (arguments, _) => Parsed(arguments[0]),
        ["kindOf"] = (arguments, _) => new TextValue(KindOf(arguments[0])),
        ["kindIs"] = (arguments, _) => LogicFunctions.Boolean(IsKind(Text(arguments, 0).ToString(), arguments[1])),
        ["typeOf"] = (arguments, _) => new TextValue(TypeOf(arguments[0])),
        ["typeIs"] = (arguments, _) => LogicFunctions.Boolean(Text(arguments, 0).ToString() == TypeOf(arguments[1])),
        ["add"] = (arguments, _) => Calculated(arguments, (left, right) => left + right),
        ["sub"] = (arguments, _) => Calculated(arguments, (left, right) => left - right),
        ["mul"] = (arguments, _) => Calculated(arguments, (left, right) => left * right),
        ["div"] = (arguments, _) => Calculated(arguments, (left, right) => right == 0 ? throw new ArgumentException("Nothing is divided by 0.") : Math.Truncate(left / right)),
        ["mod"] = (arguments, _) => Calculated(arguments, (left, right) => right == 0 ? throw new ArgumentException("Nothing is divided by 0.") : left % right),
        ["max"] = (arguments, _) => Calculated(arguments, Math.Max),
        ["min"] = (arguments, _) => Calculated(arguments, Math.Min),
        ["add1"] = (arguments, _) => new NumberValue(Number(arguments[0]) + 1, true),
        ["ceil"] = (arguments, _) => new NumberValue(Math.Ceiling(Number(arguments[0])), true),
        ["floor"] = (arguments, _) => new NumberValue(Math.Floor(Number(arguments[0])), true),
    };

    /// <summary>A value as a number; 0 for what is none, as Sprig has it.</summary>
    public static decimal Number(TemplateValue value) => value switch
    {
        NumberValue number => number.Value,
        BooleanValue { Value: true } => 1,
        _ => decimal.TryParse(value.ToText().ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0,
    };

    /// <summary>A value as JSON.</summary>
    public static JsonNode? ToJson(TemplateValue value) => value switch
    {
        NullValue => null,
        BooleanValue boolean => JsonValue.Create(boolean.Value),
        NumberValue { IsInteger: true } number => JsonValue.Create((long)number.Value),
        NumberValue number => JsonValue.Create(number.Value),
        ListValue list => new JsonArray([.. list.Items.Select(ToJson)]),
        MapValue map => new JsonObject(map.Entries.Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Value)))),
        _ => JsonValue.Create(value.ToText().ToString()),
    };

    private static NumberValue Whole(TemplateValue value) => new(Math.Truncate(Number(value)), true) { Path = value.Path, Instead = value.Instead };

    private static NumberValue Calculated(IReadOnlyList<TemplateValue> arguments, Func<decimal, decimal, decimal> calculate) =>
        new(arguments.Skip(1).Aggregate(Number(arguments[0]), (left, right) => calculate(left, Number(right))), true);

    private static TextValue Json(TemplateValue value, bool indented) =>
        Derived(ToJson(value)?.ToJsonString(new JsonSerializerOptions { WriteIndented = indented }) ?? "null", value);

    private static TemplateValue Parsed(TemplateValue text)
    {
        try
        {
            var file = YamlFile.Parse(text.ToText().ToString());
            return file.Documents is [{ } root, ..] ? ValueTree.Read(file, root, path: null) : new MapValue();
        }
        catch (YamlRefusedException refused)
        {
            throw new TemplateRefusedException($"it reads YAML in which {refused.Message}");
        }
    }

    private static string KindOf(TemplateValue value) => value switch
    {
        MapValue => "map",
        ListValue => "slice",
        TextValue => "string",
        BooleanValue => "bool",
        NumberValue number => number.IsInteger && number.Path is null ? "int" : "float64",
        NullValue => "invalid",
        _ => "ptr",
    };

    // Numbers of values are float64 or int64, depending on how Helm came to them.
    private static bool IsKind(string kind, TemplateValue value) => value is NumberValue number
        ? kind == "float64" || (number.IsInteger && kind is "int" or "int64")
        : kind == KindOf(value);

    private static string TypeOf(TemplateValue value) => value switch
    {
        MapValue => "map[string]interface {}",
        ListValue => "[]interface {}",
        _ => KindOf(value),
    };
}
