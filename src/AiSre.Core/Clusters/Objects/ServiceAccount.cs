namespace AiSre.Clusters.Objects;

public sealed record ServiceAccount() : KubeObject("v1", "ServiceAccount")
{
    public IReadOnlyList<NameReference> ImagePullSecrets { get; init => field = value.WithoutNulls(); } = [];
}
