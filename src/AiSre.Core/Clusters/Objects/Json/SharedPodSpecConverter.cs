using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Clusters.Objects.Json;

/// <summary>
/// Reads what a pod asks for, and gives the pods of one template one instance of it: they differ in the node they run on and in the name of
/// the volume for their own token, and there are tens of thousands of them.
/// </summary>
/// <remarks>
/// Specs are known by the SHA-256 of their tokens without those two. The table is of fixed size, like that of <see cref="SharedStrings"/>
/// and for the same reasons; API servers list by name, so the pods of one template come one after the other.
/// </remarks>
public sealed class SharedPodSpecConverter : JsonConverter<PodSpec>
{
    private const int Slots = 1 << 12;

    /// <summary>A longer spec is read as it is.</summary>
    private const int LongestBytes = 64 * 1024;

    private static readonly Known?[] Table = new Known?[Slots];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? tokens;

    public override PodSpec? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        if (reader.TokenType != JsonTokenType.StartObject || !TryDigest(ref ahead, out var digest, out var node))
        {
            return JsonSerializer.Deserialize(ref reader, ObjectsJson.Default.PodSpec);
        }

        ref var slot = ref Table[MemoryMarshal.Read<uint>(digest) & (Slots - 1)];
        if (Volatile.Read(ref slot) is { } known && digest.AsSpan().SequenceEqual(known.Digest))
        {
            reader = ahead;
            return known.Spec.NodeName == node ? known.Spec : known.Spec with { NodeName = node };
        }

        var spec = JsonSerializer.Deserialize(ref reader, ObjectsJson.Default.PodSpec);
        if (spec is not null)
        {
            Volatile.Write(ref slot, new Known(digest, spec));
        }

        return spec;
    }

    public override void Write(Utf8JsonWriter writer, PodSpec value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, ObjectsJson.Default.PodSpec);

    /// <summary>Goes over the spec.</summary>
    /// <returns>False when it is too long, or names its node in no usual way; the reader is then anywhere.</returns>
    private static bool TryDigest(ref Utf8JsonReader reader, out byte[] digest, out string node)
    {
        (digest, node) = ([], "");
        var written = tokens ??= new ArrayBufferWriter<byte>(8 * 1024);
        written.ResetWrittenCount();
        var depth = reader.CurrentDepth;
        var volumes = int.MaxValue;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            var isName = reader.TokenType == JsonTokenType.PropertyName;
            if (isName && reader.CurrentDepth == depth + 1 && reader.ValueTextEquals("nodeName"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                node = SharedStringConverter.Read(ref reader) ?? "";
                continue;
            }

            if (!TryWrite(ref reader, written))
            {
                return false;
            }

            if (isName && reader.CurrentDepth <= volumes)
            {
                // A list lies at the depth of its own name, up to the next name at that depth.
                volumes = reader.ValueTextEquals("volumes"u8) || reader.ValueTextEquals("volumeMounts"u8) ? reader.CurrentDepth : int.MaxValue;
            }
            else if (isName && reader.CurrentDepth == volumes + 2 && reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                if (!Volume.IsOwnTokenName(reader.ValueSpan) && !TryWrite(ref reader, written))
                {
                    return false;
                }
            }
        }

        digest = SHA256.HashData(written.WrittenSpan);
        return true;
    }

    // Type and length before each text: no two different specs are the same bytes.
    private static bool TryWrite(ref Utf8JsonReader reader, ArrayBufferWriter<byte> written)
    {
        if (reader.HasValueSequence || written.WrittenCount + reader.ValueSpan.Length > LongestBytes)
        {
            return false;
        }

        var text = reader.ValueSpan;
        var into = written.GetSpan(text.Length + 5);
        into[0] = (byte)((int)reader.TokenType | (reader.ValueIsEscaped ? 0x80 : 0));
        MemoryMarshal.Write(into[1..], text.Length);
        text.CopyTo(into[5..]);
        written.Advance(text.Length + 5);
        return true;
    }

    private sealed record Known(byte[] Digest, PodSpec Spec);
}
