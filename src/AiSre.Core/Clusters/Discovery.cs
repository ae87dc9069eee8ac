using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>Where the API keeps objects of a kind. Known kinds need no question; others are asked for once per group and version.</summary>
internal sealed class Discovery(KubernetesApi api) : IDisposable
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, (string Plural, bool IsNamespaced)>> groups = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>The path of one object; null when the API has no such kind.</summary>
    public async Task<string?> PathOfAsync(ObjectRef reference, CancellationToken cancellationToken)
    {
        if (ObjectKinds.Find(reference.ApiVersion, reference.Kind) is { } kind)
        {
            return ObjectKind.PathOf(kind.ApiVersion, kind.Plural, kind.IsNamespaced ? reference.Namespace : null, reference.Name);
        }

        var resources = await ResourcesAsync(reference.ApiVersion, cancellationToken);
        return resources.TryGetValue(reference.Kind, out var resource)
            ? ObjectKind.PathOf(reference.ApiVersion, resource.Plural, resource.IsNamespaced ? reference.Namespace : null, reference.Name)
            : null;
    }

    public void Dispose() => gate.Dispose();

    private async Task<IReadOnlyDictionary<string, (string Plural, bool IsNamespaced)>> ResourcesAsync(string apiVersion, CancellationToken cancellationToken)
    {
        if (groups.TryGetValue(apiVersion, out var known))
        {
            return known;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!groups.TryGetValue(apiVersion, out known))
            {
                known = await AskAsync(apiVersion, cancellationToken);
                if (known.Count > 0)
                {
                    // A group that is not there may be installed later, and is asked for again.
                    groups[apiVersion] = known;
                }
            }

            return known;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Dictionary<string, (string Plural, bool IsNamespaced)>> AskAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string Plural, bool IsNamespaced)>(StringComparer.Ordinal);
        try
        {
            using var response = await api.GetAsync(apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}", cancellationToken);
            using var list = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            foreach (var resource in list.RootElement.GetProperty("resources").EnumerateArray())
            {
                // Subresources such as deployments/status are listed beside the resource.
                var name = resource.GetProperty("name").GetString()!;
                if (!name.Contains('/', StringComparison.Ordinal))
                {
                    found.TryAdd(resource.GetProperty("kind").GetString()!, (name, resource.GetProperty("namespaced").GetBoolean()));
                }
            }
        }
        catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            // No such group or version.
        }

        return found;
    }
}
