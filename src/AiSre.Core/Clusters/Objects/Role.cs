namespace AiSre.Clusters.Objects;

/// <summary>Read from files only.</summary>
public sealed record Role() : KubeObject("rbac.authorization.k8s.io/v1", "Role")
{
    public IReadOnlyList<PolicyRule> Rules { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record PolicyRule
{
    public IReadOnlyList<string> ApiGroups { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<string> Resources { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<string> Verbs { get; init => field = value.WithoutNulls(); } = [];
}
