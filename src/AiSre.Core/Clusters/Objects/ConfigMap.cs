namespace AiSre.Clusters.Objects;

/// <summary>Only the names of the keys are kept, and how big the values are together.</summary>
public sealed record ConfigMap() : KubeObject("v1", "ConfigMap")
{
    public KeyedData Data { get; init => field = value ?? KeyedData.Empty; } = KeyedData.Empty;

    public KeyedData BinaryData { get; init => field = value ?? KeyedData.Empty; } = KeyedData.Empty;
}
