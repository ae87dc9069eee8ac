using System.Text;

namespace AiSre.Clusters.Objects.Json;

/// <summary>
/// Gives equal short texts one instance. Namespaces, images, label keys and reasons repeat in tens of thousands of objects.
/// </summary>
/// <remarks>
/// A table of fixed size in which a later text replaces an earlier one of the same slot: it cannot grow, needs no lock (a reference is
/// written at once or not at all), and a lost race costs one duplicate.
/// </remarks>
public static class SharedStrings
{
    private const int Slots = 1 << 15;
    private const int LongestBytes = 256;
    private static readonly string?[] Table = new string?[Slots];

    /// <summary>The text of these UTF-8 bytes, shared where an equal one is in the table.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
        {
            return "";
        }

        if (utf8.Length > LongestBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref Table[hash.ToHashCode() & (Slots - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && Same(utf8, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, text);
        return text;
    }

    private static bool Same(ReadOnlySpan<byte> utf8, string text)
    {
        if (Ascii.IsValid(utf8))
        {
            return Ascii.Equals(utf8, text);
        }

        Span<char> chars = stackalloc char[LongestBytes];
        return Encoding.UTF8.TryGetChars(utf8, chars, out var written) && text.AsSpan().SequenceEqual(chars[..written]);
    }
}
