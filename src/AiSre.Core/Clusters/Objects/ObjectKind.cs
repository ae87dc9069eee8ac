using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>A kind: how the API names it and how it is read.</summary>
public abstract class ObjectKind(string apiVersion, string kind, string plural, bool isNamespaced)
{
    /// <summary>Group and version that are read from the API, such as <c>apps/v1</c>.</summary>
    public string ApiVersion { get; } = apiVersion;

    public string Kind { get; } = kind;

    /// <summary>The name in paths: <c>deployments</c>.</summary>
    public string Plural { get; } = plural;

    public bool IsNamespaced { get; } = isNamespaced;

    public string Group { get; } = GroupOf(apiVersion);

    /// <summary>The record that it is read into.</summary>
    public abstract Type Type { get; }

    /// <summary>The path of all objects of this kind, or of those in one namespace: <c>/apis/apps/v1/namespaces/shop/deployments</c>.</summary>
    public string CollectionPath(string? @namespace) => PathOf(ApiVersion, Plural, IsNamespaced ? @namespace : null, null);

    /// <summary>Reads one object.</summary>
    /// <exception cref="JsonException">It does not have the shape of this kind.</exception>
    public abstract KubeObject? Read(ref Utf8JsonReader reader);

    /// <summary>Reads one object.</summary>
    /// <exception cref="JsonException">It does not have the shape of this kind.</exception>
    public abstract KubeObject? Read(JsonElement json);

    /// <summary>Reads one page of a list.</summary>
    /// <exception cref="JsonException">It is not a list of this kind.</exception>
    public abstract (PageMeta Meta, IReadOnlyList<KubeObject> Items) ReadPage(ReadOnlySpan<byte> utf8);

    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    internal static string PathOf(string apiVersion, string plural, string? @namespace, string? name)
    {
        var root = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        var scope = @namespace is null ? root : $"{root}/namespaces/{Uri.EscapeDataString(@namespace)}";
        return name is null ? $"{scope}/{plural}" : $"{scope}/{plural}/{Uri.EscapeDataString(name)}";
    }

    internal static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}

/// <summary>A kind with a record of its own.</summary>
internal sealed class ObjectKind<T>(
    string apiVersion, string kind, string plural, bool isNamespaced, JsonTypeInfo<T> one, JsonTypeInfo<ObjectPage<T>> page)
    : ObjectKind(apiVersion, kind, plural, isNamespaced)
    where T : KubeObject
{
    public override Type Type => typeof(T);

    public override KubeObject? Read(ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, one);

    public override KubeObject? Read(JsonElement json) => json.Deserialize(one);

    public override (PageMeta Meta, IReadOnlyList<KubeObject> Items) ReadPage(ReadOnlySpan<byte> utf8)
    {
        var read = JsonSerializer.Deserialize(utf8, page) ?? throw new JsonException($"A list of {Kind} is null.");
        return (read.Metadata, read.Items);
    }
}
