namespace AiSre.Remediation.Yaml;

/// <summary>Follows a path to the one node that an edit can mean, and refuses where it could mean another one too.</summary>
internal static class YamlLocator
{
    /// <summary>Finds the node.</summary>
    /// <param name="file">The file.</param>
    /// <param name="document">The document's index, from 0.</param>
    /// <param name="path">From the document's root.</param>
    /// <param name="allUses">Whether a change of an anchored value at all its uses is meant.</param>
    /// <exception cref="YamlRefusedException">The path leads nowhere, or to a value that is shared or written twice.</exception>
    public static YamlNode Find(YamlFile file, int document, YamlPath path, bool allUses)
    {
        if (document < 0 || document >= file.Documents.Length)
        {
            throw new YamlRefusedException($"there is no document {document}, the file has {Count(file.Documents.Length, "document")}");
        }

        var node = file.Documents[document] ?? throw new YamlRefusedException($"document {document} is empty");
        RefuseShared(file, node, allUses);
        for (var depth = 0; depth < path.Segments.Length; depth++)
        {
            node = Step(node, path.Segments[depth], new YamlPath(path.Segments[..(depth + 1)]));
            RefuseShared(file, node, allUses);
        }

        return node;
    }

    private static YamlNode Step(YamlNode node, YamlPathSegment segment, YamlPath path)
    {
        switch (node)
        {
            case YamlMapping mapping:
                return StepInto(mapping, segment.Name, path);
            case YamlSequence sequence when segment.Index is { } index:
                return index < sequence.Items.Length
                    ? sequence.Items[index]
                    : throw new YamlRefusedException($"there is no {path}, the list in line {sequence.Line} has {Count(sequence.Items.Length, "item")}", sequence.Line);
            default:
                throw new YamlRefusedException($"there is no {path}, line {node.Line} has {node.Describe()} there", node.Line);
        }
    }

    private static YamlNode StepInto(YamlMapping mapping, string key, YamlPath path)
    {
        YamlEntry? found = null;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is not YamlScalar scalar || scalar.Value != key)
            {
                continue;
            }

            if (found is not null)
            {
                throw new YamlRefusedException($"{path} is written twice, in lines {found.Key.Line} and {entry.Key.Line}; remove one of them first", entry.Key.Line);
            }

            found = entry;
        }

        if (found is not null)
        {
            return found.Value;
        }

        var merge = mapping.Entries.FirstOrDefault(entry => entry.Key is YamlScalar { Value: "<<", Style: YamlScalarStyle.Plain });
        throw merge is null
            ? new YamlRefusedException($"there is no {path}", mapping.Line)
            : new YamlRefusedException($"there is no {path} of its own, it may come from the merge key in line {merge.Key.Line}; edit it where it is defined", merge.Key.Line);
    }

    private static void RefuseShared(YamlFile file, YamlNode node, bool allUses)
    {
        if (node is YamlAlias alias)
        {
            var where = file.Aliases.Target(alias) is { } target ? $"which is defined in line {target.Line}" : "which is not defined";
            throw new YamlRefusedException($"the value in line {alias.Line} is {alias.Describe()}, {where}; edit it there if all its uses are meant", alias.Line);
        }

        if (!allUses && node.Anchor is not null && file.Aliases.FirstUse(node) is { } use)
        {
            throw new YamlRefusedException($"the value in line {node.Line} is anchored as &{node.Anchor} and used again in line {use}, which would change too", node.Line);
        }
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
