using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>
/// One version of one object, as it goes over the wire. It is serialized once and then shared by every list and
/// watcher, and the few values that selectors and indexes ask for are taken out, so that nobody parses it to filter.
/// </summary>
public sealed class StoredObject
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = Json.Relaxed.Encoder, SkipValidation = true };

    private readonly byte[] utf8;
    private readonly int afterType;
    private readonly KeyValuePair<string, string>[] labels;
    private readonly string?[] fields;

    internal StoredObject(KindDefinition kind, JsonObject obj, long resourceVersion)
    {
        var metadata = obj.Child("metadata")!;
        metadata["resourceVersion"] = resourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Kind = kind;
        ResourceVersion = resourceVersion;
        Name = metadata.Text("name")!;
        Namespace = metadata.Text("namespace");
        Key = KeyOf(Namespace, Name);
        Uid = metadata.Text("uid")!;
        IsTerminating = metadata["deletionTimestamp"] is not null;
        Owners = [.. metadata.Items("ownerReferences").Select(owner => owner.Text("uid")).OfType<string>()];
        labels = [.. metadata.Map("labels")];
        fields = new string?[kind.SelectableFields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = obj.Text(kind.SelectableFields[i].Split('.'));
        }

        (utf8, afterType) = Serialize(kind, obj);
    }

    public KindDefinition Kind { get; }

    public string? Namespace { get; }

    public string Name { get; }

    /// <summary><c>namespace/name</c>, or the name alone for cluster-scoped objects; the order of lists.</summary>
    public string Key { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    /// <summary>Being deleted: it has a deletion timestamp.</summary>
    public bool IsTerminating { get; }

    /// <summary>The uids of the objects this one goes away with.</summary>
    public IReadOnlyList<string> Owners { get; }

    public ReadOnlySpan<KeyValuePair<string, string>> Labels => labels;

    /// <summary>The values of the kind's selectable fields, in the kind's order.</summary>
    public IReadOnlyList<string?> Fields => fields;

    /// <summary>The object as JSON in UTF-8; kind and API version come first.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>What follows kind and API version, without the opening brace: the API server leaves both out of the items of lists of built-in kinds.</summary>
    public ReadOnlyMemory<byte> Utf8WithoutType => utf8.AsMemory(afterType);

    /// <summary>A fresh copy to read or change.</summary>
    public JsonObject ToJson() => (JsonObject)JsonNode.Parse(utf8)!;

    public static string KeyOf(string? @namespace, string name) => @namespace is null ? name : $"{@namespace}/{name}";

    public override string ToString() => $"{Kind.Kind} {Key}";

    private static (byte[] Utf8, int AfterType) Serialize(KindDefinition kind, JsonObject obj)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("kind", kind.Kind);
        writer.WriteString("apiVersion", kind.ApiVersion);
        writer.Flush();
        var afterType = buffer.WrittenCount + 1;
        writer.WritePropertyName("metadata");
        obj["metadata"]!.WriteTo(writer, Json.Relaxed);
        foreach (var (name, value) in obj)
        {
            if (name is "kind" or "apiVersion" or "metadata")
            {
                continue;
            }

            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer, Json.Relaxed);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return (buffer.WrittenSpan.ToArray(), afterType);
    }
}
