using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Comparison;

/// <summary>Names a resource of an application, whatever its version.</summary>
internal sealed record ResourceKey(string Group, string Kind, string Namespace, string Name)
{
    public static ResourceKey Of(StoredObject obj) => new(obj.Kind.Group, obj.Kind.Kind, obj.Namespace ?? "", obj.Name);

    /// <summary><c>apps/Deployment/shop/checkout</c>, as messages of Argo CD name it.</summary>
    public override string ToString() => $"{Group}/{Kind}/{Namespace}/{Name}";
}
