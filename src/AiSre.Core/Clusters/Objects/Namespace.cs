using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Namespace() : KubeObject("v1", "Namespace")
{
    public NamespaceStatus Status { get; init => field = value ?? NamespaceStatus.Empty; } = NamespaceStatus.Empty;
}

public sealed record NamespaceStatus
{
    public static NamespaceStatus Empty { get; } = new();

    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<Condition> Conditions { get; init => field = value.WithoutNulls(); } = [];
}
