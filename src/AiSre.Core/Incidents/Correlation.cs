using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>Which symptoms share a cause. Pure; keys are made of names that stay, never of messages.</summary>
public static class Correlation
{
    /// <summary>Groups symptoms by cause. Symptoms of severity info make no group.</summary>
    /// <param name="symptoms">Every symptom that a cluster shows and that has settled.</param>
    /// <param name="cache">The cluster, for who owns and manages what.</param>
    /// <param name="assigned">
    /// From fingerprint to the key of the open incident that has the symptom already, if any. A failed pull that says no more why it fails (the
    /// event that did has expired) stays where it is.
    /// </param>
    /// <returns>The groups, most severe first, then longest-standing.</returns>
    public static IReadOnlyList<CorrelatedGroup> Correlate(
        IReadOnlyCollection<Symptom> symptoms, ObjectCache cache, IReadOnlyDictionary<string, string>? assigned = null)
    {
        var failingRegistries = symptoms
            .Where(symptom => symptom.PullFailure.IsRegistryWide())
            .Select(symptom => symptom.Parameters.GetValueOrDefault(SymptomParameters.Registry))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        var inOrder = symptoms
            .Where(symptom => symptom.Severity != Severity.Info)
            .OrderBy(symptom => CorrelationKeys.RankOf(symptom.Reason))

            // Of two applications of which one manages the other, the managed one is the nearer to the cause.
            .ThenByDescending(symptom => CorrelationKeys.RankOf(symptom.Reason) == 2 ? cache.ManagersOf(symptom.Object).Length : 0)
            .ThenBy(symptom => symptom.Since ?? DateTimeOffset.MaxValue)
            .ThenBy(symptom => symptom.Object.Address, StringComparer.Ordinal)
            .ThenBy(symptom => symptom.Fingerprint, StringComparer.Ordinal);
        foreach (var symptom in inOrder)
        {
            var key = CorrelationKeys.KeyOf(symptom, failingRegistries, assigned?.GetValueOrDefault(symptom.Fingerprint));
            if (CorrelationKeys.RankOf(symptom.Reason) > 0
                && groups.Values.FirstOrDefault(group => group.Key != key && group.Hurts.Contains(symptom.Object)) is { } cause)
            {
                cause.Consequences.Add(symptom);
                continue;
            }

            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = new Group(key));
            }

            group.Add(symptom, cache);
        }

        return [.. groups.Values
            .Select(group => group.ToCorrelated())
            .OrderByDescending(group => group.Severity)
            .ThenBy(group => group.Symptoms[0].Since ?? DateTimeOffset.MaxValue)
            .ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    private sealed class Group(string key)
    {
        private readonly List<Symptom> symptoms = [];

        public string Key { get; } = key;

        public List<Symptom> Consequences { get; } = [];

        /// <summary>The workloads that show the cause, and the applications that manage them.</summary>
        public HashSet<ObjectRef> Hurts { get; } = [];

        public void Add(Symptom symptom, ObjectCache cache)
        {
            symptoms.Add(symptom);
            if (Hurts.Add(symptom.Workload))
            {
                Hurts.UnionWith(cache.ManagersOf(symptom.Workload).Select(application => application.Ref));
            }
        }

        public CorrelatedGroup ToCorrelated() => new()
        {
            Key = Key,
            Title = CorrelationKeys.TitleOf(symptoms),
            Severity = symptoms.Max(symptom => symptom.Severity),
            Symptoms = [.. symptoms.OrderBy(symptom => symptom.Since ?? DateTimeOffset.MaxValue)],
            Consequences = [.. Consequences],
            Workload = symptoms[0].Workload,
        };
    }
}
