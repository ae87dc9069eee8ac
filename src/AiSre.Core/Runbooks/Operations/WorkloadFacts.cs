using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;

namespace AiSre.Runbooks.Operations;

/// <summary>What an operation on containers knows of a workload.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Containers">The names of its containers, init containers included.</param>
public sealed record WorkloadFacts(ObjectRef Workload, ImmutableArray<string> Containers)
{
    /// <summary>The containers that its symptoms are about.</summary>
    public ImmutableArray<string> Failing { get; init; } = [];

    /// <summary>The names of what its symptoms miss.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The keys and ports that its symptoms miss, with the object that lacks each.</summary>
    public ImmutableArray<MissingPart> MissingParts { get; init; } = [];

    /// <summary>The images that its containers had when it was last well, where they differ from those of now.</summary>
    public ImmutableDictionary<string, string> ImagesBefore { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The container that is meant: the one named; else the one that the symptoms are about; else the only one.</summary>
    /// <exception cref="OperationRefusedException">It is not there, or it could be several.</exception>
    public string Choose(string? named)
    {
        if (named is not null)
        {
            return Containers.Contains(named)
                ? named
                : throw new OperationRefusedException($"{Workload.Address} has no container {named}, only {string.Join(", ", Containers)}; correct the runbook's 'container'.");
        }

        var meant = Failing.Where(name => Containers.Contains(name)).Distinct().ToList();
        return meant switch
        {
            [var one] => one,
            [] when Containers is [var only] => only,
            [] => throw new OperationRefusedException($"{Workload.Address} has {Containers.Length} containers ({string.Join(", ", Containers)}) and its symptoms name none of them; name one as the runbook's 'container'."),
            _ => throw new OperationRefusedException($"The symptoms of {Workload.Address} are about {meant.Count} containers ({string.Join(", ", meant)}); name one as the runbook's 'container'."),
        };
    }
}

/// <summary>An object as an operation sees it: what Git declares, what the cluster has, and which containers its workload's symptoms are about.</summary>
/// <param name="facts">What is known of the workload.</param>
/// <param name="podSpec">Where the object keeps its pod spec; null when it runs no pods.</param>
/// <param name="declared">Reads what Git declares a field to be; null when nothing.</param>
/// <param name="live">The object as the cluster has it; null when it was not read.</param>
public sealed class DeclaredObject(WorkloadFacts facts, FieldPath? podSpec, Func<FieldPath, JsonNode?> declared, JsonElement? live)
{
    /// <summary>The names that objects of a kind have where the workload runs.</summary>
    public Func<string, IReadOnlyCollection<string>> NamesOf { get; init; } = _ => [];

    /// <summary>What can be referred to in an object of a kind and name, or in the pods that a Service selects (kind <c>Pod</c>); null when that is not known.</summary>
    public Func<string, string, ReferredObject?> PartsOf { get; init; } = (_, _) => null;

    /// <summary>Another object as the cluster has it; null when it was not read.</summary>
    public Func<ObjectRef, JsonElement?> Other { get; init; } = _ => null;

    /// <summary>The fields that Git declares to be a text.</summary>
    public Func<string, IEnumerable<FieldPath>> FieldsWith { get; init; } = _ => [];

    /// <summary>What is known of the workload.</summary>
    public WorkloadFacts Facts => facts;

    /// <summary>Where the object keeps its pod spec.</summary>
    /// <exception cref="OperationRefusedException">It runs no pods.</exception>
    public FieldPath PodSpec => podSpec ?? throw new OperationRefusedException($"{facts.Workload.Address} runs no pods, which the runbook's solution is about; correct the runbook's symptom or its solution.");

    /// <summary>What Git declares; null when nothing, or an empty value.</summary>
    public JsonNode? Declared(FieldPath path) => declared(path);

    /// <summary>What Git declares, as a text; null when nothing, or no scalar.</summary>
    public string? DeclaredText(FieldPath path) => declared(path) is JsonValue value ? value.ToString() : null;

    /// <summary>Whether the cluster's state is known.</summary>
    public bool IsLiveKnown => live is not null;

    /// <summary>What the cluster has; null when nothing, or the object was not read.</summary>
    public JsonElement? Live(FieldPath path) => live is { } json ? LiveField.Find(json, path) : null;

    /// <summary>What the cluster has, as a text; null when nothing, or no scalar.</summary>
    public string? LiveText(FieldPath path) => Live(path) is { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>Where Git declares a container.</summary>
    /// <param name="named">Its name; null for the one that the symptoms are about.</param>
    /// <exception cref="OperationRefusedException">It is not there, or it could be several.</exception>
    public FieldPath Container(string? named)
    {
        var name = facts.Choose(named);
        FieldPath[] places = [PodSpec.Then("containers", name), PodSpec.Then("initContainers", name)];
        return places.FirstOrDefault(place => declared(place) is not null)
            ?? throw new OperationRefusedException($"The container {name} of {facts.Workload.Address} is not declared in Git; find what adds it to the live object and change it there.");
    }
}
