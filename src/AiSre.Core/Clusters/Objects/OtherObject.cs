using System.Text.Json;

namespace AiSre.Clusters.Objects;

/// <summary>An object of a kind without a record of its own: it is there, has a name, labels and owners, and may report conditions.</summary>
public sealed record OtherObject() : KubeObject("", "")
{
    /// <summary>As written; undefined where there is none.</summary>
    public JsonElement Spec { get; init; }

    /// <summary>Of a policy report.</summary>
    public JsonElement Results { get; init; }

    public CustomStatus Status { get; init => field = value ?? CustomStatus.Empty; } = CustomStatus.Empty;
}
