using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>One run of the planner: read the sources, find the places, edit, and prove by reading the edited sources again.</summary>
internal sealed class SolutionPlanning(Solution solution, SourceFiles files, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, (SolutionTarget Target, SourceListing Listing)> _applications = new(StringComparer.Ordinal);
    private readonly Dictionary<(SourceObject Object, string Container), ImageReference> _wanted = [];
    private readonly List<ImageEdit> _edits = [];
    private readonly List<FieldPlan> _fields = [];
    private readonly List<string> _alreadySaid = [];

    public async Task<SolutionPlan> PlanAsync(IReadOnlyList<SolutionTarget> targets)
    {
        RefuseSeveralRepositories(targets);
        foreach (var target in targets)
        {
            await AddAsync(target);
        }

        if (_edits.Count == 0 && _fields.Count == 0)
        {
            return _alreadySaid.Count > 0
                ? new SolutionPlan.NothingToChange($"Already fixed on the branch: {string.Join(" and ", _alreadySaid.Distinct())} at commit {files.Commit}; sync {Names(_applications.Keys)} so that the cluster follows.")
                : throw new SourceRefusedException($"None of the containers of {Names(targets.Select(target => target.Workload.Address))} has an image that the solution is about ({solution.Summary}); correct the runbook's symptom or its solution.");
        }

        var edits = new FileEdits(files);
        foreach (var edit in Distinct())
        {
            await edits.ApplyAsync(edit, cancellationToken);
        }

        foreach (var field in _fields)
        {
            await edits.ApplyAsync(field, cancellationToken);
        }

        await ProveAsync(edits);
        return new SolutionPlan.Change(edits.ToChanges(), [.. _fields.Select(plan => new IntendedField(
            plan.Workload, plan.Object.Declared with { Name = plan.Object.Name, Namespace = plan.Object.Namespace }, plan.Edit))]);
    }

    private static void RefuseSeveralRepositories(IReadOnlyList<SolutionTarget> targets)
    {
        var places = targets.Select(target => $"{target.Source.RepoUrl} at {(target.Source.TargetRevision.Length == 0 ? "HEAD" : target.Source.TargetRevision)}").Distinct().ToList();
        if (places.Count > 1)
        {
            throw new SourceRefusedException($"The workloads are declared in {places.Count} places ({string.Join(", ", places)}), and one proposal changes one; make the changes by hand.");
        }
    }

    private async Task AddAsync(SolutionTarget target)
    {
        var wanted = WantedImages.Of(solution, target);
        var onFields = solution.Operations.OfType<FieldOperation>().ToList();
        if (wanted.Count == 0 && onFields.Count == 0)
        {
            return;
        }

        if (!_applications.TryGetValue(target.Application, out var application))
        {
            application = (target, await ApplicationSourceReader.ReadAsync(target.Application, target.Source, files, cancellationToken));
            _applications.Add(target.Application, application);
        }

        var declared = Find(target, application.Listing);
        foreach (var (live, image) in wanted)
        {
            Add(target, declared, live, image);
        }

        var fields = new FieldPlanning(application.Listing, files, target, declared);
        foreach (var plan in onFields.SelectMany(operation => fields.Plan(operation, _alreadySaid)))
        {
            Add(plan);
        }
    }

    private void Add(FieldPlan plan)
    {
        var same = _fields.Find(other => other.Object == plan.Object && other.Edit.Path.Equals(plan.Edit.Path) && (other.Text == plan.Text || plan.Edit is not FieldEdit.Append));
        if (same is null)
        {
            _fields.Add(plan);
        }
        else if (same.Text != plan.Text)
        {
            throw new SourceRefusedException($"The solution wants two things of {plan.Edit.Path} of {plan.Object.Declared.Kind} {plan.Object.Name} ({same.Text}, and {plan.Text}); correct the runbook.");
        }
    }

    private SourceObject Find(SolutionTarget target, SourceListing listing)
    {
        var workload = target.Workload;
        var found = listing.Objects.Where(candidate => candidate.Is(workload)).ToList();
        switch (found)
        {
            case [var single]:
                return single;
            case []:
                var hint = listing.NotRead.IsEmpty ? "" : $" ({Names(listing.NotRead)} {(listing.NotRead.Length == 1 ? "was" : "were")} not read)";
                throw new SourceRefusedException(
                    $"{workload.Address} is not among the {listing.Objects.Length} objects that {target.Application} declares in {RepositoryPath.Show(target.Source.Path)} at commit {files.Commit}{hint}; find where it is declared and make the change by hand.");
            default:
                var places = found.Select(candidate => candidate.File).Distinct().ToList();
                throw new SourceRefusedException(
                    $"{workload.Address} is defined {found.Count} times, in {Names(places)}; keep one definition, then AiSre can change it.");
        }
    }

    private void Add(SolutionTarget target, SourceObject declared, ContainerImage live, ImageReference wanted)
    {
        var image = declared.Images.FirstOrDefault(candidate => candidate.Container == live.Container)
            ?? throw new SourceRefusedException(
                $"The container {live.Container} of {target.Workload.Address} is not in {declared.File} at commit {files.Commit}; find what adds it to the live object and change it there.");
        if (image.Unclear is { } why)
        {
            throw new SourceRefusedException($"The image of container {live.Container} of {target.Workload.Address} cannot be followed because {why}.");
        }

        if (image.Value == wanted.ToString())
        {
            _alreadySaid.Add($"{image.Place.File} gives {target.Workload.Address} the image {wanted}");
            return;
        }

        if (image.Value != live.Image)
        {
            throw new SourceRefusedException(
                $"The container {live.Container} of {target.Workload.Address} runs {live.Image}, but {image.Place.File} at commit {files.Commit} says {image.Value}; sync {target.Application}, or undo the change that was made by hand, and then try again.");
        }

        _wanted[(declared, live.Container)] = wanted;
        _edits.Add(new ImageEdit(image.Place, image.Value, wanted));
    }

    private IEnumerable<ImageEdit> Distinct()
    {
        foreach (var place in _edits.GroupBy(edit => edit.Place))
        {
            var names = place.Select(edit => place.Key is ImagePlace.ImagesEntry or ImagePlace.NewImagesEntry
                ? string.Join(", ", edit.EntryKeys.Where(pair => pair.Value is not null).Select(pair => pair.Key == "newName" ? pair.Value : $"{pair.Key} {pair.Value}")) : edit.To.ToString()).Distinct().ToList();
            if (names.Count > 1)
            {
                throw new SourceRefusedException($"{place.Key.File} would have to name {string.Join(" and ", names)} at the same place; make the change by hand.");
            }

            yield return place.First();
        }
    }

    // Reads the edited sources as before: every target has its image, and nothing else changed but what the same solution makes of it.
    private async Task ProveAsync(FileEdits edits)
    {
        var changed = files.With(edits.Changed);
        foreach (var (name, (target, before)) in _applications)
        {
            var after = await ApplicationSourceReader.ReadAsync(name, target.Source, changed, cancellationToken);
            if (after.Objects.Length != before.Objects.Length)
            {
                throw new SourceRefusedException($"The change would add or remove objects of {name}; make it by hand.");
            }

            for (var index = 0; index < before.Objects.Length; index++)
            {
                Prove(before.Objects[index], after.Objects[index], edits);
                ProveFields(before.Objects[index], after.Objects[index]);
            }
        }
    }

    private void Prove(SourceObject before, SourceObject after, FileEdits edits)
    {
        foreach (var (old, changed) in before.Images.Zip(after.Images))
        {
            var isTarget = _wanted.TryGetValue((before, old.Container), out var wanted);
            if (isTarget ? changed.Value == wanted!.ToString() : changed.Value == old.Value)
            {
                continue;
            }

            if (isTarget || WantedImages.Replace(solution, old.Value)?.ToString() != changed.Value)
            {
                throw new SourceRefusedException(
                    $"The change of {changed.Place.File} would give container {old.Container} of {after.Declared.Kind} {after.Name} the image {changed.Value}, which the solution does not want; make the change by hand.");
            }

            edits.Describe(changed.Place.File, $"also {after.Declared.Kind} {after.Name}, container {old.Container}: {old.Value} → {changed.Value}");
        }
    }

    // Every field is what was wanted, and an object that nothing was wanted of says what it said before.
    private void ProveFields(SourceObject before, SourceObject after)
    {
        var plans = _fields.Where(plan => plan.Object == before).ToList();
        if (plans.Count == 0 && _fields.Count > 0 && !DeclaredFields.AreSame(before, after))
        {
            throw new SourceRefusedException($"The change would also change {after.Declared.Kind} {after.Name}, which the solution is not about; make the change by hand.");
        }

        if (plans.Find(plan => !FieldPlanning.IsSo(after, plan.Edit)) is { } failed)
        {
            throw new SourceRefusedException($"{failed.Edit.Path} of {after.Declared.Kind} {after.Name} would not be as the solution wants it after a change of {failed.Place.File}; make the change by hand.");
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Distinct());
}
