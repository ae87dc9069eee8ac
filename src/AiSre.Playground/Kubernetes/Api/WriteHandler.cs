using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Patching;
using AiSre.Playground.Kubernetes.Schemas;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.Yaml;
using YamlDotNet.Core;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Create, replace, patch and delete, for good or as a dry run.</summary>
internal sealed class WriteHandler(ClusterStore store, AppliedManifests applied)
{
    public async Task CreateAsync(ApiRequest request, KindDefinition kind)
    {
        var manifest = await ReadManifestAsync(request, kind);
        await request.Http.WriteAsync(store.Create(kind, manifest, dryRun: request.IsDryRun), 201);
    }

    public async Task ReplaceAsync(ApiRequest request, KindDefinition kind)
    {
        var manifest = await ReadManifestAsync(request, kind);
        await request.Http.WriteAsync(store.Replace(kind, request.Namespace, request.Name!, manifest, PartOf(request), request.IsDryRun));
    }

    public async Task PatchAsync(ApiRequest request, KindDefinition kind)
    {
        var type = request.Http.Request.ContentType?.Split(';')[0].Trim();
        if (type == "application/apply-patch+yaml")
        {
            await ApplyAsync(request, kind);
            return;
        }

        var body = await ReadBodyAsync(request);
        Action<JsonObject> change = (type, body) switch
        {
            ("application/merge-patch+json", JsonObject patch) => obj => MergePatch.Apply(obj, patch),
            ("application/strategic-merge-patch+json", JsonObject) when kind.IsCustom => throw UnsupportedPatch("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
            ("application/strategic-merge-patch+json", JsonObject patch) => obj => StrategicMerge.Patch(obj, patch),
            ("application/json-patch+json", JsonArray patch) => obj => JsonPatch.Apply(obj, patch),
            ("application/merge-patch+json" or "application/strategic-merge-patch+json" or "application/json-patch+json", _) =>
                throw StatusException.BadRequest("error decoding patch: the body has the wrong type"),
            _ => throw UnsupportedPatch("application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"),
        };
        await request.Http.WriteAsync(store.Change(kind, request.Namespace, request.Name!, PartOf(request), change, request.IsDryRun));
    }

    public async Task DeleteAsync(ApiRequest request, KindDefinition kind)
    {
        var options = await ReadDeleteOptionsAsync(request);
        var before = store.Get(kind, request.Namespace, request.Name!);
        var after = store.Delete(kind, request.Namespace, request.Name!, options);
        if (after.IsTerminating)
        {
            await request.Http.WriteAsync(after);
            return;
        }

        await request.Http.WriteAsync(new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject { ["name"] = before.Name, ["group"] = kind.Group, ["kind"] = kind.Plural, ["uid"] = before.Uid },
        });
    }

    public async Task DeleteCollectionAsync(ApiRequest request, KindDefinition kind)
    {
        var options = await ReadDeleteOptionsAsync(request);
        foreach (var obj in store.List(kind, request.Filter(kind)))
        {
            store.Delete(kind, obj.Namespace, obj.Name, options with { Uid = obj.Uid });
        }

        await request.Http.WriteAsync(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" });
    }

    /// <summary>Server-side apply: creates what is missing, and takes back what this manager applied before and no longer names.</summary>
    private async Task ApplyAsync(ApiRequest request, KindDefinition kind)
    {
        var manager = request.Query["fieldManager"].ToString();
        if (manager.Length == 0)
        {
            throw StatusException.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        var manifest = await ReadManifestAsync(request, kind);
        if (ModelSchemas.UnknownField(kind, manifest) is { } unknown)
        {
            // The API server's own answer to this is an error of its own, too.
            throw StatusException.Internal($"failed to create typed patch object ({request.Namespace}/{request.Name}; {kind.ApiVersion}, Kind={kind.Kind}): {unknown}: field not declared in schema");
        }

        var live = store.Find(kind, request.Namespace, request.Name!);
        var result = live is null
            ? store.Create(kind, manifest, dryRun: request.IsDryRun)
            : store.Change(kind, request.Namespace, request.Name!, PartOf(request),
                obj => StrategicMerge.Apply(obj, applied.Find(live.Uid, manager), manifest, kind.IsCustom), request.IsDryRun);
        if (!request.IsDryRun)
        {
            applied.Remember(result.Uid, manager, manifest);
        }

        await request.Http.WriteAsync(result, live is null ? 201 : 200);
    }

    private static WritePart PartOf(ApiRequest request) => request.Subresource == "status" ? WritePart.Status : WritePart.Object;

    private static StatusException UnsupportedPatch(string accepted) => StatusException.UnsupportedMediaType(
        $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    private static async Task<JsonObject> ReadManifestAsync(ApiRequest request, KindDefinition kind)
    {
        if (await ReadBodyAsync(request) is not JsonObject manifest)
        {
            throw StatusException.BadRequest("couldn't get version/kind; json parse error: the body is not an object");
        }

        // An object in a list or from a typed client may leave both out; one that names them must name the right ones.
        if ((manifest.Text("kind") ?? kind.Kind) != kind.Kind || (manifest.Text("apiVersion") ?? kind.ApiVersion) != kind.ApiVersion)
        {
            throw StatusException.BadRequest(
                $"the API version in the data ({manifest.Text("apiVersion")}, Kind={manifest.Text("kind")}) does not match the expected API version ({kind.ApiVersion}, Kind={kind.Kind})");
        }

        var metadata = manifest.Ensure("metadata");
        if (request.Name is not null)
        {
            metadata.Default("name", request.Name);
            if (metadata.Text("name") != request.Name)
            {
                throw StatusException.BadRequest($"the name of the object ({metadata.Text("name")}) does not match the name on the URL ({request.Name})");
            }
        }

        if (kind.IsNamespaced && request.Namespace is not null)
        {
            metadata.Default("namespace", request.Namespace);
            if (metadata.Text("namespace") != request.Namespace)
            {
                throw StatusException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
            }
        }

        return manifest;
    }

    private static async Task<JsonNode?> ReadBodyAsync(ApiRequest request)
    {
        var type = request.Http.Request.ContentType ?? "application/json";
        if (type.Contains("protobuf", StringComparison.Ordinal) || type.Contains("cbor", StringComparison.Ordinal))
        {
            throw StatusException.UnsupportedMediaType("the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");
        }

        using var reader = new StreamReader(request.Http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(request.Http.RequestAborted);
        try
        {
            // JSON is YAML, but its own parser is faster and stricter.
            return type.Contains("yaml", StringComparison.Ordinal) && !text.TrimStart().StartsWith('{')
                ? YamlDocuments.Read(text) is [var first, ..] ? first : null
                : string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
        }
        catch (Exception error) when (error is JsonException or YamlException)
        {
            throw StatusException.BadRequest($"error decoding the body: {error.Message}");
        }
    }

    private static async Task<DeleteOptions> ReadDeleteOptionsAsync(ApiRequest request)
    {
        var body = await ReadBodyAsync(request) as JsonObject;
        var propagation = body.Text("propagationPolicy") ?? request.Query["propagationPolicy"].ToString();
        return new()
        {
            GracePeriodSeconds = body.Number("gracePeriodSeconds") ?? request.Number("gracePeriodSeconds"),
            Orphan = propagation == "Orphan",
            Uid = body.Text("preconditions", "uid"),
            DryRun = request.IsDryRun || body.Texts("dryRun").Contains("All"),
        };
    }
}
