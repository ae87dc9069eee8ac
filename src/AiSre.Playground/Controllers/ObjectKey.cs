using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Controllers;

/// <summary>Which object a controller is to look at.</summary>
internal readonly record struct ObjectKey(string? Namespace, string Name)
{
    public static ObjectKey Of(StoredObject obj) => new(obj.Namespace, obj.Name);
}
