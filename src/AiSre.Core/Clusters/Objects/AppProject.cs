namespace AiSre.Clusters.Objects;

public sealed record AppProject() : KubeObject("argoproj.io/v1alpha1", "AppProject")
{
    public AppProjectSpec Spec { get; init => field = value ?? AppProjectSpec.Empty; } = AppProjectSpec.Empty;
}

public sealed record AppProjectSpec
{
    public static AppProjectSpec Empty { get; } = new();

    public IReadOnlyList<string> SourceRepos { get; init => field = value.WithoutNulls(); } = [];
}
