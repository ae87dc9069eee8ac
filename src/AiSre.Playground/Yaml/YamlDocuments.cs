using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Playground.Yaml;

/// <summary>YAML as Kubernetes tools read it: each document becomes JSON, plain scalars get their YAML 1.1 type.</summary>
public static partial class YamlDocuments
{
    /// <summary>All documents of a text; empty ones are left out.</summary>
    /// <exception cref="YamlException">When the text is not YAML, with the line.</exception>
    public static IReadOnlyList<JsonNode> Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner gives up on some malformed texts with this instead of an error of its own.
            throw new YamlException("did not find expected node content", error);
        }

        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        YamlScalarNode scalar => Convert(scalar),
        _ => null,
    };

    private static JsonObject Convert(YamlMappingNode mapping)
    {
        var obj = new JsonObject();
        foreach (var (key, value) in mapping)
        {
            if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
            {
                Merge(obj, value);
            }
            else
            {
                obj[((YamlScalarNode)key).Value ?? ""] = Convert(value);
            }
        }

        return obj;
    }

    private static void Merge(JsonObject obj, YamlNode value)
    {
        foreach (var source in value is YamlSequenceNode several ? several.OfType<YamlMappingNode>() : [.. new[] { value }.OfType<YamlMappingNode>()])
        {
            foreach (var (member, inherited) in Convert(source))
            {
                if (!obj.ContainsKey(member))
                {
                    obj[member] = inherited?.DeepClone();
                }
            }
        }
    }

    private static JsonNode? Convert(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
            _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => Number(integer),
            _ when Octal().IsMatch(text) => Number(System.Convert.ToInt64(text.TrimStart('0').Length == 0 ? "0" : text, 8)),
            _ when Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => real,
            _ => text,
        };
    }

    /// <summary>Small numbers are kept as int, as parsed JSON numbers answer to both.</summary>
    private static JsonValue Number(long value) => value is >= int.MinValue and <= int.MaxValue ? JsonValue.Create((int)value) : JsonValue.Create(value);

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex("^0[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
