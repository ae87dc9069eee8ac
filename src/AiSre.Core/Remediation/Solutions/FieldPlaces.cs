using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>
/// Decides where in Git a field is changed: where it stands if that is the application's own; else in the application's own patch of the object.
/// What lies outside the application's folder is shared with others and stays.
/// </summary>
internal sealed class FieldPlaces(SourceListing listing, SourceFiles files)
{
    private static readonly string[] PatchLists = ["patches", "patchesStrategicMerge"];

    /// <summary>The one place to make an edit.</summary>
    /// <exception cref="SourceRefusedException">There is none, or it could be several.</exception>
    public FieldPlanPlace For(SourceObject item, FieldEdit edit)
    {
        var fields = new DeclaredFields(item);
        var holders = fields.Holders(edit.Path).Select(holder => holder.Layer).ToList();
        switch (edit)
        {
            case FieldEdit.Remove:
                fields.RefusePartChanged(edit.Path);
                return holders is [{ Pointer: null, Sets: null } only] && IsOwn(only)
                    ? InLayer(item, edit.Path, only)
                    : throw new SourceRefusedException($"{Name(item, edit.Path)} stands in {Names(holders)}, and taking it out of the application's own files alone would not remove it; make the change by hand.");
            case FieldEdit.Append:
                fields.RefusePartChanged(edit.Path);
                var isMerged = FieldPath.KeyOfItems(edit.Path.Steps[^1]) is not null;
                return holders is [.., var last] && !IsOwn(last) && !isMerged
                    ? throw new SourceRefusedException($"{Name(item, edit.Path)} stands in {last.Place.File}, which is shared, and a patch would replace the whole list; make the change by hand.")
                    : Place(item, edit.Path, holders);
            default:
                return Place(item, edit.Path, holders);
        }
    }

    private FieldPlanPlace Place(SourceObject item, FieldPath path, List<SourceLayer> holders)
    {
        if (holders is [.., { Place: ImagePlace.ApplicationField field } set])
        {
            return set.Users == 1 ? new FieldPlanPlace.InApplication(field.Path) : InLayer(item, path, set);
        }

        if (holders is [.., var decides] && IsOwn(decides))
        {
            return InLayer(item, path, decides);
        }

        // Where nothing is yet, what has the most of the way to it; a text that is for several objects would change them all.
        var behind = holders is [.., var shared] ? item.Layers.IndexOf(shared) : -1;
        var own = item.Layers.Skip(behind + 1).Where(layer => layer is { Pointer: null, Sets: null, Users: 1, Unclear: null } && IsOwn(layer)).ToList();
        var best = own.MaxBy(layer => DeclaredFields.Walk(layer, path)?.Matched ?? 0);
        RefuseNewItems(item, path, holders, best is null ? 0 : DeclaredFields.Walk(best, path)?.Matched ?? 0);
        if (best is not null)
        {
            return new FieldPlanPlace.InLayer(best);
        }

        if (listing.Overlay is { } overlay && path.Equals(PodTemplates.ReplicasField) && PodTemplates.Replicas.Contains(item.Declared.Kind))
        {
            return new FieldPlanPlace.NewReplicas(overlay.Path, item.Declared.Name);
        }

        return NewPatch(item, path);
    }

    // What would be added may hold items only of lists that are merged by a key; any other list would be replaced, or begun without the key.
    private static void RefuseNewItems(SourceObject item, FieldPath path, List<SourceLayer> holders, int from)
    {
        for (var index = from; index < path.Steps.Length; index++)
        {
            if (path.IsItem(index) && FieldPath.KeyOfItems(path.Steps[index - 1]) is null)
            {
                throw new SourceRefusedException(holders is [.., var last]
                    ? $"{Name(item, path)} is in a list of {last.Place.File}, which is shared, and a patch would replace the whole list; make the change by hand."
                    : $"{Name(item, path)} does not exist, and AiSre adds no items to the list {path.Steps[index - 1]}; make the change by hand.");
            }
        }
    }

    private FieldPlanPlace.NewPatch NewPatch(SourceObject item, FieldPath path)
    {
        var overlay = listing.Overlay;
        var list = PatchLists.FirstOrDefault(key => overlay?.Has(key) == true);
        if (overlay is null || list is null)
        {
            throw new SourceRefusedException(
                $"{Name(item, path)} stands in {item.File}, which lies outside {RepositoryPath.Show(listing.Folder)} and is shared, and the application has no patches of its own; change it in {item.File} for all who use it, or give {overlay?.Path ?? "the application"} a 'patches' list for this one.");
        }

        if (item.Declared.Group.Contains('.', StringComparison.Ordinal) && !item.Declared.Group.EndsWith(".k8s.io", StringComparison.Ordinal))
        {
            throw new SourceRefusedException($"{Name(item, path)} stands in {item.File}, which is shared, and Kustomize merges no lists of a {item.Declared.Kind}; make the change by hand.");
        }

        var file = RepositoryPath.Combine(overlay.Folder, $"{item.Declared.Kind.ToLowerInvariant()}-{item.Declared.Name}.patch.yaml")!;
        return files.HasFile(file)
            ? throw new SourceRefusedException($"{Name(item, path)} needs a patch, and {file}, which AiSre would add, is there already without being one of the kustomization's patches; make the change by hand.")
            : new FieldPlanPlace.NewPatch(file, overlay.Path, list);
    }

    private static FieldPlanPlace.InLayer InLayer(SourceObject item, FieldPath path, SourceLayer layer) =>
        layer.Users == 1
            ? new FieldPlanPlace.InLayer(layer)
            : throw new SourceRefusedException($"{Name(item, path)} is set by {layer.Where}, which is for {layer.Users} objects; make the change by hand.");

    private bool IsOwn(SourceLayer layer) => RepositoryPath.IsWithin(layer.Place.File, listing.Folder);

    private static string Name(SourceObject item, FieldPath path) => $"The field {path} of {item.Declared.Kind} {item.Name}";

    private static string Names(IEnumerable<SourceLayer> layers) => string.Join(" and ", layers.Select(layer => layer.Where).Distinct());
}
