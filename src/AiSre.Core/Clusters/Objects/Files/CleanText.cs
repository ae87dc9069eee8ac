using System.Text;

namespace AiSre.Clusters.Objects.Files;

/// <summary>Makes text of bytes that somebody else wrote, so that nothing behind it meets a character that is none.</summary>
internal static class CleanText
{
    private const int EscapeLength = 6;

    /// <summary>
    /// The bytes as valid UTF-8 without byte order mark. What is no character becomes U+FFFD, and so does half of a pair in JSON's escapes
    /// (<c>\ud800</c>), which the reader takes but no string can hold. PowerShell redirects into UTF-16, which is turned into UTF-8.
    /// </summary>
    /// <param name="bytes">Are changed in place where that is enough.</param>
    public static ReadOnlyMemory<byte> Utf8(byte[] bytes)
    {
        var text = bytes.AsMemory();
        if (text.Span.StartsWith(Encoding.Unicode.Preamble))
        {
            text = Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(text.Span[Encoding.Unicode.Preamble.Length..]));
        }
        else if (text.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        if (!System.Text.Unicode.Utf8.IsValid(text.Span))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        }

        MendEscapes(text.Span);
        return text;
    }

    private static void MendEscapes(Span<byte> text)
    {
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        for (var at = 0; at < text.Length && text[at..].IndexOf((byte)'\\') is var step and >= 0;)
        {
            at += step;
            if (Surrogate(text[at..]) is not { } isHigh)
            {
                at += 2; // An escape of another kind, the backslash itself among them.
            }
            else if (isHigh && Surrogate(text[Math.Min(at + EscapeLength, text.Length)..]) == false)
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "\\ufffd"u8.CopyTo(text[at..]);
                at += EscapeLength;
            }
        }
    }

    // True for the first half of a pair, false for the second, null for anything else.
    private static bool? Surrogate(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u' && text[2] is (byte)'d' or (byte)'D' && IsHex(text[4]) && IsHex(text[5])
            ? (char)text[3] switch
            {
                '8' or '9' or 'a' or 'b' or 'A' or 'B' => true,
                >= 'c' and <= 'f' or >= 'C' and <= 'F' => false,
                _ => null,
            }
            : null;

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);
}
