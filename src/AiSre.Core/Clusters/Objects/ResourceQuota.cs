namespace AiSre.Clusters.Objects;

public sealed record ResourceQuota() : KubeObject("v1", "ResourceQuota")
{
    public ResourceQuotaSpec Spec { get; init => field = value ?? ResourceQuotaSpec.Empty; } = ResourceQuotaSpec.Empty;

    public ResourceQuotaStatus Status { get; init => field = value ?? ResourceQuotaStatus.Empty; } = ResourceQuotaStatus.Empty;
}

public sealed record ResourceQuotaSpec
{
    public static ResourceQuotaSpec Empty { get; } = new();

    public StringMap Hard { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

public sealed record ResourceQuotaStatus
{
    public static ResourceQuotaStatus Empty { get; } = new();

    public StringMap Hard { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public StringMap Used { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;
}
