namespace AiSre.Clusters.Objects;

public sealed record ApplicationSet() : KubeObject("argoproj.io/v1alpha1", "ApplicationSet")
{
    public ApplicationSetStatus Status { get; init => field = value ?? ApplicationSetStatus.Empty; } = ApplicationSetStatus.Empty;
}

public sealed record ApplicationSetStatus
{
    public static ApplicationSetStatus Empty { get; } = new();

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
