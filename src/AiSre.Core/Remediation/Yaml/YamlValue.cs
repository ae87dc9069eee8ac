using System.Text.Json;

namespace AiSre.Remediation.Yaml;

/// <summary>A scalar value to write, without a style.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Text">The string itself, or how the number or boolean is spelled.</param>
public sealed record YamlValue(YamlType Type, string Text)
{
    public static YamlValue String(string text) => new(YamlType.String, text);

    /// <summary>Takes a JSON scalar over.</summary>
    /// <exception cref="FormatException">It is an object or an array.</exception>
    public static YamlValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => String(element.GetString()!),
        JsonValueKind.Number => new YamlValue(element.GetRawText().AsSpan().IndexOfAny(".eE") < 0 ? YamlType.Integer : YamlType.Float, element.GetRawText()),
        JsonValueKind.True => new YamlValue(YamlType.Boolean, "true"),
        JsonValueKind.False => new YamlValue(YamlType.Boolean, "false"),
        JsonValueKind.Null => new YamlValue(YamlType.Null, "null"),
        _ => throw new FormatException($"{element.GetRawText()} is not a scalar; a string, a number, a boolean or null can be set."),
    };

    /// <summary>Whether a scalar of a file has this value already.</summary>
    public bool IsValueOf(YamlScalar scalar)
    {
        var type = YamlTypes.Resolve(scalar);
        return type == Type && YamlTypes.SameValue(type, scalar.Value, Text);
    }
}
