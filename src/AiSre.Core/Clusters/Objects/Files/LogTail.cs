using System.Text;

namespace AiSre.Clusters.Objects.Files;

/// <summary>The end of a log, from a full line on.</summary>
internal static class LogTail
{
    /// <summary>Reads to the end and keeps the last bytes.</summary>
    /// <returns>The text, and whether something before it was left out.</returns>
    public static (string Text, bool IsCut) Read(Stream log, int most)
    {
        var buffer = new byte[Math.Min(most, 64 << 10) * 2];
        var length = 0;
        var isCut = false;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (buffer.Length < 2 * most)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, 2 * most));
                }
                else
                {
                    buffer.AsSpan(length - most, most).CopyTo(buffer);
                    length = most;
                    isCut = true;
                }
            }

            var read = log.Read(buffer.AsSpan(length));
            if (read == 0)
            {
                // One byte more than may stay, so that what was moved to the front begins with a full line too.
                return isCut ? Of(buffer.AsSpan(0, length), Math.Min(most, length - 1)) : Of(buffer.AsSpan(0, length), most);
            }

            length += read;
        }
    }

    /// <inheritdoc cref="Read"/>
    public static (string Text, bool IsCut) Of(ReadOnlySpan<byte> log, int most)
    {
        if (log.Length <= most)
        {
            return (Encoding.UTF8.GetString(log), false);
        }

        log = log[^most..];
        var line = log.IndexOf((byte)'\n') + 1;
        return (Encoding.UTF8.GetString(log[line..]), true);
    }
}
