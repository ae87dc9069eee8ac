using System.Text;
using System.Text.Json;

namespace AiSre.Clusters.Objects;

/// <summary>Reads objects of any kind from JSON.</summary>
public static class ObjectReader
{
    /// <summary>Reads one object.</summary>
    /// <param name="json">One JSON object with <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.</param>
    /// <returns>A record of its kind; <see cref="OtherObject"/> for kinds that no rule reads; null when it is no Kubernetes object.</returns>
    public static KubeObject? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="json">The object.</param>
    /// <param name="apiVersion">What it is where the object does not say, as an item of a list.</param>
    /// <param name="kind">Likewise.</param>
    public static KubeObject? Read(JsonElement json, string apiVersion = "", string kind = "")
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var itsVersion = Text(json, "apiVersion") is { Length: > 0 } version ? version : apiVersion;
        var itsKind = Text(json, "kind") is { Length: > 0 } name ? name : kind;
        if (itsKind.Length == 0)
        {
            return null;
        }

        KubeObject? value = null;
        try
        {
            value = ObjectKinds.Find(itsVersion, itsKind)?.Read(json);
        }
        catch (JsonException)
        {
            // Written by hand and not in the shape of its kind: its name may still serve.
        }

        try
        {
            value ??= ObjectKinds.Other.Read(json);
        }
        catch (JsonException)
        {
            return null;
        }

        return value is null || value.Metadata.Name.Length == 0
            ? null
            : value with { ApiVersion = itsVersion, Kind = itsKind };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
