using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record AdmissionWebhook
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary><c>Fail</c> (when empty) or <c>Ignore</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string FailurePolicy { get; init => field = value ?? ""; } = "";

    public WebhookClient? ClientConfig { get; init; }
}

/// <summary>Either an address or a Service.</summary>
public sealed record WebhookClient
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Url { get; init => field = value ?? ""; } = "";

    public WebhookService? Service { get; init; }
}

public sealed record WebhookService
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public int? Port { get; init => field = value ?? 443; } = 443;
}
