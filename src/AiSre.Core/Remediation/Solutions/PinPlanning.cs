using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Sets the revision of an application in the place in Git that declares the application itself: the source of another application.</summary>
internal sealed class PinPlanning(IReadOnlyList<SolutionTarget> targets, SourceRepositories repositories, CancellationToken cancellationToken)
{
    private const string Kind = "Application";

    private readonly ApplicationReader _reader = new(repositories, cancellationToken);

    /// <summary>Plans it.</summary>
    /// <exception cref="SourceRefusedException">The application is not in Git, or cannot be pinned.</exception>
    public async Task<SolutionPlan> PlanAsync()
    {
        if (targets.Select(target => target.Application).Distinct().Skip(1).Any())
        {
            throw new SourceRefusedException($"The workloads belong to several applications ({string.Join(", ", targets.Select(target => target.Application).Distinct())}), and one proposal pins one; pin them by hand.");
        }

        var (target, scene) = (targets[0], targets[0].Scene);
        var pin = target.Pin ?? throw new SourceRefusedException($"{target.Application} is not pinned, since {target.WhyNoPin}; pin it by hand, or correct the runbook.");
        var field = pin.Index is { } index ? FieldPath.Of("spec", "sources").Item(index.ToString(CultureInfo.InvariantCulture)).Then("targetRevision") : FieldPath.Of("spec", "source", "targetRevision");
        var parent = ParentOf(scene, field, pin);
        var declared = await _reader.ReadAsync(new ApplicationScene(parent, []));
        var item = Find(declared, scene.Application);
        var source = declared.SourceOf(item);
        if (source.Chart is not null || source.Repository.Tree.Branch is null)
        {
            throw new SourceRefusedException($"{target.Application} is declared by {NameOf(parent)} in {(source.Chart is not null ? "a Helm chart" : $"a commit of {source.Repository.Tree.Url}")}, where AiSre does not pin it; set {field} to {pin.Revision} there by hand.");
        }

        var edit = new FieldEdit.Set(field, JsonValue.Create(pin.Revision))
        {
            Then = $"{pin.Words}; until this is undone {target.Application} follows no newer commit of {Show(pin.Source.TargetRevision)}",
        };
        if (FieldPlanning.IsSo(item, edit))
        {
            return new SolutionPlan.NothingToChange($"Already fixed on the branch: {item.File} pins {target.Application} to {pin.Words} at commit {source.Repository.Files.Commit}; sync {NameOf(parent)} so that the cluster follows.") { Repository = source.Repository.Tree };
        }

        var from = new DeclaredFields(item).Value(field)?.ToString();
        if ((from ?? "") != pin.Source.TargetRevision)
        {
            throw new SourceRefusedException($"{field} of {target.Application} is {Show(pin.Source.TargetRevision)} on the cluster, but {item.File} at commit {source.Repository.Files.Commit} says {Show(from ?? "")}; sync {NameOf(parent)}, or undo the change that was made by hand, and then try again.");
        }

        var place = new FieldPlaces(source.Listing, source.Repository.Files).For(item, edit);
        var edits = new FileEdits(source.Repository.Files);
        await edits.ApplyAsync(new FieldPlan(target.Workload.Address, item, edit, place, from) { Repository = source.Repository, Application = declared }, cancellationToken);
        await ProveAsync(declared, item, edit, source.Repository, edits);
        return new SolutionPlan.Change(edits.ToChanges(), [new IntendedField(target.Workload.Address, item.Declared with { Name = item.Name, Namespace = item.Namespace }, edit)])
        {
            Repository = source.Repository.Tree,
            Pins = pin,
            Carriers = [NameOf(parent)],
        };
    }

    private static Application ParentOf(ApplicationScene scene, FieldPath field, PinnedRevision pin)
    {
        var parents = ParentApplication.Listing(scene, Kind, scene.Application.Metadata.Namespace, scene.Application.Metadata.Name).ToList();
        return parents switch
        {
            [var one] => one,
            [] when scene.Application.Metadata.OwnerReferences.Any(owner => owner.Kind == "ApplicationSet") =>
                throw new SourceRefusedException($"{scene.Name} is made by an ApplicationSet, which would undo a pin of one; give its generator the revision {pin.Revision} by hand."),
            [] => throw new SourceRefusedException($"No other application declares {scene.Name}, so it is not in Git as far as AiSre can see; set {field} to {pin.Revision} where it is kept."),
            _ => throw new SourceRefusedException($"{scene.Name} is declared by {parents.Count} applications ({string.Join(", ", parents.Select(NameOf))}); let one declare it, then AiSre can pin it."),
        };
    }

    private static SourceObject Find(DeclaredApplication declared, Application application)
    {
        var reference = application.Ref;
        var found = declared.Objects.Where(item => item.Is(reference)).ToList();
        return found switch
        {
            [var one] => one,
            [] when declared.Refusals is [var why, ..] => throw new SourceRefusedException(why),
            [] => throw new SourceRefusedException($"{declared.Scene.Name} manages {reference.Address} and does not declare it in its sources any more; sync it, or find what made the application."),
            _ => throw new SourceRefusedException($"{reference.Address} is defined {found.Count} times, in {string.Join(", ", found.Select(item => item.File).Distinct())}; keep one definition, then AiSre can change it."),
        };
    }

    // Read again, the application is pinned, and everything beside it is as before.
    private async Task ProveAsync(DeclaredApplication before, SourceObject item, FieldEdit edit, SourceRepository repository, FileEdits edits)
    {
        var after = await new ApplicationReader(repositories.With(repository, edits.Changed), cancellationToken).ReadAsync(before.Scene);
        if (after.Objects.Length != before.Objects.Length)
        {
            throw new SourceRefusedException($"The change would add or remove objects of {before.Scene.Name}; make it by hand.");
        }

        foreach (var (old, now) in before.Objects.Zip(after.Objects))
        {
            if (old == item ? !FieldPlanning.IsSo(now, edit) : !DeclaredFields.AreSame(old, now))
            {
                throw new SourceRefusedException($"The change of {item.File} would {(old == item ? "not pin" : "also change")} {now.Declared.Kind} {now.Name}; make it by hand.");
            }
        }
    }

    private static string NameOf(Application application) => $"{application.Metadata.Namespace}/{application.Metadata.Name}";

    private static string Show(string revision) => revision.Length == 0 ? "HEAD" : revision;
}
