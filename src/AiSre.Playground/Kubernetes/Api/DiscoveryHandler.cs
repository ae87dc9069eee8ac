using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>What the API serves: versions, groups and resources.</summary>
internal sealed class DiscoveryHandler(KindCatalogue kinds, ApiOptions options)
{
    /// <returns>The answer for a discovery address; null when it is none, or of a group that is not served.</returns>
    public JsonObject? Answer(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["version"] => Version(),
        ["api"] => new()
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1" }),
        },
        ["apis"] => new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups().Select(group => (JsonNode)Group(group.Key, group.Distinct()))]),
        },
        ["apis", var name] => Groups().FirstOrDefault(group => group.Key == name) is { } group ? Top(Group(name, group.Distinct()), "APIGroup") : null,
        ["api", var version] => Resources("", version),
        ["apis", var name, var version] => Resources(name, version),
        _ => null,
    };

    private JsonObject Version()
    {
        var numbers = options.GitVersion.TrimStart('v').Split('.');
        return new()
        {
            ["major"] = numbers[0],
            ["minor"] = numbers[1],
            ["gitVersion"] = options.GitVersion,
            ["gitCommit"] = "0000000000000000000000000000000000000000",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "2026-01-01T00:00:00Z",
            ["goVersion"] = "go1.24.5",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        };
    }

    private IEnumerable<IGrouping<string, string>> Groups() => kinds.All
        .Select(kind => (kind.Group, kind.Version))
        .Append((Group: AccessReviewHandler.Group, Version: "v1"))
        .Where(kind => kind.Group.Length > 0)
        .GroupBy(kind => kind.Group, kind => kind.Version);

    private static JsonObject Group(string name, IEnumerable<string> versions)
    {
        var all = versions.Select(version => new JsonObject { ["groupVersion"] = $"{name}/{version}", ["version"] = version }).ToList();
        return new() { ["name"] = name, ["versions"] = new JsonArray([.. all]), ["preferredVersion"] = all[0].DeepClone() };
    }

    private static JsonObject Top(JsonObject group, string kind)
    {
        group.Insert(0, "kind", kind);
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private JsonObject? Resources(string group, string version)
    {
        var resources = kinds.All.Where(kind => kind.Group == group && kind.Version == version).SelectMany(ResourcesOf).ToList();
        if (group == AccessReviewHandler.Group && version == "v1")
        {
            resources.Add(Resource(AccessReviewHandler.Resource, "SelfSubjectAccessReview", false, ["create"]));
        }

        return resources.Count == 0 ? null : new()
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. resources]),
        };
    }

    private static IEnumerable<JsonObject> ResourcesOf(KindDefinition kind)
    {
        var resource = Resource(kind.Plural, kind.Kind, kind.IsNamespaced, ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]);
        if (!kind.ShortNames.IsEmpty)
        {
            resource["shortNames"] = new JsonArray([.. kind.ShortNames.Select(name => JsonValue.Create(name))]);
        }

        yield return resource;
        if (kind.HasStatus)
        {
            yield return Resource($"{kind.Plural}/status", kind.Kind, kind.IsNamespaced, ["get", "patch", "update"]);
        }

        if (kind == KnownKinds.Pod)
        {
            yield return Resource("pods/log", "Pod", true, ["get"]);
        }
    }

    private static JsonObject Resource(string name, string kind, bool isNamespaced, string[] verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = name.Contains('/', StringComparison.Ordinal) ? "" : kind.ToLowerInvariant(),
        ["namespaced"] = isNamespaced,
        ["kind"] = kind,
        ["verbs"] = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]),
    };
}
