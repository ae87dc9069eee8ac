using System.Globalization;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace AiSre.Runbooks.Sources;

/// <summary>What the commit and the pull request of an edit say.</summary>
internal static class RunbookEditText
{
    private const int MostLines = 300;

    /// <summary>The commit's message, which names the person at its end.</summary>
    public static string Commit(RunbookEdit edit) =>
        $"{edit.Title}\n\n{VisibleText.Of(edit.Reason)}\n\nRunbook: {edit.RunbookId}\nEdited-by: {VisibleText.Of(edit.By)}\n";

    /// <summary>The pull request's text, Markdown: why, and what changes.</summary>
    public static string Body(RunbookEdit edit)
    {
        var text = new StringBuilder();
        text.AppendLine(MarkdownText.Prose(edit.Reason)).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{MarkdownText.Prose(edit.By)} {(edit.Before is null ? "wrote" : "edited")} the runbook `{edit.RunbookId}` in AiSre: {MarkdownText.Code(edit.Path)}.").AppendLine();
        var lines = Lines(edit).ToList();
        var fence = new string('`', Math.Max(3, lines.Append("").Max(LongestFence) + 1));
        text.Append(fence).AppendLine("diff");
        foreach (var line in lines.Take(MostLines))
        {
            text.AppendLine(line);
        }

        text.AppendLine(fence);
        if (lines.Count > MostLines)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{lines.Count - MostLines} more lines are not shown here.");
        }

        text.AppendLine().AppendLine("After the merge AiSre takes the file over as the runbook's next version. Until then the last one stays in force.");
        return text.ToString();
    }

    private static IEnumerable<string> Lines(RunbookEdit edit) =>
        InlineDiffBuilder.Diff(edit.Before ?? "", edit.Text, ignoreWhiteSpace: false).Lines
            .Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted && !(line.Text.Length == 0 && edit.Before is null && line.Type == ChangeType.Deleted))
            .Select(line => (line.Type == ChangeType.Inserted ? "+" : "-") + VisibleText.Of(line.Text));

    private static int LongestFence(string line)
    {
        var (longest, current) = (0, 0);
        foreach (var character in line)
        {
            current = character == '`' ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
