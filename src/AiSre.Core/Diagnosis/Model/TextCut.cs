using System.Text;

namespace AiSre.Diagnosis.Model;

/// <summary>Cuts text to a number of bytes, at whole characters, and says so.</summary>
internal static class TextCut
{
    private const string Mark = "[… cut here …]";

    /// <summary>The text when it fits; else its beginning, or its end, and a mark; nothing when not even a piece worth reading fits.</summary>
    /// <param name="bytes">How long it may be in UTF-8, mark included.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepEnd">Keeps the end, where a log has its news.</param>
    public static string To(int bytes, string text, bool keepEnd)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var room = bytes - Encoding.UTF8.GetByteCount(Mark);
        if (room < 128)
        {
            return "";
        }

        // Never more characters than bytes; then shorter by whole characters until it fits.
        var length = Math.Min(text.Length, room);
        while (Encoding.UTF8.GetByteCount(Piece(text, length, keepEnd)) is var taken && taken > room)
        {
            length -= Math.Max(1, (taken - room) / 4);
        }

        var start = keepEnd ? text.Length - length : length;
        if (start < text.Length && char.IsLowSurrogate(text[start]))
        {
            length--;
        }

        var piece = Piece(text, length, keepEnd).ToString();
        return keepEnd ? Mark + piece : piece + Mark;
    }

    private static ReadOnlySpan<char> Piece(string text, int length, bool keepEnd) =>
        keepEnd ? text.AsSpan(text.Length - length) : text.AsSpan(0, length);
}
