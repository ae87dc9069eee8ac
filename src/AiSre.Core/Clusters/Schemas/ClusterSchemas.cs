using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace AiSre.Clusters.Schemas;

/// <summary>
/// Reads schemas from one cluster, and keeps those that were asked for as long as the cluster says that they are the same: by the hash in the
/// addresses of OpenAPI v3, or the tag of the one document that servers before Kubernetes 1.24 have.
/// </summary>
internal sealed class ClusterSchemas(KubernetesApi api)
{
    private const string Index = "/openapi/v3";
    private const string Older = "/openapi/v2";

    /// <summary>The largest group and version has about 2 MB, all of them together about 8 MB.</summary>
    private const long Largest = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), (string Mark, ObjectSchema? Schema)> kept = new();

    /// <summary>The schema of a kind; null when the cluster does not serve the kind.</summary>
    /// <exception cref="KubernetesRefusal">The server answers with an error; 404 when it tells no schemas at all.</exception>
    /// <exception cref="JsonException">The answer is no OpenAPI.</exception>
    public async Task<ObjectSchema?> ReadAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        try
        {
            using var index = await ReadJsonAsync(await api.GetAsync(Index, cancellationToken), cancellationToken);
            var part = apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}";
            if (!index.RootElement.TryGetProperty("paths", out var paths))
            {
                throw new JsonException("The index of schemas has no paths.");
            }

            return !paths.TryGetProperty(part, out var entry) ? null
                : await ReadAsync(apiVersion, kind, entry.GetProperty("serverRelativeURL").GetString()!, cancellationToken);
        }
        catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return await ReadAsync(apiVersion, kind, Older, cancellationToken);
        }
    }

    private async Task<ObjectSchema?> ReadAsync(string apiVersion, string kind, string address, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue((apiVersion, kind), out var known) && known.Mark == address)
        {
            return known.Schema;
        }

        var response = await api.GetAsync(address, cancellationToken);
        var mark = address.Contains("hash=", StringComparison.Ordinal) ? address : $"{address} {response.Headers.ETag?.Tag}";
        if (known.Mark == mark && response.Headers.ETag is not null)
        {
            response.Dispose();
            return known.Schema;
        }

        using var document = await ReadJsonAsync(response, cancellationToken);
        var schema = ObjectSchema.Of(document.RootElement, apiVersion, kind);
        kept[(apiVersion, kind)] = (mark, schema);
        return schema;
    }

    private static async Task<JsonDocument> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            await response.Content.LoadIntoBufferAsync(Largest, cancellationToken);
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
    }
}
