using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters.Watching;

/// <summary>Takes a watch apart as it comes in: one JSON object per line, <c>{"type": "ADDED", "object": {…}}</c>.</summary>
internal static class WatchStream
{
    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 64 * 1024, leaveOpen: true);

    /// <exception cref="JsonException">A line is no message of a watch on this kind.</exception>
    public static async IAsyncEnumerable<WatchMessage> ReadAsync(
        Stream stream, ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, PipeOptions);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (!line.IsEmpty)
                    {
                        yield return Parse(line, kind);
                    }
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    // What is left has no end of line: a message that was cut off, which the next watch sends whole.
                    yield break;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static WatchMessage Parse(in ReadOnlySequence<byte> line, ObjectKind kind)
    {
        var reader = new Utf8JsonReader(line);
        var type = WatchMessageType.Other;
        KubeObject? read = null;
        var value = reader;
        var hasValue = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = TypeOf(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                value = reader;
                hasValue = true;
                if (type is WatchMessageType.Other or WatchMessageType.Error)
                {
                    reader.Skip();
                }
                else
                {
                    // API servers say the type first, so that the object need be gone through only once.
                    read = kind.Read(ref reader);
                }
            }
            else
            {
                reader.Skip();
            }
        }

        if (!hasValue)
        {
            throw new JsonException("A line of a watch has no object.");
        }

        return type switch
        {
            WatchMessageType.Other => new WatchMessage(type, null),
            WatchMessageType.Error => Error(ref value),
            _ => new WatchMessage(type, read ?? kind.Read(ref value) ?? throw new JsonException("The object of a watch is null.")),
        };
    }

    private static WatchMessageType TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("MODIFIED"u8) ? WatchMessageType.Modified
        : reader.ValueTextEquals("ADDED"u8) ? WatchMessageType.Added
        : reader.ValueTextEquals("DELETED"u8) ? WatchMessageType.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchMessageType.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? WatchMessageType.Error
        : WatchMessageType.Other;

    private static WatchMessage Error(ref Utf8JsonReader at)
    {
        at.Read();
        using var status = JsonDocument.ParseValue(ref at);
        var code = status.RootElement.TryGetProperty("code", out var number) && number.TryGetInt32(out var parsed) ? parsed : 500;
        var message = status.RootElement.TryGetProperty("message", out var text) ? text.GetString() ?? "" : "";
        return new WatchMessage(WatchMessageType.Error, null, code, message);
    }
}
