using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>Looks up single objects and names. Two implementations: a cluster's API, and objects at hand for tests of runbooks.</summary>
public interface IObjectReads
{
    /// <summary>An object as JSON; null when it is not there, or its kind is never asked for.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    Task<string?> ReadObjectAsync(ObjectRef reference, CancellationToken cancellationToken);

    /// <summary>The names of a kind's objects in a namespace; none of kinds that are never asked for, Secrets above all.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    Task<IReadOnlyList<string>> ReadNamesAsync(string apiVersion, string kind, string? @namespace, CancellationToken cancellationToken);
}
