using System.Text;

namespace AiSre.Runbooks.Editing;

/// <summary>Writes a key with what it needs under it, as a snippet with places for the cursor.</summary>
internal sealed class SchemaSkeleton
{
    private readonly StringBuilder _written = new();
    private int _stops;

    private SchemaSkeleton()
    {
    }

    /// <summary>The key with its colon and what is required under it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="node">What stands under it.</param>
    /// <param name="indent">The column of the key.</param>
    /// <param name="isInFlow">Whether it stands between brackets.</param>
    public static string Of(string key, SchemaNode node, int indent, bool isInFlow)
    {
        var skeleton = new SchemaSkeleton();
        skeleton.Key(key, node, indent, isInFlow);
        return skeleton._written.ToString();
    }

    /// <summary>An item of a list, without its dash.</summary>
    /// <param name="node">What the item is.</param>
    /// <param name="indent">The column after the dash.</param>
    public static string OfItem(SchemaNode node, int indent)
    {
        var skeleton = new SchemaSkeleton();
        skeleton.Item(node, indent);
        return skeleton._written.ToString();
    }

    /// <summary>What the first place for the cursor is for.</summary>
    public static SchemaNode FirstStop(SchemaNode node) =>
        node.IsOnlyList ? FirstStop(node.Items!)
        : node.IsMap && node.Required.Count > 0 && node.Under(node.Required[0]) is { } first ? FirstStop(first)
        : node;

    private void Key(string key, SchemaNode node, int indent, bool isInFlow)
    {
        _written.Append(key).Append(':');
        if (node.IsOnlyList)
        {
            if (isInFlow)
            {
                _written.Append(" [").Append(Stop()).Append(']');
            }
            else
            {
                NewLine(indent + 2).Append("- ");
                Item(node.Items!, indent + 4);
            }
        }
        else if (!node.IsMap)
        {
            _written.Append(' ').Append(Stop());
        }
        else if (isInFlow)
        {
            _written.Append(" {");
            Keys(node, 0, isInFlow, _ => _written.Append(_written[^1] == '{' ? "" : ", "));
            _written.Append(node.Required.Count == 0 ? Stop() : "").Append('}');
        }
        else if (node.Required.Count > 0)
        {
            Keys(node, indent + 2, isInFlow, _ => NewLine(indent + 2));
        }
        else if (node.NeedsKey)
        {
            NewLine(indent + 2).Append(Stop());
        }
        else
        {
            _written.Append(" {").Append(Stop()).Append('}');
        }
    }

    private void Item(SchemaNode item, int indent)
    {
        if (item.IsMap && item.Required.Count > 0)
        {
            Keys(item, indent, isInFlow: false, index => _ = index == 0 ? _written : NewLine(indent));
        }
        else
        {
            _written.Append(Stop());
        }
    }

    private void Keys(SchemaNode node, int indent, bool isInFlow, Action<int> separate)
    {
        foreach (var (index, key) in node.Required.Index())
        {
            separate(index);
            Key(key, node.Under(key) ?? new SchemaNode(), indent, isInFlow);
        }
    }

    private StringBuilder NewLine(int indent) => _written.Append('\n').Append(' ', indent);

    private string Stop() => $"${++_stops}";
}
