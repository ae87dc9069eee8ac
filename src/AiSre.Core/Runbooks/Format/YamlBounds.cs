using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Runbooks.Format;

/// <summary>Refuses YAML that would take all memory or the whole stack to read, by its events alone: what is nested too deep, and aliases that stand for too much.</summary>
/// <param name="Deepest">How deep mappings and lists may lie in each other.</param>
/// <param name="MostValues">How many values there may be, aliases counted as what they stand for.</param>
/// <param name="TakesAliases">Whether anchors and aliases may be used at all.</param>
internal sealed record YamlBounds(int Deepest, int MostValues, bool TakesAliases)
{
    /// <summary>Those of runbooks, whose tests have Kubernetes objects in them, about 20 levels deep.</summary>
    public static YamlBounds OfRunbooks { get; } = new(64, 200_000, true);

    /// <summary>Why it is refused, and where; null when it may be read, or is no YAML, which reading it tells.</summary>
    public (string Why, Mark Place)? Refusal(string yaml)
    {
        var parser = new YamlEvents(yaml);
        var anchors = new Dictionary<AnchorName, long>();
        var open = new Stack<(AnchorName Anchor, long Before)>();
        long values = 0;
        try
        {
            while (parser.MoveNext())
            {
                if (!TakesAliases && parser.Current is (AnchorAlias or NodeEvent { Anchor.IsEmpty: false }))
                {
                    return ("anchors and aliases are not allowed; write what is meant where it is meant, and put a pattern that begins with a star in quotes", parser.Current!.Start);
                }

                switch (parser.Current)
                {
                    case MappingStart or SequenceStart:
                        values++;
                        open.Push((((NodeEvent)parser.Current).Anchor, values - 1));
                        break;
                    case MappingEnd or SequenceEnd:
                        var (anchor, before) = open.Pop();
                        if (!anchor.IsEmpty)
                        {
                            anchors[anchor] = values - before;
                        }

                        break;
                    case AnchorAlias alias:
                        // One that stands for what it lies in has no size yet, and no end.
                        if (!anchors.TryGetValue(alias.Value, out var size))
                        {
                            return ($"the alias *{alias.Value} stands for nothing, or for what it lies in", alias.Start);
                        }

                        values += size;
                        break;
                    case Scalar scalar:
                        values++;
                        if (!scalar.Anchor.IsEmpty)
                        {
                            anchors[scalar.Anchor] = 1;
                        }

                        break;
                }

                if (open.Count > Deepest || values > MostValues)
                {
                    return (open.Count > Deepest ? $"it is nested deeper than {Deepest} levels" : $"it has more than {MostValues} values, aliases counted as what they stand for", parser.Current!.Start);
                }
            }
        }
        catch (YamlException)
        {
            return null;
        }

        return null;
    }
}
