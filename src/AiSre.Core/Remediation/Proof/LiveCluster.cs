using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof;

/// <summary>What a cluster has now, of the kinds and namespaces that checks ask for: each is listed once for a proof.</summary>
/// <param name="list">Lists a kind in a namespace, or in all with null.</param>
internal sealed class LiveCluster(Func<ObjectKind, string?, CancellationToken, Task<IReadOnlyList<KubeObject>>> list)
{
    private readonly Dictionary<(ObjectKind Kind, string? Namespace), LiveList<KubeObject>> known = [];

    /// <summary>All objects of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Where; null for a kind without namespaces.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The cluster does not answer; it is to be asked again.</exception>
    public async Task<LiveList<T>> ListAsync<T>(ObjectKind kind, string? @namespace, CancellationToken cancellationToken)
        where T : KubeObject
    {
        if (!known.TryGetValue((kind, @namespace), out var found))
        {
            try
            {
                found = new LiveList<KubeObject>(await list(kind, @namespace, cancellationToken), null);
            }
            catch (ProblemException problem) when (!problem.IsTransient)
            {
                found = new LiveList<KubeObject>([], problem.Message);
            }

            known.Add((kind, @namespace), found);
        }

        return new LiveList<T>([.. found.Items.OfType<T>()], found.Problem);
    }
}

/// <summary>The objects of a kind that a cluster has.</summary>
/// <param name="Items">They; none where that is not known.</param>
/// <param name="Problem">Why it is not known, as a sentence; null when it is.</param>
internal sealed record LiveList<T>(IReadOnlyList<T> Items, string? Problem)
{
    public bool IsKnown => Problem is null;
}
