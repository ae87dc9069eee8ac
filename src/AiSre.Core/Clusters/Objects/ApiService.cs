using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record ApiService() : KubeObject("apiregistration.k8s.io/v1", "APIService")
{
    public ApiServiceSpec Spec { get; init => field = value ?? ApiServiceSpec.Empty; } = ApiServiceSpec.Empty;

    public ConditionsStatus Status { get; init => field = value ?? ConditionsStatus.Empty; } = ConditionsStatus.Empty;
}

public sealed record ApiServiceSpec
{
    public static ApiServiceSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Group { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Null for groups that the API server serves itself.</summary>
    public WebhookService? Service { get; init; }
}
