using System.Text.Json.Nodes;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>What a source says should be in the cluster.</summary>
/// <param name="SourceType"><c>Directory</c>, <c>Kustomize</c> or <c>Helm</c>.</param>
internal sealed record RenderedManifests(string SourceType, IReadOnlyList<JsonObject> Objects);
