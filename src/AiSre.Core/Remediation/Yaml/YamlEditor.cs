using System.Text.Json.Nodes;

namespace AiSre.Remediation.Yaml;

/// <summary>
/// Edits one value of a YAML or JSON file and leaves every other byte as it is. Each edit is proven: the text is parsed again and must
/// equal the tree before with exactly the intended change; otherwise it is refused with the reason. Nothing is guessed.
/// </summary>
public static class YamlEditor
{
    /// <summary>Sets a scalar's value; its style is kept where it can hold the value. The same value changes nothing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="path">Where the scalar stands.</param>
    /// <param name="value">The new value.</param>
    /// <param name="allUses">Whether an anchored value may change at all its uses.</param>
    public static YamlEditResult Set(YamlFile file, int document, YamlPath path, YamlValue value, bool allUses = false) => YamlEditResult.Try(() =>
    {
        var old = FindScalar(file, document, path, allUses);
        if (value.IsValueOf(old))
        {
            return file;
        }

        var span = YamlSpan.Of(file, old);
        var place = new YamlPlace(YamlSpan.IsInFlow(file, document, path), file.IsJson, file.NewLine);
        YamlRefusedException? refused = null;
        foreach (var raw in YamlScalarWriter.InPlaceOf(old, span.TextIn(file), value, place))
        {
            try
            {
                return Replace(file, document, path, span, raw, raw.AsSpan().TrimEnd(" \t\r\n").Length, after => value.IsValueOf(after));
            }
            catch (YamlRefusedException why)
            {
                refused = why;
            }
        }

        throw refused!;
    });

    /// <summary>Sets a scalar to what a person typed: a value of the old one's type where it can be read as such, else a string.</summary>
    public static YamlEditResult SetText(YamlFile file, int document, YamlPath path, string text, bool allUses = false)
    {
        YamlType type;
        try
        {
            type = YamlTypes.Resolve(FindScalar(file, document, path, allUses)) == YamlType.String ? YamlType.String : YamlTypes.Resolve(text);
        }
        catch (YamlRefusedException refused)
        {
            return new YamlEditResult(null, refused.Message, refused.Line);
        }

        return Set(file, document, path, new YamlValue(type, text), allUses);
    }

    /// <summary>Sets a scalar's source text as it is: quotes, escapes and block headers included.</summary>
    public static YamlEditResult SetRaw(YamlFile file, int document, YamlPath path, string raw, bool allUses = false) => YamlEditResult.Try(() =>
    {
        var old = FindScalar(file, document, path, allUses);
        var span = YamlSpan.Of(file, old);
        return span.TextIn(file) == raw ? file : Replace(file, document, path, span, raw, raw.Length, _ => true);
    });

    /// <summary>Adds a key after the last one of a mapping, laid out as the file lays out its own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="path">The mapping.</param>
    /// <param name="key">The key, which must not be there yet.</param>
    /// <param name="value">A scalar, or objects and arrays of them.</param>
    public static YamlEditResult AddKey(YamlFile file, int document, YamlPath path, string key, JsonNode? value) => YamlEditResult.Try(() =>
    {
        if (YamlLocator.Find(file, document, path, allUses: false) is not YamlMapping mapping)
        {
            throw new YamlRefusedException($"{Name(path)} is not a mapping");
        }

        if (mapping[key] is { } there)
        {
            throw new YamlRefusedException($"{Name(path.Key(key))} is there already", there.Line);
        }

        return YamlInsertion.AddKey(file, document, path, mapping, key, value);
    });

    /// <summary>Adds an item after the last one of a list, laid out as the file lays out its own. A key without a value becomes a list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="path">The list.</param>
    /// <param name="item">A scalar, or objects and arrays of them.</param>
    public static YamlEditResult Append(YamlFile file, int document, YamlPath path, JsonNode? item) => YamlEditResult.Try(() =>
        YamlLocator.Find(file, document, path, allUses: false) is var node and (YamlSequence or YamlScalar { Value: "", Style: YamlScalarStyle.Plain })
            ? YamlInsertion.Append(file, document, path, node, item)
            : throw new YamlRefusedException($"{Name(path)} is not a list"));

    /// <summary>
    /// Removes a key with its value, or an item of a list. Comments stay, except the one on the last line of what is removed; a collection
    /// that loses its last entry stays as <c>{}</c> or <c>[]</c>.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="path">The key or the item.</param>
    public static YamlEditResult Remove(YamlFile file, int document, YamlPath path) => YamlEditResult.Try(() => YamlRemoval.Remove(file, document, path));

    private static YamlScalar FindScalar(YamlFile file, int document, YamlPath path, bool allUses) =>
        YamlLocator.Find(file, document, path, allUses) switch
        {
            YamlScalar scalar => scalar,
            var other => throw new YamlRefusedException($"{Name(path)} is {other.Describe()}, and only a scalar can be set", other.Line),
        };

    private static YamlFile Replace(YamlFile file, int document, YamlPath path, YamlSpan span, string raw, int length, Func<YamlScalar, bool> isIntended)
    {
        var (text, start) = span.Replace(file, raw);
        if (YamlWindow.Proves(file, document, path, span, text, start, raw.Length, Verify))
        {
            return YamlFile.Proven(text);
        }

        var after = YamlFile.Parse(text);
        new YamlComparer(document, path, (_, node) => Verify(after, start, node)).Compare(file, after);
        return after;

        void Verify(YamlFile there, int at, YamlNode node)
        {
            if (node is not YamlScalar scalar || !YamlSpan.Of(there, scalar).Covers(there, at, length, scalar.Style) || !isIntended(scalar))
            {
                throw new YamlRefusedException($"{Name(path)} would not be one scalar with the intended value after the edit", node.Line);
            }
        }
    }

    private static string Name(YamlPath path) => path.Segments.IsEmpty ? "the document" : path.ToString();
}
