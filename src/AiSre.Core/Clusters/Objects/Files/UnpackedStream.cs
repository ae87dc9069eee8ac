namespace AiSre.Clusters.Objects.Files;

/// <summary>What is left of an archive's allowance, shared by everything that is unpacked from it.</summary>
internal sealed class UnpackBudget(InputLimits limits)
{
    public long Unpacked { get; set; } = limits.UnpackedBytes;

    public long Kept { get; set; } = limits.KeptBytes;

    public int Entries { get; set; } = limits.Entries;
}

/// <summary>The archive stands for more than is taken from one; the message says what, as the end of a sentence.</summary>
internal sealed class InputTooLargeException(string what) : Exception(what);

/// <summary>Reads what a decompressor gives until the allowance is used up.</summary>
/// <param name="source">The decompressor; disposed with this.</param>
/// <param name="budget">Throws <see cref="InputTooLargeException"/> once it is used up.</param>
/// <param name="prefix">Bytes that were read from the source already, to tell what it is, and come first.</param>
internal sealed class UnpackedStream(Stream source, UnpackBudget? budget, ReadOnlyMemory<byte> prefix = default) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes of a stream, at most so many, and the stream as if they had not been read.</summary>
    public static (byte[] Head, UnpackedStream Whole) Peek(Stream source, int bytes)
    {
        var head = new byte[bytes];
        var read = source.ReadAtLeast(head, bytes, throwOnEndOfStream: false);
        head = head[..read];
        return (head, new UnpackedStream(source, null, head));
    }

    public override int Read(Span<byte> buffer)
    {
        if (!prefix.IsEmpty)
        {
            var count = Math.Min(prefix.Length, buffer.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        var read = source.Read(buffer);
        if (budget is not null && (budget.Unpacked -= read) < 0)
        {
            throw new InputTooLargeException("unpacks to more than AiSre takes from one archive");
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
