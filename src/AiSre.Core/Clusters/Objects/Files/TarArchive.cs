using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace AiSre.Clusters.Objects.Files;

/// <summary>
/// Reads the files of a tar archive one after the other: POSIX ustar, pax and GNU long names. The library's reader takes the length of a name
/// from the archive and makes room for it, which lets an archive of one block ask for gigabytes; here a name has a limit.
/// </summary>
/// <param name="archive">Only read forward; not disposed.</param>
internal sealed class TarArchive(Stream archive)
{
    private const int Block = 512;
    private const int LongestHeader = 1 << 20;

    private readonly byte[] header = new byte[Block];
    private long left;

    /// <summary>The name of the file that <see cref="Next"/> found.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The length of its content.</summary>
    public long Length { get; private set; }

    /// <summary>Whether it is a file with a content; false for folders, links and devices.</summary>
    public bool IsFile { get; private set; }

    /// <summary>Whether it is a link.</summary>
    public bool IsLink { get; private set; }

    /// <summary>Its content, good until the next call of <see cref="Next"/>.</summary>
    public Stream Content => new Entry(this);

    /// <summary>Whether a block looks like the head of a tar archive.</summary>
    public static bool IsOne(ReadOnlySpan<byte> head) => head.Length >= 262 && head.Slice(257, 5).SequenceEqual("ustar"u8);

    /// <summary>Goes to the next member; false at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or cut off.</exception>
    public bool Next()
    {
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            Skip(left);
            left = 0;
            var read = archive.ReadAtLeast(header, Block, throwOnEndOfStream: false);
            if (read < Block)
            {
                // Without the empty block at its end: a decompressor takes a stream that was cut off for one that ended.
                throw new InvalidDataException("it is cut off");
            }

            if (header.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                return false;
            }

            CheckSum();
            var size = Number(header.AsSpan(124, 12));
            var type = (char)header[156];
            switch (type)
            {
                case 'x' or 'g':
                    foreach (var (key, value) in Pax(ReadHeader(size)))
                    {
                        longName = key == "path" && type == 'x' ? value : longName;
                        longSize = key == "size" && type == 'x' && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                            ? bytes <= long.MaxValue - Block ? bytes : throw new InvalidDataException("a length in it is not possible")
                            : longSize;
                    }

                    continue;
                case 'L':
                    longName = Text(ReadHeader(size));
                    continue;
                case 'K':
                    ReadHeader(size);
                    continue;
            }

            var prefix = header.AsSpan(257, 6).SequenceEqual("ustar\0"u8) ? Text(header.AsSpan(345, 155)) : "";
            var name = Text(header.AsSpan(0, 100));
            Name = longName ?? (prefix.Length == 0 ? name : $"{prefix}/{name}");
            IsFile = type is '0' or '\0' or '7' && !Name.EndsWith('/');
            IsLink = type is '1' or '2';
            Length = IsLink ? 0 : longSize ?? size;
            left = Padded(Length);
            return true;
        }
    }

    private static long Padded(long length) => checked((length + Block - 1) / Block * Block);

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Octal digits, or a big-endian number where the first bit is set.
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            var value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return value >= 0 && value <= long.MaxValue - Block ? value : throw new InvalidDataException("a length in it is not possible");
        }

        long number = 0;
        foreach (var digit in field)
        {
            if (digit is >= (byte)'0' and <= (byte)'7')
            {
                number = (number * 8) + digit - '0';
            }
            else if (digit is not ((byte)' ' or 0))
            {
                throw new InvalidDataException("a number in it is none");
            }
        }

        return number;
    }

    // Records of the form "length key=value\n", where the length counts the whole record.
    private static List<(string Key, string Value)> Pax(byte[] records)
    {
        var found = new List<(string, string)>();
        var rest = records.AsSpan();
        while (rest.IndexOf((byte)' ') is var space and > 0
            && int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > space + 1 && length <= rest.Length)
        {
            var record = rest[(space + 1)..(length - 1)];
            rest = rest[length..];
            if (record.IndexOf((byte)'=') is var equals and > 0)
            {
                found.Add((Encoding.UTF8.GetString(record[..equals]), Encoding.UTF8.GetString(record[(equals + 1)..])));
            }
        }

        return found;
    }

    private void CheckSum()
    {
        var sum = 0;
        for (var i = 0; i < Block; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : header[i];
        }

        if (sum != Number(header.AsSpan(148, 8)))
        {
            throw new InvalidDataException("a header in it has a wrong checksum");
        }
    }

    private byte[] ReadHeader(long size)
    {
        if (size > LongestHeader)
        {
            throw new InvalidDataException("a name in it is too long");
        }

        var bytes = new byte[size];
        if (archive.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("it is cut off");
        }

        Skip(Padded(size) - size);
        return bytes;
    }

    private int ReadContent(Span<byte> buffer)
    {
        var read = archive.Read(buffer);
        left -= read;
        return read > 0 ? read : throw new InvalidDataException("it is cut off");
    }

    private void Skip(long bytes)
    {
        Span<byte> nowhere = stackalloc byte[8192];
        while (bytes > 0)
        {
            var read = archive.Read(nowhere[..(int)Math.Min(bytes, nowhere.Length)]);
            if (read == 0)
            {
                throw new InvalidDataException("it is cut off");
            }

            bytes -= read;
        }
    }

    /// <summary>The content of one member; what is not read of it is skipped by the next step.</summary>
    private sealed class Entry(TarArchive tar) : Stream
    {
        private long rest = tar.Length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => tar.Length;

        public override long Position
        {
            get => tar.Length - rest;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (rest == 0 || buffer.IsEmpty)
            {
                return 0;
            }

            var read = tar.ReadContent(buffer[..(int)Math.Min(rest, buffer.Length)]);
            rest -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
