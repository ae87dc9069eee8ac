namespace AiSre.Clusters.Objects;

/// <summary>Read from files only.</summary>
public sealed record RoleBinding() : KubeObject("rbac.authorization.k8s.io/v1", "RoleBinding")
{
    public ScaleTarget? RoleRef { get; init; }

    public IReadOnlyList<EndpointTarget> Subjects { get; init => field = value.WithoutNulls(); } = [];
}
