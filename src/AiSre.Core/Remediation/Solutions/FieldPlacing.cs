using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Finds the place of one edit of a field, whatever tool declares the object.</summary>
internal static class FieldPlacing
{
    /// <summary>The edit with its place.</summary>
    /// <param name="application">The application that declares the object.</param>
    /// <param name="item">The object.</param>
    /// <param name="edit">What is wanted of the field.</param>
    /// <param name="workload">The address of the workload that it is for.</param>
    /// <exception cref="SourceRefusedException">There is none, or it could be several.</exception>
    public static FieldPlan Plan(DeclaredApplication application, SourceObject item, FieldEdit edit, string workload)
    {
        var source = application.SourceOf(item);
        var from = new DeclaredFields(item).Value(edit.Path);
        return new FieldPlan(workload, item, edit, Place(application, source, item, edit), from is null ? null : from is JsonValue ? from.ToString() : from.ToJsonString())
        {
            Application = application,
            Repository = source.Repository,
        };
    }

    private static FieldPlanPlace Place(DeclaredApplication application, DeclaredSource source, SourceObject item, FieldEdit edit)
    {
        try
        {
            return Find(application, source, item, edit);
        }
        catch (SourceRefusedException) when (source.Chart is GeneratedSource { Sets.Length: 1 } && edit is FieldEdit.Set)
        {
            // The template is for this application alone, so it may say it itself.
            return new FieldPlanPlace.InApplication(FieldPath.Of("spec", "template").Then(edit.Path));
        }
    }

    private static FieldPlanPlace Find(DeclaredApplication application, DeclaredSource source, SourceObject item, FieldEdit edit) => source is { Chart: { } chart, Rendered: { } rendered }
        ? new FieldPlanPlace.InValues(
            [.. new ValueFinder(chart, rendered).Find(item, edit).Select(write => new ValueChange(application, chart.Layers[write.Layer], write.Edit, $"{write.Text} (for {edit.Path} of {item.Declared.Kind} {item.Name}{(edit.Then is null ? "" : $"; {edit.Then}")})"))])
        : new FieldPlaces(source.Listing, source.Repository.Files).For(item, edit);
}
