using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Controllers;

/// <summary>Who controls an object.</summary>
internal static class Owners
{
    /// <summary>The reference that makes an object go away with its owner.</summary>
    public static JsonArray ReferenceTo(StoredObject owner) =>
    [
        new JsonObject
        {
            ["apiVersion"] = owner.Kind.ApiVersion,
            ["kind"] = owner.Kind.Kind,
            ["name"] = owner.Name,
            ["uid"] = owner.Uid,
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        },
    ];

    /// <summary>The controlling owner of a kind; null when another or none controls the object.</summary>
    public static ObjectKey? ControllerOf(StoredObject obj, KindDefinition kind)
    {
        if (obj.Owners.Count == 0)
        {
            return null;
        }

        var owner = obj.ToJson().Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller"));
        return owner.Text("kind") == kind.Kind && owner.Text("name") is { } name ? new(obj.Namespace, name) : null;
    }
}
