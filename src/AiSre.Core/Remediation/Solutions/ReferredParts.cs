using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>
/// The keys and ports that objects have: as the application declares them, since that is what the cluster will have; else as the cluster shows.
/// Of Secrets only what Git declares is known.
/// </summary>
internal sealed class ReferredParts(ImmutableArray<SourceObject> objects, SolutionTarget target)
{
    private static readonly FieldPath Data = FieldPath.Of("data");
    private static readonly FieldPath ServicePorts = FieldPath.Of("spec", "ports");

    /// <summary>What can be referred to in an object, or, of kind <c>Pod</c>, in the pods that a Service of this name selects; null when that is not known.</summary>
    public ReferredObject? Of(string kind, string name) => kind switch
    {
        "ConfigMap" => Declared(kind, name) is { } map ? Keys(map, [Data, FieldPath.Of("binaryData")]) : Live(kind, name) is { } live ? Keys(name, live, ["data", "binaryData"]) : null,
        "Secret" => Secret(name),
        "Service" => Declared(kind, name) is { } service ? Ports(service.Declared.Name, Lists(service, ServicePorts), "port")
            : Live(kind, name)?["spec"]?["ports"] is JsonArray ports ? Ports(name, [ports], "port") : null,
        "Pod" => Declared("Service", name) is { } selecting ? Selected(selecting) : null,
        _ => null,
    };

    private SourceObject? Declared(string kind, string name) => objects.FirstOrDefault(item => item.Declared.Kind == kind && (item.Name == name || item.Declared.Name == name)
        && (string.IsNullOrEmpty(item.Namespace) || item.Namespace == target.Workload.Namespace));

    private JsonObject? Live(string kind, string name) =>
        target.Other(new ObjectRef("v1", kind, target.Workload.Namespace, name)) is { } json ? JsonObject.Create(json) : null;

    private ReferredObject? Secret(string name)
    {
        if (Declared("Secret", name) is { } plain)
        {
            return Keys(plain, [Data, FieldPath.Of("stringData")]);
        }

        if (Declared("SealedSecret", name) is { } @sealed)
        {
            return Keys(@sealed, [FieldPath.Of("spec", "encryptedData")]);
        }

        var external = objects.FirstOrDefault(item => item.Declared.Kind == "ExternalSecret" && TargetOf(item) == name);
        if (external is null || Lists(external, FieldPath.Of("spec", "dataFrom")).Any(list => list.Count > 0))
        {
            return null; // Whatever the store has becomes a key.
        }

        // A template's keys take the place of those that were fetched.
        var made = Keys(external, [FieldPath.Of("spec", "target", "template", "data")]);
        return made.Names.IsEmpty
            ? made with { Name = name, Names = [.. Lists(external, FieldPath.Of("spec", "data")).SelectMany(list => list).Select(item => Text(item?["secretKey"])).OfType<string>().Distinct()] }
            : made with { Name = name };
    }

    private static string TargetOf(SourceObject item) => Text(new DeclaredFields(item).Value(FieldPath.Of("spec", "target", "name"))) ?? item.Name;

    // The ports of everything in the application whose pods have the labels that the Service selects.
    private ReferredObject? Selected(SourceObject service)
    {
        if (new DeclaredFields(service).Value(FieldPath.Of("spec", "selector")) is not JsonObject { Count: > 0 } selector)
        {
            return null;
        }

        var opened = new List<JsonArray>();
        foreach (var item in objects)
        {
            if (PodTemplates.PathOf(item.Declared.Group, item.Declared.Kind) is not { } path)
            {
                continue;
            }

            var labels = new DeclaredFields(item).Value(FieldPath.Of([.. path[..^1], "metadata", "labels"])) as JsonObject;
            if (selector.All(pair => labels?[pair.Key] is { } value && value.ToString() == pair.Value?.ToString()))
            {
                opened.AddRange(Lists(item, FieldPath.Of([.. path, "containers"])).SelectMany(list => list).Select(container => container?["ports"]).OfType<JsonArray>());
            }
        }

        return Ports(service.Declared.Name, opened, "containerPort") is { Numbers.IsEmpty: false } found ? found : null;
    }

    private static ReferredObject Keys(SourceObject item, FieldPath[] maps) => new(
        item.Declared.Name,
        [.. maps.SelectMany(path => new DeclaredFields(item).Holders(path).Select(holder => new YamlView(holder.Layer.Content).Json(holder.Node)).OfType<JsonObject>()).SelectMany(map => map).Select(pair => pair.Key).Distinct()],
        []);

    private static ReferredObject Keys(string name, JsonObject live, string[] maps) => new(
        name, [.. maps.Select(map => live[map]).OfType<JsonObject>().SelectMany(map => map).Select(pair => pair.Key)], []);

    private static ReferredObject Ports(string name, IEnumerable<JsonArray> lists, string number)
    {
        var ports = lists.SelectMany(list => list).OfType<JsonObject>().ToList();
        return new ReferredObject(
            name,
            [.. ports.Select(port => Text(port["name"])).OfType<string>().Distinct()],
            [.. ports.Select(port => Text(port[number])).OfType<string>().Distinct()]);
    }

    // What each text of an object has of a list: patches add to it.
    private static IEnumerable<JsonArray> Lists(SourceObject item, FieldPath path) =>
        new DeclaredFields(item).Holders(path).Select(holder => new YamlView(holder.Layer.Content).Json(holder.Node)).OfType<JsonArray>();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? node!.ToString() : null;
}
