using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>Which symptoms share a cause. Pure; keys are made of names that stay, never of messages.</summary>
public static class Correlation
{
    /// <summary>Groups symptoms by their deepest cause. A group of which every symptom is of severity info is left out.</summary>
    /// <param name="symptoms">
    /// Every symptom that a cluster shows and that has settled. Those of severity info open no incident, and may still be why others show: a
    /// workload that somebody scaled to zero, a node that was cordoned.
    /// </param>
    /// <param name="cache">The cluster, for who owns, selects and manages what.</param>
    /// <param name="assigned">
    /// From fingerprint to the key of the open incident that has the symptom already, if any. A failed pull that says no more why it fails (the
    /// event that did has expired) stays where it is.
    /// </param>
    /// <returns>The groups, most severe first, then longest-standing.</returns>
    public static IReadOnlyList<CorrelatedGroup> Correlate(
        IReadOnlyCollection<Symptom> symptoms, ObjectCache cache, IReadOnlyDictionary<string, string>? assigned = null)
    {
        // In an order of its own, so that what comes out does not depend on the order in which they came in.
        var ordered = symptoms.Where(symptom => symptom.Reason != SymptomReason.Advice)
            .OrderBy(symptom => symptom.Object.Address, StringComparer.Ordinal)
            .ThenBy(symptom => symptom.Fingerprint, StringComparer.Ordinal);
        var graph = CauseGraph.Build([.. ordered], cache, assigned);
        return [.. graph.Roots()
            .Where(tree => tree.All.Any(symptom => symptom.Severity != Severity.Info))
            .Select(ToGroup)
            .OrderByDescending(group => group.Severity)
            .ThenBy(group => group.Symptoms[0].Since ?? DateTimeOffset.MaxValue)
            .ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    private static CorrelatedGroup ToGroup(CauseTree tree)
    {
        ImmutableArray<Symptom> roots = [.. tree.Root.Symptoms
            .OrderByDescending(CauseRank.Of)
            .ThenBy(symptom => symptom.Since ?? DateTimeOffset.MaxValue)
            .ThenBy(symptom => symptom.Object.Address, StringComparer.Ordinal)];
        return new CorrelatedGroup
        {
            Key = tree.Root.Key,
            Title = CauseTitles.Of(roots),
            Severity = tree.All.Max(symptom => symptom.Severity),
            Symptoms = roots,
            Consequences = [.. tree.Below],
            Workload = roots[0].Workload,
        };
    }
}
