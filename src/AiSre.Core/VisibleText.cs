using System.Globalization;
using System.Text;

namespace AiSre;

/// <summary>Makes visible what a text written by others would hide: line breaks, control characters, and those that turn the direction of reading.</summary>
/// <remarks>Why direction matters: https://trojansource.codes. A name with such a character shows as another than it is.</remarks>
public static class VisibleText
{
    /// <summary>The text in one line, each such character as its code: <c>a\u202Eb</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Cut off after so many characters.</param>
    public static string Of(string text, int longest = int.MaxValue) => Of(text, longest, keepsLines: false);

    /// <summary>The text with its line breaks and tabs, and all else that hides as its code.</summary>
    public static string Lines(string text) => Of(text, int.MaxValue, keepsLines: true);

    private static string Of(string text, int longest, bool keepsLines)
    {
        var end = Math.Min(text.Length, longest);
        var isPlain = text.Length <= longest;
        for (var index = 0; isPlain && index < end; index++)
        {
            isPlain = !IsHidden(text, index, keepsLines);
        }

        if (isPlain)
        {
            return text;
        }

        var visible = new StringBuilder(end);
        for (var index = 0; index < end; index++)
        {
            _ = IsHidden(text, index, keepsLines) ? visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:X4}") : visible.Append(text[index]);
        }

        return text.Length > longest ? visible.Append('…').ToString() : visible.ToString();
    }

    // The second half of a pair is what its first half is.
    private static bool IsHidden(string text, int index, bool keepsLines)
    {
        if (keepsLines && text[index] is ('\n' or '\r' or '\t'))
        {
            return false;
        }

        var first = index > 0 && char.IsSurrogatePair(text[index - 1], text[index]) ? index - 1 : index;
        return CharUnicodeInfo.GetUnicodeCategory(text, first) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
    }
}
