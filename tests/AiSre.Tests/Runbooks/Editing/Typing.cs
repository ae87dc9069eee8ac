using System.Text.RegularExpressions;
using AiSre.Runbooks.Editing;

namespace AiSre.Tests.Runbooks.Editing;

/// <summary>A text in which <c>‸</c> is the cursor, and what an assistant says there.</summary>
internal static partial class Typing
{
    public static Completions At(ITextAssist assist, string text)
    {
        var (whole, line, column) = Cursor(text);
        return assist.Complete(whole, line, column);
    }

    public static string[] Labels(ITextAssist assist, string text) => [.. At(assist, text).Items.Select(item => item.Label)];

    public static string? Explain(ITextAssist assist, string text)
    {
        var (whole, line, column) = Cursor(text);
        return assist.Explain(whole, line, column)?.Text;
    }

    /// <summary>The text after one of the completions was taken; the places for the cursor get a value.</summary>
    public static string Take(ITextAssist assist, string text, string label, string value = "")
    {
        var completions = At(assist, text);
        return Take(text, completions, Assert.Single(completions.Items, item => item.Label == label), value);
    }

    public static string Take(string text, Completions completions, Completion item, string value = "")
    {
        var lines = Cursor(text).Text.Split('\n');
        var line = lines[completions.Line - 1];
        lines[completions.Line - 1] = line[..(completions.From - 1)] + Stop().Replace(item.Insert, value) + line[(completions.To - 1)..];
        return string.Join('\n', lines);
    }

    private static (string Text, int Line, int Column) Cursor(string text)
    {
        var before = text[..text.IndexOf('‸', StringComparison.Ordinal)];
        return (text.Replace("‸", "", StringComparison.Ordinal), before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Stop();
}
