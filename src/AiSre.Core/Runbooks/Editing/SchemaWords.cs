namespace AiSre.Runbooks.Editing;

/// <summary>Tells people what a schema says about a place.</summary>
internal static class SchemaWords
{
    private const int FewValues = 24;

    /// <summary>What may stand there, in a few words.</summary>
    public static string Type(SchemaNode node)
    {
        var one = node switch
        {
            { IsFlag: true } => "true or false",
            { IsNumber: true, Bounds: var (least, most) } => $"a whole number from {least} to {most}",
            { IsNumber: true } => "a whole number",
            { IsOnlyList: true } => $"a list: {Type(node.Items!)}",
            { IsMap: true, MostKeys: 1 } => "one operation each",
            { IsMap: true } => "keys and values",
            { Values.Count: > 0, ValuesAreExamples: false } => $"one of {node.Values.Count} words",
            { Values.Count: > 0 } => $"a text such as {string.Join(", ", node.Values)}",
            _ => "a text",
        };
        return node is { Items: { } item, IsOnlyList: false } ? $"{one}, or a list of {(item.IsMap ? "keys and values" : "them")}" : one;
    }

    /// <summary>What a key means, in Markdown.</summary>
    public static string Of(string key, SchemaNode node, bool isRequired)
    {
        var lines = new List<string> { $"**{key}**{(isRequired ? " (required)" : "")}: {Type(node)}" };
        if (node.Description is { } description)
        {
            lines.Add($"{description.TrimEnd('.')}.");
        }

        if (Allowed(node) is { } allowed)
        {
            lines.Add(allowed);
        }

        return string.Join("\n\n", lines);
    }

    private static string? Allowed(SchemaNode node)
    {
        var words = node is { Values.Count: > 0, ValuesAreExamples: false, IsFlag: false } ? node.Values
            : node.IsMap ? [.. node.Properties.Keys]
            : node.IsOnlyList && node.Items!.IsMap ? [.. node.Items.Properties.Keys]
            : [];
        return words.Count == 0 ? null
            : $"Allowed: {string.Join(", ", words.Take(FewValues).Select(word => $"`{word}`"))}{(words.Count > FewValues ? $" and {words.Count - FewValues} more" : "")}";
    }
}
