using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>What a solution means to change, as the checks that compare with it look at it. Pure.</summary>
internal sealed class WantedChange
{
    private readonly Dictionary<SolutionTarget, Dictionary<string, string>> _images;

    public WantedChange(ProofSubject subject)
    {
        _images = subject.Targets.ToDictionary(
            target => target,
            target => WantedImages.Of(subject.Solution, target).ToDictionary(pair => pair.Live.Container, pair => pair.Wanted.ToString(), StringComparer.Ordinal));
        Fields = new IntendedChanges(subject.Plan.Fields);
    }

    public IntendedChanges Fields { get; }

    /// <summary>The images that an object's containers are to have, by container; null when it is none of the targets.</summary>
    public IReadOnlyDictionary<string, string>? ImagesOf(RenderedChange change) =>
        _images.Where(pair => IsFor(change, pair.Key)).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>The targets of which something is meant to change, and nothing does.</summary>
    public IEnumerable<string> Missing(IReadOnlyCollection<RenderedChange> changes) => _images
        .Where(pair => (pair.Value.Count > 0 || !Fields.HaveAny(pair.Key.Workload.Address)) && !changes.Any(change => IsFor(change, pair.Key)))
        .Select(pair => pair.Key.Workload.Address)
        .Concat(_images.Keys.SelectMany(target => Fields.MissingFor(target.Workload.Address, changes)))
        .Distinct();

    // A manifest may leave the namespace to the application's destination.
    private static bool IsFor(RenderedChange change, SolutionTarget target)
    {
        var workload = target.Workload;
        return change.Object == workload.Address || change.Object == new ObjectRef(workload.ApiVersion, workload.Kind, null, workload.Name).Address;
    }
}
