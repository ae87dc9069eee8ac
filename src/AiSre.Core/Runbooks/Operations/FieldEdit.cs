using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;

namespace AiSre.Runbooks.Operations;

/// <summary>What an operation wants of one field. Where in Git that is done is found later.</summary>
/// <param name="Path">The field, from the object.</param>
public abstract record FieldEdit(FieldPath Path)
{
    /// <summary>What a person has to do besides, as a clause; null when the change alone does it.</summary>
    public string? Then { get; init; }

    /// <summary>The field has this value; what is missing on the way to it is added.</summary>
    /// <param name="Path">The field.</param>
    /// <param name="Value">A scalar; a mapping or a list only where nothing is there yet.</param>
    /// <param name="MayDiffer">Whether the cluster may have another value than Git without anybody having changed it by hand: an autoscaler does.</param>
    public sealed record Set(FieldPath Path, JsonNode Value, bool MayDiffer = false) : FieldEdit(Path);

    /// <summary>The field is not there.</summary>
    public sealed record Remove(FieldPath Path) : FieldEdit(Path);

    /// <summary>The list has this item.</summary>
    public sealed record Append(FieldPath Path, JsonObject Item) : FieldEdit(Path);
}

/// <summary>Which object an operation changes.</summary>
/// <param name="Kind">Its kind; null for the workload itself.</param>
/// <param name="Name">Its name; null for the one that belongs to the workload.</param>
public sealed record OperationTarget(string? Kind, string? Name)
{
    /// <summary>The workload that shows the symptom.</summary>
    public static OperationTarget Workload { get; } = new(null, null);

    /// <summary>The autoscaler of the workload.</summary>
    public static OperationTarget Autoscaler { get; } = new("HorizontalPodAutoscaler", null);
}
