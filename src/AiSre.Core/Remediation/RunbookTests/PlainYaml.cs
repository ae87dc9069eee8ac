using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Remediation.RunbookTests;

/// <summary>Writes objects as the YAML that people write.</summary>
internal static partial class PlainYaml
{
    private static readonly string[] OtherTypes = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    public static string Write(JsonObject value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Node(value))).Save(text, assignAnchors: false);
        var written = text.ToString();
        return written.EndsWith("...\n", StringComparison.Ordinal) ? written[..^4] : written;
    }

    private static YamlNode Node(JsonNode? value) => value switch
    {
        JsonObject map => new YamlMappingNode(map.Select(pair => KeyValuePair.Create<YamlNode, YamlNode>(Text(pair.Key), Node(pair.Value)))),
        JsonArray list => new YamlSequenceNode(list.Select(Node)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Text(text.GetValue<string>()),
        null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
        _ => new YamlScalarNode(value.ToJsonString()) { Style = ScalarStyle.Plain },
    };

    private static YamlScalarNode Text(string text) => new(text)
    {
        Style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : Bare().IsMatch(text) && !OtherTypes.Contains(text.ToLowerInvariant()) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted,
    };

    // A word, or an amount such as 256Mi; numbers, dates and times as texts need their quotes.
    [GeneratedRegex(@"\A(?:[A-Za-z/](?:[\w./:@-]*[\w/])?|[0-9]+(?:\.[0-9]+)?[A-Za-z]{1,2})\z", RegexOptions.ECMAScript)]
    private static partial Regex Bare();
}
