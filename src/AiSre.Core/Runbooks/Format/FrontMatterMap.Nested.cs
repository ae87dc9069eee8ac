using YamlDotNet.RepresentationModel;

namespace AiSre.Runbooks.Format;

/// <remarks>Mappings of mappings, and codes of which not all are allowed.</remarks>
internal sealed partial class FrontMatterMap
{
    /// <summary>Where the mapping begins: its line and column in a text whose YAML begins at <see cref="FrontMatter.FirstLine"/>.</summary>
    public (int Line, int Column) Place => (Line, (int)node.Start.Column);

    /// <summary>Notes a mistake about the mapping as a whole.</summary>
    public void Refuse(string message) => errors.Add(At(node, message));

    /// <summary>Every key of the mapping with the mapping that it holds; what holds none is noted.</summary>
    public IReadOnlyList<(string Key, FrontMatterMap Map)> MapEntries()
    {
        var entries = new List<(string, FrontMatterMap)>();
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } text } && value is YamlMappingNode map)
            {
                entries.Add((text, new FrontMatterMap(map, Qualified(text), errors)));
            }
            else
            {
                errors.Add(At(value, $"'{Qualified(key.ToString())}' holds {Describe(value)}; allowed is a mapping of keys and values"));
            }
        }

        return entries;
    }

    /// <summary>As <see cref="Word{T}(string)"/>, of some codes only.</summary>
    public T? Word<T>(string key, params T[] allowed)
        where T : struct, Enum
    {
        var word = Word<T>(key);
        if (word is not { } one || allowed.Contains(one))
        {
            return word;
        }

        Refuse(key, $"'{Words.Of(one)}' is not a value of '{Qualified(key)}'{Hint(Words.Of(one), [.. allowed.Select(Words.Of)])}");
        return null;
    }
}
