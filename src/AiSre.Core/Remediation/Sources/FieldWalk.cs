using System.Collections.Immutable;
using System.Globalization;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>How far a text has a field.</summary>
/// <param name="Nodes">The nodes on the way, beginning with the object itself, as far as they are there.</param>
/// <param name="Way">The path to the last of them.</param>
/// <param name="Line">The line on which it is named.</param>
internal readonly record struct FieldWalk(ImmutableArray<YamlNode> Nodes, YamlPath Way, int Line)
{
    /// <summary>The last node that is there.</summary>
    public YamlNode Node => Nodes[^1];

    /// <summary>How many steps of the path are there.</summary>
    public int Matched => Nodes.Length - 1;

    /// <summary>Goes along a path as far as an object has it; aliases and merge keys are followed.</summary>
    /// <param name="view">The file.</param>
    /// <param name="root">The object, or a patch of it.</param>
    /// <param name="way">Where that stands in its document.</param>
    /// <param name="path">The field.</param>
    public static FieldWalk Along(YamlView view, YamlNode root, YamlPath way, FieldPath path)
    {
        var nodes = ImmutableArray.CreateBuilder<YamlNode>();
        nodes.Add(root);
        var line = root.Line;
        foreach (var step in path.Steps)
        {
            if (Follow(view, view.Resolve(nodes[^1]), step) is not var (node, segment, named))
            {
                break;
            }

            nodes.Add(node);
            way = new YamlPath(way.Segments.Add(segment));
            line = named;
        }

        return new FieldWalk(nodes.ToImmutable(), way, line);
    }

    private static (YamlNode Node, YamlPathSegment Segment, int Line)? Follow(YamlView view, YamlNode? node, string step)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var own = mapping.Entries.LastOrDefault(entry => entry.Key is YamlScalar key && key.Value == step);
                return (own is null ? view.Get(mapping, step) : view.Resolve(own.Value)) is { } value
                    ? (value, new YamlPathSegment(step, null), own?.Key.Line ?? value.Line)
                    : null;
            case YamlSequence list:
                var items = list.Items.Select(view.Resolve).ToList();
                var index = items.FindIndex(item => FieldDiff.Keys.Any(key => view.Text(item, key) == step));
                if (index < 0 && !(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < items.Count))
                {
                    return null;
                }

                return items[index] is { } found ? (found, new YamlPathSegment(null, index), found.Line) : null;
            default:
                return null;
        }
    }
}
