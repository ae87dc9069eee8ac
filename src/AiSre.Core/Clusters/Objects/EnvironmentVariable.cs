using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>A variable and where its value comes from. Values that the manifest spells out are not kept: they may be secrets.</summary>
public sealed record EnvironmentVariable
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public EnvironmentValueSource? ValueFrom { get; init; }
}

public sealed record EnvironmentValueSource
{
    public KeyReference? ConfigMapKeyRef { get; init; }

    public KeyReference? SecretKeyRef { get; init; }
}

/// <summary>Every key of a ConfigMap or Secret as a variable.</summary>
public sealed record EnvironmentSource
{
    public OptionalReference? ConfigMapRef { get; init; }

    public OptionalReference? SecretRef { get; init; }
}

/// <summary>One key of a ConfigMap or Secret in the same namespace.</summary>
public sealed record KeyReference
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Key { get; init => field = value ?? ""; } = "";

    public bool Optional { get; init; }
}

/// <summary>A ConfigMap or Secret in the same namespace.</summary>
public sealed record OptionalReference
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    public bool Optional { get; init; }
}
