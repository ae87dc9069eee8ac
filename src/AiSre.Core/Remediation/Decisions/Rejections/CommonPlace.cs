using System.Text.Json.Nodes;

namespace AiSre.Remediation.Decisions.Rejections;

/// <summary>The narrowest place that several have in common.</summary>
/// <param name="Cluster">Their cluster; null where they have several.</param>
/// <param name="Namespace">Their namespace; null where they have several, or none.</param>
public sealed record CommonPlace(string? Cluster, string? Namespace)
{
    /// <summary>What all places share; null when that is nothing.</summary>
    public static CommonPlace? Of(IEnumerable<ProposalPlace> places)
    {
        var all = places.ToList();
        var common = new CommonPlace(Only(all.Select(place => place.Cluster)), Only(all.Select(place => place.Namespace)));
        return common is { Cluster: null, Namespace: null } ? null : common;
    }

    /// <summary>Whether a place is one of these.</summary>
    public bool Covers(ProposalPlace place) => (Cluster is null || Cluster == place.Cluster) && (Namespace is null || Namespace == place.Namespace);

    /// <summary>For people.</summary>
    public override string ToString() => (Cluster, Namespace) switch
    {
        ({ } cluster, null) => $"cluster {cluster}",
        (null, { } space) => $"namespace {space}",
        var (cluster, space) => $"namespace {space} of cluster {cluster}",
    };

    /// <summary>As a runbook says it, beside other keys of the same entry.</summary>
    internal JsonObject Write(JsonObject entry)
    {
        if (Cluster is not null)
        {
            entry["clusters"] = new JsonArray(Cluster);
        }

        if (Namespace is not null)
        {
            entry["namespaces"] = new JsonArray(Namespace);
        }

        return entry;
    }

    private static string? Only(IEnumerable<string?> names) => names.Distinct().ToList() is [var only] ? only : null;
}
