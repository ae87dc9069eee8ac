namespace AiSre.Clusters.Objects;

/// <summary>An object of a kind without a record of its own: it is there, has a name, labels and owners, and may report conditions.</summary>
public sealed record OtherObject() : KubeObject("", "")
{
    public CustomStatus Status { get; init => field = value ?? CustomStatus.Empty; } = CustomStatus.Empty;
}
