using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Nodes;

namespace AiSre.Playground.World;

/// <summary>What a fresh cluster with Argo CD on it begins with.</summary>
internal static class ClusterSetUp
{
    public static void Run(ClusterStore store, WorldOptions options, TimeProvider time)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease", "argocd"])
        {
            store.Create(KnownKinds.Namespace, new() { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        for (var number = 1; number <= options.Nodes; number++)
        {
            store.Create(KnownKinds.Node, NodeManifests.Of(number, time.GetUtcNow()), keepStatus: true);
        }

        foreach (var kind in store.Kinds.All.Where(kind => kind.IsCustom))
        {
            store.Create(KnownKinds.CustomResourceDefinition, DefinitionOf(kind), keepStatus: true);
        }
    }

    private static JsonObject DefinitionOf(KindDefinition kind) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = kind.QualifiedPlural },
        ["spec"] = new JsonObject
        {
            ["group"] = kind.Group,
            ["names"] = new JsonObject
            {
                ["kind"] = kind.Kind,
                ["listKind"] = $"{kind.Kind}List",
                ["plural"] = kind.Plural,
                ["singular"] = kind.Kind.ToLowerInvariant(),
                ["shortNames"] = new JsonArray([.. kind.ShortNames.Select(name => JsonValue.Create(name))]),
            },
            ["scope"] = kind.IsNamespaced ? "Namespaced" : "Cluster",
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = kind.Version,
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } },
            }),
        },
        ["status"] = new JsonObject
        {
            ["acceptedNames"] = new JsonObject { ["kind"] = kind.Kind, ["plural"] = kind.Plural },
            ["conditions"] = new JsonArray(
                new JsonObject { ["type"] = "NamesAccepted", ["status"] = "True", ["reason"] = "NoConflicts", ["message"] = "no conflicts found" },
                new JsonObject { ["type"] = "Established", ["status"] = "True", ["reason"] = "InitialNamesAccepted", ["message"] = "the initial names have been accepted" }),
            ["storedVersions"] = new JsonArray(kind.Version),
        },
    };
}
