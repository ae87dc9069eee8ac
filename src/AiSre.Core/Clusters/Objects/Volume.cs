using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Volume
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public OptionalReference? ConfigMap { get; init; }

    public SecretVolume? Secret { get; init; }

    public ClaimVolume? PersistentVolumeClaim { get; init; }

    public EmptyDirVolume? EmptyDir { get; init; }

    public HostPathVolume? HostPath { get; init; }

    public ProjectedVolume? Projected { get; init; }

    /// <summary>Whether the ServiceAccount admission plugin added it, for the pod's token.</summary>
    [JsonIgnore]
    public bool IsOwnToken => Name.StartsWith("kube-api-access-", StringComparison.Ordinal);

    /// <summary>The same of a name that was not read yet.</summary>
    internal static bool IsOwnTokenName(ReadOnlySpan<byte> utf8) => utf8.StartsWith("kube-api-access-"u8);
}

public sealed record SecretVolume
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string SecretName { get; init => field = value ?? ""; } = "";

    public bool Optional { get; init; }
}

public sealed record ClaimVolume
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string ClaimName { get; init => field = value ?? ""; } = "";
}

public sealed record EmptyDirVolume
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string SizeLimit { get; init => field = value ?? ""; } = "";
}

public sealed record HostPathVolume
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Path { get; init => field = value ?? ""; } = "";
}

public sealed record ProjectedVolume
{
    public IReadOnlyList<ProjectedSource> Sources { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record ProjectedSource
{
    public OptionalReference? ConfigMap { get; init; }

    public OptionalReference? Secret { get; init; }
}
