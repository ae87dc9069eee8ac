using System.Buffers.Binary;

namespace AiSre.Clusters.Objects.Files;

/// <summary>Looks at the end of a zip archive before the library reads its whole directory into memory.</summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorBytes = 20;
    private const int Zip64Bytes = 56;

    /// <summary>A record of the directory with its name; what goes beyond so much per file was made to be large.</summary>
    private const int RecordBytes = 1024;

    /// <exception cref="InputTooLargeException">The directory names more files, or is larger than so many files need.</exception>
    public static void Check(Stream zip, int entries)
    {
        var tail = new byte[(int)Math.Min(zip.Length, EndBytes + LongestComment)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        zip.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\x5\x6"u8);
        if (end < 0 || end + EndBytes > tail.Length)
        {
            return; // No zip archive: the library says so.
        }

        long count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if ((count == ushort.MaxValue || offset == uint.MaxValue) && end >= LocatorBytes && tail.AsSpan(end - LocatorBytes).StartsWith("PK\x6\x7"u8))
        {
            (count, offset) = Zip64(zip, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorBytes + 8)));
        }

        if (count > entries || count < 0 || zip.Length - offset > (long)entries * RecordBytes)
        {
            throw new InputTooLargeException("holds more files than AiSre takes from one archive");
        }
    }

    private static (long Count, long Offset) Zip64(Stream zip, long at)
    {
        var record = new byte[Zip64Bytes];
        if (at < 0 || at > zip.Length - record.Length)
        {
            return (0, 0);
        }

        zip.Position = at;
        zip.ReadExactly(record);
        zip.Position = 0;
        return (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)));
    }
}
