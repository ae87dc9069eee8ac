using System.Collections.Immutable;

namespace AiSre.Remediation.Proof;

/// <summary>What checks look at.</summary>
/// <param name="Subject">The change.</param>
/// <param name="Applications">Those that could be rendered.</param>
/// <param name="IsRendered">Whether that are all: else what the change comes to is not known.</param>
/// <param name="Live">What the cluster has now.</param>
internal sealed record ProofFacts(ProofSubject Subject, ImmutableArray<RenderedApplication> Applications, bool IsRendered, LiveCluster Live)
{
    /// <summary>What the change does to rendered objects.</summary>
    public ImmutableArray<RenderedChange> Changes { get; } = [.. Applications.SelectMany(application => application.Changes)];

    /// <summary>The cluster once the change is synced.</summary>
    public FutureCluster Future { get; } = new(Applications, Live);
}

/// <summary>An application before and after the change.</summary>
/// <param name="Name">As <c>namespace/name</c>.</param>
/// <param name="Namespace">Where its objects go that name no namespace; null when that is not known.</param>
/// <param name="Before">What Git says now.</param>
/// <param name="After">What it would say.</param>
internal sealed record RenderedApplication(string Name, string? Namespace, RenderedObjects Before, RenderedObjects After)
{
    public ImmutableArray<RenderedChange> Changes { get; } = Before.ChangesTo(After);

    /// <summary>Every object after the change, in the namespace that it goes to.</summary>
    public IEnumerable<RenderedObject> ObjectsAfter => After.All.Select(pair => RenderedObject.Of(pair.Value, Namespace));

    /// <summary>The objects that are gone after the change.</summary>
    public IEnumerable<RenderedObject> Gone => Changes.Where(change => change.Kind == RenderedChangeKind.Removed).Select(change => RenderedObject.Of(Before.Find(change.Object)!.Value, Namespace));

    /// <summary>The objects that are new or changed, and how they were before.</summary>
    public IEnumerable<(RenderedChange Change, RenderedObject? Before, RenderedObject After)> Touched =>
        from change in Changes
        let after = After.Find(change.Object)
        where after is not null
        select (change, Before.Find(change.Object) is { } before ? RenderedObject.Of(before, Namespace) : null, RenderedObject.Of(after.Value, Namespace));
}
