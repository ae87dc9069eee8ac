using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>One entry of <c>status.conditions</c>.</summary>
public sealed record Condition
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Only Deployments have it.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    [JsonIgnore]
    public bool IsTrue => Status == "True";

    [JsonIgnore]
    public bool IsFalse => Status == "False";
}

public static class Conditions
{
    /// <summary>The condition of this type; null when there is none.</summary>
    public static Condition? OfType(this IReadOnlyList<Condition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition?.Type == type)
            {
                return condition;
            }
        }

        return null;
    }
}
