using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Asks operations what they want of the fields of one workload's objects, and finds the places.</summary>
internal sealed class FieldPlanning(DeclaredApplication application, SolutionTarget target, SourceObject workload)
{

    /// <summary>The changes that an operation needs.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="alreadySaid">Takes up what Git says already, for people.</param>
    /// <exception cref="SourceRefusedException">A field cannot be followed, or its place not told.</exception>
    /// <exception cref="OperationRefusedException">The operation cannot be carried out.</exception>
    public IEnumerable<FieldPlan> Plan(FieldOperation operation, List<string> alreadySaid)
    {
        if (operation is Scale && Autoscalers() is [var autoscaler, ..])
        {
            throw new SourceRefusedException($"{target.Workload.Address} is scaled by HorizontalPodAutoscaler {autoscaler.Name}, which would undo it; use {SetAutoscalerBounds.Key} in the runbook.");
        }

        var item = Object(operation.Target);
        var fields = new DeclaredFields(item);
        var podSpec = PodTemplates.PathOf(item.Declared.Group, item.Declared.Kind) is { } path ? FieldPath.Of(path) : null;
        var view = new DeclaredObject(target.Facts, podSpec, fields.Value, item == workload ? target.Live : null)
        {
            NamesOf = NamesOf,
            FieldsWith = fields.With,
            PartsOf = new ReferredParts(application.Objects, target).Of,
            Other = target.Other,
        };
        foreach (var edit in operation.Plan(view))
        {
            if (IsSo(item, edit))
            {
                alreadySaid.Add(Said(item, edit));
                continue;
            }

            var from = fields.Value(edit.Path);
            if (edit is FieldEdit.Set { MayDiffer: false })
            {
                RefuseDrift(item, edit.Path, from, view);
            }

            yield return FieldPlacing.Plan(application, item, edit, target.Workload.Address);
        }
    }

    /// <summary>Whether Git says already what an edit wants.</summary>
    public static bool IsSo(SourceObject item, FieldEdit edit)
    {
        var holders = new DeclaredFields(item).Holders(edit.Path);
        return edit switch
        {
            FieldEdit.Set set => holders is [.., var (layer, node)] && new YamlView(layer.Content).Json(node) is { } now && IsSame(set.Path, now, set.Value),
            FieldEdit.Remove => holders.Count == 0,
            FieldEdit.Append append => (FieldPath.KeyOfItems(append.Path.Steps[^1]) is null ? holders.TakeLast(1) : holders)
                .Any(holder => new YamlView(holder.Layer.Content).Json(holder.Node) is JsonArray list && list.Any(one => JsonNode.DeepEquals(one, append.Item))),
            _ => false,
        };
    }

    private static bool IsSame(FieldPath path, JsonNode left, JsonNode right) => left is JsonValue && right is JsonValue
        ? IsSame(path, left.ToString(), right.ToString())
        : JsonNode.DeepEquals(left, right);

    private static bool IsSame(FieldPath path, string left, string right) => left == right
        || (path.Steps.Contains("resources") && ResourceQuantity.TryParse(left, out var one) && ResourceQuantity.TryParse(right, out var other) && one.Value == other.Value);

    // What the cluster has must be what Git says: otherwise Git is ahead, or somebody has changed it by hand.
    private void RefuseDrift(SourceObject item, FieldPath path, JsonNode? declared, DeclaredObject view)
    {
        if (!view.IsLiveKnown || declared is not JsonValue || (view.LiveText(path) is { } live && IsSame(path, declared.ToString(), live)))
        {
            return;
        }

        var file = new DeclaredFields(item).Holders(path)[^1].Layer.Place.File;
        throw new SourceRefusedException(
            $"{path} of {target.Workload.Address} is {view.LiveText(path) ?? "not set"} on the cluster, but {file} at commit {Commit} says {declared}; {Drift.Explain(target.Application, application.Scene.Application, application.SourceOf(item).Repository)}");
    }

    private string Said(SourceObject item, FieldEdit edit)
    {
        var name = item == workload ? target.Workload.Address : $"{item.Declared.Kind} {item.Name}";
        var file = new DeclaredFields(item).Holders(edit.Path) is [.., var (layer, _)] ? layer.Place.File : item.File;
        return edit switch
        {
            FieldEdit.Set set => $"{file} gives {set.Path} of {name} the value {(set.Value is JsonValue ? set.Value.ToString() : set.Value.ToJsonString())}",
            FieldEdit.Append append => $"{file} gives {append.Path} of {name} the item {append.Item.ToJsonString()}",
            _ => $"{file} gives {name} no {edit.Path}",
        };
    }

    private SourceObject Object(OperationTarget wanted)
    {
        if (wanted.Kind is null || (wanted.Name is null && workload.Declared.Kind == wanted.Kind))
        {
            return workload;
        }

        var found = wanted.Name is null
            ? Autoscalers()
            : [.. application.Objects.Where(item => item.Declared.Kind == wanted.Kind && (item.Name == wanted.Name || item.Declared.Name == wanted.Name))];
        return found switch
        {
            [var one] => one,
            [] => throw new SourceRefusedException($"{target.Application} declares no {wanted.Kind} {(wanted.Name is null ? $"for {target.Workload.Address}" : wanted.Name)} at commit {Commit}; correct the runbook, or make the change by hand."),
            _ => throw new SourceRefusedException($"{target.Application} declares {found.Count} objects that could be meant by {wanted.Kind} {wanted.Name ?? $"for {target.Workload.Address}"}, in {string.Join(", ", found.Select(item => item.File).Distinct())}; make the change by hand."),
        };
    }

    // References in Git name objects as their manifests do; what Git declares stands for its object on the cluster, whatever prefix that got.
    private HashSet<string> NamesOf(string kind)
    {
        string[] makers = kind == "Secret" ? [kind, "SealedSecret", "ExternalSecret"] : [kind];
        var declared = application.Objects.Where(item => makers.Contains(item.Declared.Kind) && (item.Namespace is null || item.Namespace == target.Workload.Namespace)).ToList();
        return [.. declared.Select(item => item.Declared.Name), .. target.Existing.GetValueOrDefault(kind, []).Except(declared.Select(item => item.Name))];
    }

    private string Commit => application.SourceOf(workload).Repository.Files.Commit;

    private List<SourceObject> Autoscalers() =>
    [
        .. application.Objects.Where(item => item.Declared.Kind == OperationTarget.Autoscaler.Kind && new DeclaredFields(item) is var fields
            && fields.Value(FieldPath.Of("spec", "scaleTargetRef", "kind"))?.ToString() == workload.Declared.Kind
            && fields.Value(FieldPath.Of("spec", "scaleTargetRef", "name"))?.ToString() is { } name && (name == workload.Name || name == workload.Declared.Name)),
    ];
}
