using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;
using AiSre.Clusters.Schemas;

namespace AiSre.Clusters;

/// <summary>Reads from one cluster. Every method throws <see cref="ProblemException"/> when the cluster stands in the way.</summary>
public sealed class ClusterConnection : IObjectReads, IDisposable
{
    private const int LongestLogBytes = 256 * 1024;
    private const int PageSize = 500;

    private readonly ClusterSchemas schemas;

    public ClusterConnection(ClusterOptions options)
    {
        Options = options;
        Api = new KubernetesApi(options);
        schemas = new ClusterSchemas(Api);
    }

    /// <summary>How incidents name the cluster.</summary>
    public string Name => Options.Name;

    internal ClusterOptions Options { get; }

    internal KubernetesApi Api { get; }

    /// <summary>
    /// An object as JSON, without managed fields; null when it is not there, or its kind is not. Only kinds of <see cref="ObjectKinds.All"/> are asked
    /// for: the account has no right to others, and need not.
    /// </summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<string?> ReadObjectAsync(ObjectRef reference, CancellationToken cancellationToken)
    {
        if (ObjectKinds.Find(reference.ApiVersion, reference.Kind) is not { } kind || !ObjectKinds.All.Contains(kind))
        {
            return null;
        }

        var path = ObjectKind.PathOf(kind.ApiVersion, kind.Plural, kind.IsNamespaced ? reference.Namespace : null, reference.Name);
        return await Guarded($"get {reference.Kind} {reference.Name}", async () =>
        {
            using var response = await Api.GetAsync(path, cancellationToken);
            var json = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return json is JsonObject value ? RawJson.Write(value) : null;
        });
    }

    /// <summary>An object as a record; null when it is not there, is not of that kind, or its kind is not there.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<T?> ReadAsync<T>(ObjectRef reference, CancellationToken cancellationToken)
        where T : KubeObject =>
        await ReadObjectAsync(reference, cancellationToken) is { } json ? ObjectReader.Read(json) as T : null;

    /// <summary>What was said about an object, oldest first.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<RawEvent>> ReadEventsAsync(ObjectRef about, CancellationToken cancellationToken)
    {
        // Events about cluster-scoped objects are kept in some namespace, mostly default.
        var path = ObjectKinds.Event.CollectionPath(about.Namespace)
            + $"?fieldSelector={Uri.EscapeDataString($"involvedObject.kind={about.Kind},involvedObject.name={about.Name}")}";
        return await Guarded("list events", async () =>
        {
            using var response = await Api.GetAsync(path, cancellationToken);
            var list = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return list?["items"] is JsonArray items ? RawJson.Events(items) : [];
        }) ?? [];
    }

    /// <summary>The ReplicaSets of a namespace that have certain labels, as JSON without managed fields.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<string>> ReadReplicaSetsAsync(string? @namespace, IEnumerable<KeyValuePair<string, string>> labels, CancellationToken cancellationToken)
    {
        var path = ObjectKinds.ReplicaSet.CollectionPath(@namespace)
            + $"?labelSelector={Uri.EscapeDataString(string.Join(',', labels.Select(label => $"{label.Key}={label.Value}")))}";
        return await Guarded("list replicasets", async () =>
        {
            using var response = await Api.GetAsync(path, cancellationToken);
            var list = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return list?["items"] is JsonArray items ? RawJson.Items(items, ObjectKinds.ReplicaSet) : [];
        }) ?? [];
    }

    /// <summary>The names of a kind's objects in a namespace; none of kinds that are never asked for, Secrets above all.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<string>> ReadNamesAsync(string apiVersion, string kind, string? @namespace, CancellationToken cancellationToken)
    {
        var known = ObjectKinds.All.Concat(ObjectKinds.NamesOnly).FirstOrDefault(one => one.Kind == kind && one.Group == ObjectKind.GroupOf(apiVersion));
        if (known is null)
        {
            return [];
        }

        return await Guarded($"list {known.Plural}", async () =>
        {
            using var response = await Api.GetAsync(known.CollectionPath(@namespace), cancellationToken);
            var list = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return list?["items"] is JsonArray items ? (string[])[.. items.Select(item => (string?)item?["metadata"]?["name"]).OfType<string>()] : [];
        }) ?? [];
    }

    /// <summary>The objects of a kind, in a namespace or in all of them; none where the cluster lacks the kind, or the kind is never asked for.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<KubeObject>> ListAsync(ObjectKind kind, string? @namespace, CancellationToken cancellationToken)
    {
        if (!ObjectKinds.All.Contains(kind) && !ObjectKinds.NamesOnly.Contains(kind))
        {
            return [];
        }

        return await Guarded($"list {kind.Plural}", async () =>
        {
            var (all, next) = (new List<KubeObject>(), "");
            do
            {
                using var response = await Api.GetAsync($"{kind.CollectionPath(@namespace)}?limit={PageSize}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}", cancellationToken);
                using var page = await PageBytes.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
                var (meta, items) = kind.ReadPage(page.Span);
                all.AddRange(items);
                next = meta.Continue;
            }
            while (next.Length > 0);

            return all;
        }) ?? [];
    }

    /// <summary>What the cluster says an object of a kind looks like; null when it does not serve the kind.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses, or tells no schemas.</exception>
    public async Task<ObjectSchema?> ReadSchemaAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        try
        {
            return await schemas.ReadAsync(apiVersion, kind, cancellationToken);
        }
        catch (Exception failure) when (ClusterProblems.Explain(failure, Options, Api.Address, "get its OpenAPI") is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>The server's version, such as <c>v1.31.2</c>; null when it does not say.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public Task<string?> ReadVersionAsync(CancellationToken cancellationToken) => Guarded("get its version", async () =>
    {
        using var response = await Api.GetAsync("/version", cancellationToken);
        var version = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return (string?)version?["gitVersion"];
    });

    /// <summary>Asks whether the cluster would take an object; nothing is stored.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="namespace">Its namespace; ignored for kinds without.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The cluster cannot be reached, or fails.</exception>
    public async Task<DryRunAnswer> DryRunAsync(JsonElement manifest, string? @namespace, CancellationToken cancellationToken)
    {
        try
        {
            return await new DryRun(Api).AskAsync(manifest, @namespace, cancellationToken);
        }
        catch (Exception failure) when (ClusterProblems.Explain(failure, Options, Api.Address, "try out an object") is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>The last lines of a container's log; null when there is no such container or it has written nothing (or not run before).</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="previous">True for the run before the current one.</param>
    /// <param name="tailLines">How many lines at most; at most 256 KiB come back whatever this says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<string?> ReadLogAsync(
        string @namespace, string pod, string container, bool previous, int tailLines, CancellationToken cancellationToken)
    {
        var path = ObjectKind.PathOf("v1", "pods", @namespace, pod)
            + $"/log?container={Uri.EscapeDataString(container)}&previous={(previous ? "true" : "false")}&tailLines={tailLines}&limitBytes={LongestLogBytes}";
        return await Guarded("get pods/log", async () =>
        {
            using var response = await Api.GetAsync(path, cancellationToken);
            var lines = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return lines.Length == 0 ? null : Encoding.UTF8.GetString(lines);
        });
    }

    public void Dispose() => Api.Dispose();

    // 404 is an answer: there is none. So is 400 for a log of a container that has not started.
    private async Task<T?> Guarded<T>(string doing, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (KubernetesRefusal refusal) when (refusal.Status is HttpStatusCode.NotFound || (refusal.Status is HttpStatusCode.BadRequest && doing == "get pods/log"))
        {
            return null;
        }
        catch (Exception failure) when (ClusterProblems.Explain(failure, Options, Api.Address, doing) is { } problem)
        {
            throw problem;
        }
    }
}
