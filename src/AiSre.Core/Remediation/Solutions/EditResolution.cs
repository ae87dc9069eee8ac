using System.Text.Json.Nodes;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>
/// Follows what an application itself sets to where Git declares the application: an edit of a value there becomes an edit of a field of the
/// application, which has a place of its own in a manifest, a patch, or the values of another chart.
/// </summary>
internal sealed class EditResolution
{
    private const int DeepestNesting = 5;

    private readonly List<(DeclaredApplication Application, FieldEdit Edit, string Workload)> _onApplications = [];

    /// <summary>The images to change in files.</summary>
    public List<(ImageEdit Edit, SourceRepository Repository)> Images { get; } = [];

    /// <summary>The fields to change in files, those of applications among them.</summary>
    public List<FieldPlan> Fields { get; } = [];

    /// <summary>The values to change in files.</summary>
    public List<ValueChange> Values { get; } = [];

    /// <summary>The applications that declare one that changes.</summary>
    public List<DeclaredApplication> Parents { get; } = [];

    /// <summary>Whether anything changes by way of an application that is declared, or generated, with other values.</summary>
    public bool IsThroughApplications { get; private set; }

    /// <summary>Follows all of them.</summary>
    /// <exception cref="SourceRefusedException">An application that sets something itself is not declared in Git, or not so that it can be followed.</exception>
    public static EditResolution Of(IEnumerable<(DeclaredApplication Application, ImageEdit Edit)> images, IEnumerable<FieldPlan> fields, IEnumerable<ValueChange> values)
    {
        var resolution = new EditResolution();
        foreach (var (application, edit) in images)
        {
            resolution.Add(application, edit);
        }

        // Values of one text are changed together, whichever field they are for.
        var all = values.ToList();
        foreach (var plan in fields)
        {
            all.AddRange(plan.Place is FieldPlanPlace.InValues inValues ? inValues.Changes : []);
            resolution.Add(plan);
        }

        resolution.Add(all);
        for (var depth = 0; resolution._onApplications.Count > 0; depth++)
        {
            if (depth == DeepestNesting)
            {
                throw new SourceRefusedException($"What has to change is declared more than {DeepestNesting} applications deep; make the change by hand.");
            }

            resolution.IsThroughApplications = true;
            var pending = resolution._onApplications.ToList();
            resolution._onApplications.Clear();
            resolution.Follow(pending);
        }

        return resolution;
    }

    private void Add(DeclaredApplication application, ImageEdit edit)
    {
        if (edit.Place is ImagePlace.ApplicationField place)
        {
            _onApplications.Add((application, new FieldEdit.Set(place.Path, JsonValue.Create(edit.SettingText(place.Text))), ""));
        }
        else
        {
            Images.Add((edit, application.Sources.First(source => source.Listing.Objects.Any(item => item.Images.Exists(image => image.Place == edit.Place))).Repository));
        }
    }

    private void Add(FieldPlan plan)
    {
        switch (plan.Place)
        {
            case FieldPlanPlace.InValues:
                break; // Its values are followed with all others.
            case FieldPlanPlace.InApplication place:
                _onApplications.Add((plan.Application, new FieldEdit.Set(place.Path, ((FieldEdit.Set)plan.Edit).Value.DeepClone()), plan.Workload));
                break;
            default:
                Fields.Add(plan);
                break;
        }
    }

    // A text of values is one field, whatever changes in it.
    private void Add(IEnumerable<ValueChange> changes)
    {
        foreach (var layer in changes.GroupBy(change => change.Layer))
        {
            if (layer.Key.Field is null)
            {
                Values.AddRange(layer);
                continue;
            }

            var application = layer.First().Application;
            _onApplications.AddRange(layer.Key.OnApplication([.. layer.Select(change => change.Edit)]).Select(edit => (application, edit, "")));
        }
    }

    private void Follow(IEnumerable<(DeclaredApplication Application, FieldEdit Edit, string Workload)> edits)
    {
        var values = new List<ValueChange>();
        foreach (var (application, edit, workload) in edits.DistinctBy(one => (one.Application, one.Edit.Path, (one.Edit as FieldEdit.Set)?.Value.ToJsonString())))
        {
            if (application.Declaration is not { } declaration)
            {
                throw new SourceRefusedException($"{edit.Path} is set by the application {application.Scene.Name} itself, {application.WhyNotDeclared}; change it there by hand.");
            }

            if (!declaration.Parent.IsGenerated && !Parents.Contains(declaration.Parent))
            {
                Parents.Add(declaration.Parent);
            }

            var plan = FieldPlacing.Plan(declaration.Parent, declaration.Item, edit, workload);
            if (plan.Place is FieldPlanPlace.InValues inValues)
            {
                Meant.Add(plan);
                values.AddRange(inValues.Changes);
            }
            else
            {
                Add(plan);
            }
        }

        Add(values);
    }

    /// <summary>Fields of applications that change by the values of the charts that render them.</summary>
    public List<FieldPlan> Meant { get; } = [];
}
