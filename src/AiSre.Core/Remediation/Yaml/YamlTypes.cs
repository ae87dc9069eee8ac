using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Yaml;

/// <summary>What a plain scalar means.</summary>
public enum YamlType
{
    String,
    Null,
    Boolean,
    Integer,
    Float,
}

/// <summary>
/// Resolves plain scalars by YAML 1.2's core schema, and tells those that YAML 1.1 readers, Kubernetes' among them, take differently
/// (<c>yes</c>, <c>0777</c>, <c>1:30</c>, <c>2026-01-31</c>).
/// </summary>
internal static partial class YamlTypes
{
    /// <summary>The type of a scalar: quoted and block scalars are strings, plain ones are resolved.</summary>
    public static YamlType Resolve(YamlScalar scalar) => scalar switch
    {
        { Tag: "!" or "tag:yaml.org,2002:str" } => YamlType.String,
        { Style: YamlScalarStyle.Plain } => Resolve(scalar.Value),
        _ => YamlType.String,
    };

    /// <summary>The type of a plain text by the core schema.</summary>
    public static YamlType Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlType.Boolean,
        _ when plain[0] is not ((>= '0' and <= '9') or '-' or '+' or '.') => YamlType.String,
        _ when CoreInteger().IsMatch(plain) => YamlType.Integer,
        _ when CoreFloat().IsMatch(plain) => YamlType.Float,
        _ => YamlType.String,
    };

    /// <summary>Whether a plain text that is a string by the core schema is something else to a YAML 1.1 reader.</summary>
    public static bool IsOtherInYaml11(string plain) =>
        plain is "=" or "<<" || OldBoolean().IsMatch(plain) || OldNumber().IsMatch(plain) || Timestamp().IsMatch(plain);

    /// <summary>Whether a plain text is a boolean to a YAML 1.1 reader alone: <c>yes</c>, <c>off</c>.</summary>
    public static bool IsOldBoolean(string plain) => OldBoolean().IsMatch(plain);

    /// <summary>Whether two plain texts of the same type mean the same value: <c>0x10</c> and <c>16</c>.</summary>
    public static bool SameValue(YamlType type, string left, string right) => type switch
    {
        YamlType.Null => true,
        YamlType.Boolean => left.Equals(right, StringComparison.OrdinalIgnoreCase),
        YamlType.Integer or YamlType.Float => left == right || (Number(left) is { } number && number.Equals(Number(right))),
        _ => left == right,
    };

    // Null where the number is not compared by value but by its spelling: octal ones, and those that no decimal can hold.
    private static decimal? Number(string text) => text switch
    {
        ['0', 'x', .. var digits] => ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null,
        _ => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex CoreInteger();

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex CoreFloat();

    [GeneratedRegex(@"\A(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)\z")]
    private static partial Regex OldBoolean();

    // Binary, underscores, sexagesimal numbers, and what YAML 1.1 takes for a float.
    [GeneratedRegex(@"\A[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?)\z")]
    private static partial Regex OldNumber();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*)?\z")]
    private static partial Regex Timestamp();
}
