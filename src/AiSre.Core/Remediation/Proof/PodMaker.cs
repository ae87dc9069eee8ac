using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof;

/// <summary>What makes pods, and of what they are made.</summary>
/// <param name="Ref">The object.</param>
/// <param name="Template">Labels and spec of the pods.</param>
/// <param name="Replicas">How many; null for kinds that do not say.</param>
internal sealed record PodMaker(ObjectRef Ref, PodTemplate Template, int? Replicas)
{
    /// <summary>The pod spec as it is rendered, all of it; undefined of what was read from the cluster.</summary>
    public JsonElement Json { get; init; }

    public IEnumerable<Container> Containers => Template.Spec.InitContainers.Concat(Template.Spec.Containers);

    /// <summary>Every port that a container declares.</summary>
    public IEnumerable<ContainerPort> Ports => Containers.SelectMany(container => container.Ports);

    /// <summary>Reads a rendered object; null when its kind makes no pods, or it does not have the shape of its kind.</summary>
    public static PodMaker? Of(RenderedObject value)
    {
        if (PodTemplates.PathOf(value.Ref.Group, value.Ref.Kind) is not { } path || value.Json.Find(path) is not { } spec)
        {
            return null;
        }

        try
        {
            var template = value.Json.Find(path.AsSpan(..^1))!.Value.Deserialize(ObjectsJson.Default.PodTemplate)!;
            var replicas = PodTemplates.Replicas.Contains(value.Ref.Kind) || value.Ref.Kind == "Rollout"
                ? value.Json.Find("spec", "replicas") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var count) ? count : 1
                : (int?)null;
            return new PodMaker(value.Ref, template, replicas) { Json = spec };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
