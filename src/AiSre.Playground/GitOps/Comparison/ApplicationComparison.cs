using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Health;
using AiSre.Playground.GitOps.Sources;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>What Git wants of an application next to what the cluster has.</summary>
/// <param name="Revision">The commit compared with; null when there is none to be had.</param>
/// <param name="SourceType">How the source was rendered; null when it was not.</param>
/// <param name="Conditions">Errors and warnings, as type and message.</param>
internal sealed record ApplicationComparison(
    string? Revision, string? SourceType, IReadOnlyList<ManagedResource> Resources, IReadOnlyList<(string Type, string Message)> Conditions)
{
    /// <summary>What was rendered for it before; null where Argo CD renders the source itself.</summary>
    public Hydration? Hydration { get; init; }

    /// <summary>Whether Git could be read and rendered.</summary>
    public bool IsKnown => Conditions.All(condition => condition.Type is not ("ComparisonError" or "InvalidSpecError"));

    public string SyncStatus => !IsKnown ? "Unknown" : Resources.All(resource => resource.IsSynced) ? "Synced" : "OutOfSync";

    /// <summary>The health of the resource that is worst off.</summary>
    public HealthCode Health => Resources
        .Where(resource => !(resource.NeedsPruning && IsKnown))
        .Select(resource => resource.Health?.Code ?? HealthCode.Healthy)
        .DefaultIfEmpty(HealthCode.Healthy).Max();

    /// <summary>Every image that the live workloads name, in order.</summary>
    public IEnumerable<string> Images => Resources
        .Where(resource => resource.Live is not null)
        .SelectMany(resource => ImagesIn(resource.Live!.ToJson()["spec"]))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> ImagesIn(JsonNode? node) => node switch
    {
        JsonObject obj => obj.SelectMany(pair => pair is { Key: "image", Value: JsonValue value } && value.TryGetValue<string>(out var image) ? [image] : ImagesIn(pair.Value)),
        JsonArray array => array.SelectMany(ImagesIn),
        _ => [],
    };
}
