using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>One run of the planner: read the sources, find the places, edit, and prove by reading the edited sources again.</summary>
internal sealed class SolutionPlanning(Solution solution, SourceRepositories repositories, CancellationToken cancellationToken)
{
    private readonly Dictionary<(string Application, FieldPath Source), ValueBindings> _bindings = [];
    private readonly Dictionary<string, DeclaredApplication> _applications = new(StringComparer.Ordinal);
    private readonly Dictionary<(SourceObject Object, string Container), ImageReference> _wanted = [];
    private readonly List<(DeclaredApplication Application, ImageEdit Edit)> _edits = [];
    private readonly List<ValueChange> _values = [];
    private readonly List<FieldPlan> _fields = [];
    private readonly List<string> _alreadySaid = [];

    public async Task<SolutionPlan> PlanAsync(IReadOnlyList<SolutionTarget> targets)
    {
        foreach (var target in targets)
        {
            await AddAsync(target, [.. targets.Where(other => other.Application == target.Application).Select(other => other.Live).OfType<JsonElement>()]);
        }

        if (_edits.Count == 0 && _fields.Count == 0 && _values.Count == 0)
        {
            return _alreadySaid.Count > 0
                ? new SolutionPlan.NothingToChange($"Already fixed on the branch: {Names(_alreadySaid, " and ")} at commit {Names(_applications.Values.SelectMany(application => application.Sources).Select(source => source.Repository.Files.Commit))}; sync {Names(_applications.Keys)} so that the cluster follows.")
                {
                    Repository = _applications.Values.First().Sources[0].Repository.Tree,
                }
                : throw new SourceRefusedException($"None of the containers of {Names(targets.Select(target => target.Workload.Address))} has an image that the solution is about ({solution.Summary}); correct the runbook's symptom or its solution.");
        }

        var resolved = EditResolution.Of(_edits, _fields, _values);
        var repository = OneRepository(resolved);
        var edits = new FileEdits(repository.Files);
        foreach (var edit in Distinct(resolved.Images.Select(image => image.Edit)))
        {
            await edits.ApplyAsync(edit, cancellationToken);
        }

        foreach (var field in resolved.Fields)
        {
            await edits.ApplyAsync(field, cancellationToken);
        }

        foreach (var value in DistinctValues(resolved.Values))
        {
            await edits.ApplyAsync(value, cancellationToken);
        }

        List<FieldPlan> meant = [.. _fields, .. resolved.Fields.Except(_fields), .. resolved.Meant];
        var proof = new SolutionProof(solution, new ApplicationReader(repositories.With(repository, edits.Changed), cancellationToken) { Bindings = _bindings }, _wanted, meant, edits);
        var consequences = await proof.ProveAsync(_applications.Values, resolved.Parents);
        var isBeside = edits.Changed.Any(file => file.Key[(file.Key.LastIndexOf('/') + 1)..].StartsWith(SourceOverrides.Prefix, StringComparison.Ordinal));
        return new SolutionPlan.Change(edits.ToChanges(), [.. _fields.Select(plan => new IntendedField(plan.Workload, Reference(plan.Object), plan.Edit)), .. consequences])
        {
            Repository = repository.Tree,
            Parents = [.. resolved.Parents.Select(parent => parent.Scene.Name)],
            Indirect = [.. _applications.Where(pair => pair.Value.Sources.All(source => source.Repository != repository) || pair.Value.Sources.Any(source => source.Chart is PackagedChart) || resolved.IsThroughApplications || isBeside).Select(pair => pair.Key)],
        };
    }

    private async Task AddAsync(SolutionTarget target, ImmutableArray<JsonElement> workloads)
    {
        var wanted = WantedImages.Of(solution, target);
        var onFields = solution.Operations.OfType<FieldOperation>().ToList();
        if (wanted.Count == 0 && onFields.Count == 0)
        {
            return;
        }

        if (!_applications.TryGetValue(target.Application, out var application))
        {
            application = await new ApplicationReader(repositories, cancellationToken) { Bindings = _bindings }.ReadAsync(target.Scene with { Live = workloads });
            _applications.Add(target.Application, application);
        }

        var declared = Find(target, application);
        foreach (var (live, image) in wanted)
        {
            Add(target, application, declared, live, image);
        }

        var fields = new FieldPlanning(application, target, declared);
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

    private static SourceObject Find(SolutionTarget target, DeclaredApplication application)
    {
        var workload = target.Workload;
        var found = application.Objects.Where(candidate => candidate.Is(workload)).ToList();
        switch (found)
        {
            case [var single]:
                return single;
            case [] when application.Refusals is [var why, ..]:
                throw new SourceRefusedException(why);
            case []:
                List<string> notRead = [.. application.Sources.SelectMany(source => source.Listing.NotRead)];
                var hint = notRead.Count == 0 ? "" : $" ({Names(notRead)} {(notRead.Count == 1 ? "was" : "were")} not read)";
                var places = application.Sources.Select(source => $"{RepositoryPath.Show(source.Listing.Folder)} at commit {source.Repository.Files.Commit}");
                throw new SourceRefusedException(
                    $"{workload.Address} is not among the {application.Objects.Length} objects that {target.Application} declares in {Names(places)}{hint}; find where it is declared and make the change by hand.");
            default:
                throw new SourceRefusedException(
                    $"{workload.Address} is defined {found.Count} times, in {Names(found.Select(candidate => candidate.File))}; keep one definition, then AiSre can change it.");
        }
    }

    private void Add(SolutionTarget target, DeclaredApplication application, SourceObject declared, ContainerImage live, ImageReference wanted)
    {
        var source = application.SourceOf(declared);
        var commit = source.Repository.Files.Commit;
        var image = declared.Images.FirstOrDefault(candidate => candidate.Container == live.Container)
            ?? throw new SourceRefusedException(
                $"The container {live.Container} of {target.Workload.Address} is not in {declared.File} at commit {commit}; find what adds it to the live object and change it there.");
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
                $"The container {live.Container} of {target.Workload.Address} runs {live.Image}, but {image.Place.File} at commit {commit} says {image.Value}; {Drift.Explain(target.Application, application.Scene.Application, source.Repository)}");
        }

        _wanted[(declared, live.Container)] = wanted;
        if (source is { Chart: { } chart, Rendered: { } rendered })
        {
            var writes = new ValueFinder(chart, rendered).FindImage(declared, image, wanted.ToString(), old => WantedImages.Replace(solution, old)?.ToString());
            _values.AddRange(writes.Select(write => new ValueChange(application, chart.Layers[write.Layer], write.Edit, write.Text)));
        }
        else
        {
            _edits.Add((application, new ImageEdit(image.Place, image.Value, wanted)));
        }
    }

    private SourceRepository OneRepository(EditResolution resolved)
    {
        var places = resolved.Images.Select(edit => edit.Repository)
            .Concat(resolved.Fields.Select(field => field.Repository))
            .Concat(resolved.Values.Select(value => value.Repository))
            .Distinct()
            .ToList();
        if (places is [{ Tree.Branch: null } pinned])
        {
            throw new SourceRefusedException($"{Names(_applications.Keys)} follows the commit {pinned.Files.Commit} of {pinned.Tree.Url}, which no pull request changes; let it follow a branch.");
        }

        return places is [var only]
            ? only
            : throw new SourceRefusedException($"What has to change is in {places.Count} places ({Names(places.Select(place => place.Name))}), and one proposal changes one; make the changes by hand.");
    }

    private static IEnumerable<ImageEdit> Distinct(IEnumerable<ImageEdit> edits)
    {
        foreach (var place in edits.GroupBy(edit => edit.Place))
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

    private static IEnumerable<ValueChange> DistinctValues(IEnumerable<ValueChange> values)
    {
        foreach (var value in values.GroupBy(value => (value.Layer.Text.Place, value.Edit.Path)))
        {
            var texts = value.Select(change => change.Edit is FieldEdit.Set set ? set.Value.ToJsonString() : change.Text).Distinct().ToList();
            if (texts.Count > 1 && value.All(change => change.Edit is not FieldEdit.Append))
            {
                throw new SourceRefusedException($"{value.Key.Path} in {value.Key.Place.File} would have to be {string.Join(" and ", texts)} at the same time; make the change by hand.");
            }

            foreach (var change in value.DistinctBy(change => change.Edit is FieldEdit.Set ? "" : change.Text))
            {
                yield return change;
            }
        }
    }

    private static ObjectRef Reference(SourceObject item) => item.Declared with { Name = item.Name, Namespace = item.Namespace };

    private static string Names(IEnumerable<string> names, string separator = ", ") => string.Join(separator, names.Distinct());
}
