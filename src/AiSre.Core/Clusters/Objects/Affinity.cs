using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record Affinity
{
    public NodeAffinity? NodeAffinity { get; init; }
}

public sealed record NodeAffinity
{
    [JsonPropertyName("requiredDuringSchedulingIgnoredDuringExecution")]
    public NodeSelector? Required { get; init; }
}

/// <summary>Any of the terms must hold.</summary>
public sealed record NodeSelector
{
    public IReadOnlyList<NodeSelectorTerm> NodeSelectorTerms { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>All of the requirements must hold.</summary>
public sealed record NodeSelectorTerm
{
    public IReadOnlyList<SelectorRequirement> MatchExpressions { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<SelectorRequirement> MatchFields { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record SelectorRequirement
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>, <c>Gt</c> or <c>Lt</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Operator { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string> Values { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record Toleration
{
    /// <summary>Empty together with <c>Exists</c> tolerates every taint.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary><c>Equal</c> (when empty) or <c>Exists</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>Empty means every effect.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Effect { get; init => field = value ?? ""; } = "";
}
