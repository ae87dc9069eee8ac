using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Patching;

/// <summary>What each field manager applied to each object last, so that a field it no longer names goes away at its next apply.</summary>
public sealed class AppliedManifests
{
    private readonly ConcurrentDictionary<(string Uid, string Manager), string> manifests = new();

    public JsonObject? Find(string uid, string manager) =>
        manifests.TryGetValue((uid, manager), out var text) ? JsonNode.Parse(text)!.AsObject() : null;

    public void Remember(string uid, string manager, JsonObject manifest) => manifests[(uid, manager)] = manifest.ToJsonString();
}
