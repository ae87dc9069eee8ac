namespace AiSre.Remediation.Yaml;

/// <summary>
/// Proves an edit: walks the trees before and after side by side and finds any difference other than the intended one. Places, and how
/// collections are laid out, do not count; values, styles of scalars, tags, anchors and order do.
/// </summary>
internal sealed class YamlComparer(int changedDocument, YamlPath path, Action<YamlNode, YamlNode> verifyChange)
{
    private bool _seen;

    /// <summary>Compares the files; at the changed node only <c>verifyChange</c> decides, with the nodes before and after.</summary>
    /// <exception cref="YamlRefusedException">Something else differs, or the changed node is not there.</exception>
    public void Compare(YamlFile before, YamlFile after)
    {
        if (before.Documents.Length != after.Documents.Length)
        {
            throw new YamlRefusedException("the edit would change the number of documents in the file");
        }

        for (var document = 0; document < before.Documents.Length; document++)
        {
            Compare(before.Documents[document], after.Documents[document], document == changedDocument ? 0 : -1);
        }

        if (!_seen)
        {
            throw new YamlRefusedException($"{path} was not found again after the edit");
        }
    }

    /// <summary>Compares one branch: the node to which that many segments of the path lead, and all below it.</summary>
    /// <returns>Whether the changed node was there.</returns>
    /// <exception cref="YamlRefusedException">Something else differs.</exception>
    public bool CompareBranch(YamlNode before, YamlNode after, int depth)
    {
        Compare(before, after, depth);
        return _seen;
    }

    // depth: how many segments of the path lead here; -1 when the node is not on it.
    private void Compare(YamlNode? before, YamlNode? after, int depth)
    {
        if (before is null || after is null)
        {
            Require(before is null && after is null, before ?? after!);
            return;
        }

        if (depth == path.Segments.Length)
        {
            _seen = true;
            Require(before.Anchor == after.Anchor && before.Tag == after.Tag, before);
            verifyChange(before, after);
            return;
        }

        CompareNodes(before, after, depth);
    }

    /// <summary>Compares two nodes of which nothing was to change.</summary>
    public static void CompareUnchanged(YamlNode before, YamlNode after) =>
        new YamlComparer(-1, YamlPath.Root, (_, _) => { }).CompareNodes(before, after, -1);

    private void CompareNodes(YamlNode before, YamlNode after, int depth)
    {
        Require(before.Anchor == after.Anchor && before.Tag == after.Tag, before);
        switch (before, after)
        {
            case (YamlScalar left, YamlScalar right):
                Require(left.Value == right.Value && left.Style == right.Style, before);
                break;
            case (YamlAlias left, YamlAlias right):
                Require(left.Name == right.Name, before);
                break;
            case (YamlSequence left, YamlSequence right):
                Require(left.Items.Length == right.Items.Length, before);
                for (var index = 0; index < left.Items.Length; index++)
                {
                    var onPath = depth >= 0 && path.Segments[depth].Index == index;
                    Compare(left.Items[index], right.Items[index], onPath ? depth + 1 : -1);
                }

                break;
            case (YamlMapping left, YamlMapping right):
                Require(left.Entries.Length == right.Entries.Length, before);
                for (var index = 0; index < left.Entries.Length; index++)
                {
                    CompareEntries(left.Entries[index], right.Entries[index], depth);
                }

                break;
            default:
                Require(false, before);
                break;
        }
    }

    private void CompareEntries(YamlEntry before, YamlEntry after, int depth)
    {
        CompareNodes(before.Key, after.Key, -1);
        var onPath = depth >= 0 && path.Segments[depth].IsNameOf(before);
        Compare(before.Value, after.Value, onPath ? depth + 1 : -1);
    }

    private static void Require(bool same, YamlNode place)
    {
        if (!same)
        {
            throw new YamlRefusedException($"the edit would also change what line {place.Line} says", place.Line);
        }
    }
}
