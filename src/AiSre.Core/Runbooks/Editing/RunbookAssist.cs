using System.Text.Json.Nodes;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Editing;

/// <summary>Helps somebody who writes a runbook: in its front matter by <see cref="RunbookSchema"/>, in its prose with the headings that readers look for.</summary>
public sealed class RunbookAssist : ITextAssist
{
    private const string Delimiter = "---";

    private static readonly string[] Headings = ["Symptom", "Root cause", "Solution"];

    private readonly SchemaAssist _schema = new((JsonObject)JsonNode.Parse(RunbookSchema.Text)!);

    /// <inheritdoc/>
    public Completions Complete(string text, int line, int column)
    {
        var lines = TextLines.Of(text);
        if (line < 1 || line > lines.Count || column < 1)
        {
            return Completions.None;
        }

        var end = End(lines);
        return end == 0 ? Begin(lines, line, column)
            : line - 1 >= 1 && line - 1 < end ? _schema.Complete(lines, 1, end, line - 1, column - 1)
            : line - 1 > end ? Heading(lines, end, line, column)
            : Completions.None;
    }

    /// <inheritdoc/>
    public Meaning? Explain(string text, int line, int column)
    {
        var lines = TextLines.Of(text);
        var end = End(lines);
        return line > 1 && line - 1 < end && column >= 1 ? _schema.Explain(lines, 1, end, line - 1, column - 1) : null;
    }

    // The line of the second delimiter, or after the last one; 0 where there is no front matter.
    private static int End(IReadOnlyList<string> lines)
    {
        if (lines[0].TrimStart('\uFEFF').TrimEnd() is not Delimiter)
        {
            return 0;
        }

        for (var line = 1; line < lines.Count; line++)
        {
            if (lines[line].TrimEnd() is Delimiter)
            {
                return line;
            }
        }

        return lines.Count;
    }

    private Completions Begin(IReadOnlyList<string> lines, int line, int column)
    {
        if (line != 1 || lines[0].Trim().Trim('-').Length > 0 || column > lines[0].Length + 1)
        {
            return Completions.None;
        }

        var required = _schema.Root.Required.Select((key, index) => $"{key}: ${index + 1}").ToList();
        var start = new Completion("--- front matter", CompletionKind.Key, $"{Delimiter}\n{string.Join('\n', required)}\nsymptom:\n  ${required.Count + 1}\n{Delimiter}\n")
        {
            Detail = "what the machine reads",
        };
        return new Completions(1, 1, lines[0].Length + 1, [start]);
    }

    private static Completions Heading(IReadOnlyList<string> lines, int end, int line, int column)
    {
        var text = lines[line - 1];
        if (!text.StartsWith('#') || column < 2 || text.TrimStart('#') is var rest && rest.Length > 0 && rest[0] != ' ')
        {
            return Completions.None;
        }

        var there = lines.Skip(end + 1).Where((_, index) => index + end + 1 != line - 1).Where(other => other.StartsWith('#')).Select(other => other.Trim('#', ' ')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new Completions(line, 1, text.Length + 1, [.. Headings.Where(heading => !there.Contains(heading)).Select(heading => new Completion($"## {heading}", CompletionKind.Heading, $"## {heading}\n\n$1"))]);
    }
}
