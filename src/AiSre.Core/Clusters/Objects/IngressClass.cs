using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record IngressClass() : KubeObject("networking.k8s.io/v1", "IngressClass")
{
    public IngressClassSpec Spec { get; init => field = value ?? IngressClassSpec.Empty; } = IngressClassSpec.Empty;
}

public sealed record IngressClassSpec
{
    public static IngressClassSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Controller { get; init => field = value ?? ""; } = "";
}
