using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>One field to change, and where.</summary>
/// <param name="Workload">The address of the workload that it is for.</param>
/// <param name="Object">The object.</param>
/// <param name="Edit">What is wanted of the field.</param>
/// <param name="Place">Where it is done.</param>
/// <param name="From">What Git says now, for people; null when nothing.</param>
internal sealed record FieldPlan(string Workload, SourceObject Object, FieldEdit Edit, FieldPlanPlace Place, string? From)
{
    /// <summary>The application that declares the object.</summary>
    public required DeclaredApplication Application { get; init; }

    /// <summary>The repository that the object's source is in.</summary>
    public required SourceRepository Repository { get; init; }

    /// <summary>What changes, for people.</summary>
    public string Text => (Edit switch
    {
        FieldEdit.Set set => $"{set.Path}: {From ?? "not set"} → {Show(set.Value)}",
        FieldEdit.Remove => $"{Edit.Path}: {From} → removed",
        FieldEdit.Append append => $"{Edit.Path}: added {Show(append.Item)}",
        _ => Edit.Path.ToString(),
    }) + (Edit.Then is null ? "" : $" ({Edit.Then})");

    private static string Show(JsonNode value) => value is JsonValue ? value.ToString() : value.ToJsonString();
}

/// <summary>Where in Git a field is changed.</summary>
/// <param name="File">The file, from the repository's root.</param>
internal abstract record FieldPlanPlace(string File)
{
    /// <summary>In a text that there is.</summary>
    public sealed record InLayer(SourceLayer Layer) : FieldPlanPlace(Layer.Place.File);

    /// <summary>In a new patch beside a kustomization, which names it in its list of patches.</summary>
    /// <param name="File">The patch.</param>
    /// <param name="Kustomization">The kustomization.</param>
    /// <param name="List">Its list of patches: <c>patches</c> or <c>patchesStrategicMerge</c>.</param>
    public sealed record NewPatch(string File, string Kustomization, string List) : FieldPlanPlace(File);

    /// <summary>In a new entry of a kustomization's <c>replicas</c>.</summary>
    /// <param name="File">The kustomization.</param>
    /// <param name="Name">The object's name in the manifest.</param>
    public sealed record NewReplicas(string File, string Name) : FieldPlanPlace(File);

    /// <summary>In a field of the application itself, wherever Git declares that.</summary>
    /// <param name="Path">The field, from the application.</param>
    public sealed record InApplication(FieldPath Path) : FieldPlanPlace("");

    /// <summary>In the values of a chart: one, or all those that a field is put together from.</summary>
    public sealed record InValues(ImmutableArray<ValueChange> Changes) : FieldPlanPlace(Changes[0].File);
}

/// <summary>One value of a chart to change.</summary>
/// <param name="Application">The application that renders the chart.</param>
/// <param name="Layer">The text that sets it.</param>
/// <param name="Edit">What is wanted of it.</param>
/// <param name="Text">What changes, for people.</param>
internal sealed record ValueChange(DeclaredApplication Application, ValueLayer Layer, FieldEdit Edit, string Text)
{
    /// <summary>The file, from the repository's root.</summary>
    public string File => Layer.Text.Place.File;

    /// <summary>The repository that has the file.</summary>
    public SourceRepository Repository => Layer.Repository!;
}
