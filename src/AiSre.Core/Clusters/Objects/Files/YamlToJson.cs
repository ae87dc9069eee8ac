using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Clusters.Objects.Files;

/// <summary>Turns YAML documents into JSON, with the types of YAML 1.2's core schema: <c>yes</c> and <c>1_000</c> are texts, <c>0o17</c> is fifteen.</summary>
public static partial class YamlToJson
{
    private const int Deepest = 64;
    private const int MostAliasBytes = 16 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One piece of JSON per document that is not empty. Ends at the first document that cannot be read, of which <paramref name="problem"/> is told.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="problem">Is told the reason in the parser's words, at most once.</param>
    public static IReadOnlyList<byte[]> Documents(string yaml, Action<string> problem)
    {
        var documents = new List<byte[]>();
        try
        {
            var parser = new YamlEvents(yaml);
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                var writer = new DocumentWriter(parser);
                documents.Add(writer.Write());
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException exception)
        {
            problem($"{exception.Message} (line {exception.Start.Line})");
        }

        return documents;
    }

    private static void WriteScalar(Utf8JsonWriter json, Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str" || (!scalar.Tag.IsEmpty && scalar.Tag.IsNonSpecific))
        {
            json.WriteStringValue(scalar.Value);
            return;
        }

        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                json.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                json.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                json.WriteBooleanValue(false);
                break;
            case var number when Decimal().IsMatch(number):
                WriteDecimal(json, number);
                break;
            case ['0', 'x', .. var hexadecimal] when ulong.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                json.WriteNumberValue(value);
                break;
            case ['0', 'o', .. var octal] when Octal().IsMatch(octal):
                json.WriteNumberValue(Convert.ToUInt64(octal, 8));
                break;
            default:
                // Infinities and not-a-number too: JSON has none.
                json.WriteStringValue(scalar.Value);
                break;
        }
    }

    private static void WriteDecimal(Utf8JsonWriter json, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            json.WriteNumberValue(whole);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A[0-7]{1,21}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    /// <summary>Writes one document straight from the parser's events; what an alias repeats is kept as JSON.</summary>
    private sealed class DocumentWriter(IParser parser)
    {
        private readonly Dictionary<AnchorName, byte[]> anchors = [];
        private int aliasBytes;

        public byte[] Write() => Capture(0);

        private byte[] Capture(int depth)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, Options))
            {
                WriteNode(json, depth);
            }

            return buffer.WrittenSpan.ToArray();
        }

        private void WriteNode(Utf8JsonWriter json, int depth)
        {
            if (depth > Deepest)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {Deepest} levels");
            }

            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                WriteAlias(json, alias);
            }
            else if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored && !anchors.ContainsKey(anchored.Anchor))
            {
                // Not known while it is written: an anchor cannot contain itself.
                anchors.Add(anchored.Anchor, []);
                var value = Capture(depth);
                anchors[anchored.Anchor] = value;
                json.WriteRawValue(value, skipInputValidation: true);
            }
            else if (parser.TryConsume<Scalar>(out var scalar))
            {
                WriteScalar(json, scalar);
            }
            else if (parser.TryConsume<SequenceStart>(out _))
            {
                json.WriteStartArray();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    WriteNode(json, depth + 1);
                }

                json.WriteEndArray();
            }
            else
            {
                WriteMapping(json, depth);
            }
        }

        private void WriteMapping(Utf8JsonWriter json, int depth)
        {
            var start = parser.Consume<MappingStart>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            json.WriteStartObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var name))
                {
                    throw new YamlException(start.Start, start.End, "a mapping has a key that is no scalar");
                }

                if (!names.Add(name.Value))
                {
                    throw new YamlException(name.Start, name.End, $"duplicate key '{name.Value}'");
                }

                json.WritePropertyName(name.Value);
                WriteNode(json, depth + 1);
            }

            json.WriteEndObject();
        }

        private void WriteAlias(Utf8JsonWriter json, AnchorAlias alias)
        {
            if (!anchors.TryGetValue(alias.Value, out var value) || value.Length == 0)
            {
                throw new YamlException(alias.Start, alias.End, $"alias '{alias.Value}' has no anchor");
            }

            // A few lines of aliases of aliases can stand for gigabytes.
            aliasBytes += value.Length;
            if (aliasBytes > MostAliasBytes)
            {
                throw new YamlException(alias.Start, alias.End, "aliases expand to too much");
            }

            json.WriteRawValue(value, skipInputValidation: true);
        }
    }
}
