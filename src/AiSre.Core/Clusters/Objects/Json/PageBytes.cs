using System.Buffers;
using System.Text.Json;

namespace AiSre.Clusters.Objects.Json;

/// <summary>
/// One page of a list as it came off the wire, whole: reading objects from one piece of memory takes half the time of reading them from
/// pieces as they come. The memory is borrowed and goes back with <see cref="Dispose"/>.
/// </summary>
internal sealed class PageBytes : IDisposable
{
    private const int FirstBytes = 256 * 1024;
    private byte[] bytes;
    private int length;

    private PageBytes(byte[] bytes) => this.bytes = bytes;

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="JsonException">There is more than the largest array holds (2 GiB): the server does not page.</exception>
    public static async Task<PageBytes> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var page = new PageBytes(ArrayPool<byte>.Shared.Rent(FirstBytes));
        try
        {
            while (await stream.ReadAsync(page.bytes.AsMemory(page.length), cancellationToken) is var read and > 0)
            {
                page.length += read;
                if (page.length == page.bytes.Length)
                {
                    page.Grow();
                }
            }

            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>The page's metadata where it stands before the items, as API servers write it; null where it does not.</summary>
    public PageMeta? PeekMeta()
    {
        var reader = new Utf8JsonReader(Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("items"u8))
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                return JsonSerializer.Deserialize(ref reader, ObjectsJson.Default.PageMeta);
            }

            reader.Skip();
        }

        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
    }

    private void Grow()
    {
        if (bytes.Length == Array.MaxLength)
        {
            throw new JsonException("The list does not come in pages, and is larger than 2 GiB.");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, bytes.Length * 2L));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
