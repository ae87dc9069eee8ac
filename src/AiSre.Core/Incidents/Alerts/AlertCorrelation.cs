using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents.Alerts;

/// <summary>Which incidents alerts belong to. Pure.</summary>
public static class AlertCorrelation
{
    /// <summary>
    /// Adds alerts to the groups of what was detected: an alert about an object that shows a symptom itself (or about its workload, or an
    /// application that manages it, or what is blamed for it) only follows from it; the others make groups of their own.
    /// </summary>
    /// <param name="groups">What was detected, by cause.</param>
    /// <param name="alerts">The firing alerts with their symptoms.</param>
    /// <param name="cache">The cluster, for who owns and manages what.</param>
    public static IReadOnlyList<CorrelatedGroup> Join(
        IReadOnlyList<CorrelatedGroup> groups, IReadOnlyCollection<(Alert Alert, Symptom Symptom)> alerts, ObjectCache cache)
    {
        if (alerts.Count == 0)
        {
            return groups;
        }

        var hurts = groups.Select(group => Hurts(group, cache)).ToList();
        var joined = groups.Select(_ => new List<Symptom>()).ToList();
        var own = new List<(string Key, Symptom Symptom)>();
        foreach (var (alert, symptom) in alerts.Where(one => one.Symptom.Severity != Severity.Info).OrderBy(one => one.Symptom.Since).ThenBy(one => one.Alert.Fingerprint, StringComparer.Ordinal))
        {
            var cause = hurts.FindIndex(set => set.Contains(symptom.Object) || set.Contains(symptom.Workload));
            if (cause >= 0)
            {
                joined[cause].Add(symptom);
            }
            else
            {
                own.Add((AlertSymptoms.KeyOf(symptom, alert), symptom));
            }
        }

        return
        [
            .. groups.Select((group, index) => joined[index].Count == 0 ? group : group with { Consequences = [.. group.Consequences, .. joined[index]] }),
            .. own.GroupBy(one => one.Key, one => one.Symptom).Select(same => Group(same.Key, [.. same])),
        ];
    }

    private static HashSet<ObjectRef> Hurts(CorrelatedGroup group, ObjectCache cache)
    {
        var set = new HashSet<ObjectRef>();
        foreach (var symptom in group.Symptoms.Concat(group.Consequences))
        {
            set.Add(symptom.Object);
            if (symptom.Fault is { } fault)
            {
                set.Add(fault.Object);
            }

            if (set.Add(symptom.Workload))
            {
                set.UnionWith(cache.ManagersOf(symptom.Workload).Select(application => application.Ref));
            }
        }

        return set;
    }

    private static CorrelatedGroup Group(string key, List<Symptom> symptoms)
    {
        var first = symptoms[0];
        var names = symptoms.Select(symptom => symptom.Parameters[SymptomParameters.AlertName]).Distinct().ToList();
        var what = names.Count == 1 ? $"Alert {names[0]} fires" : $"Alerts {string.Join(", ", names.Take(3))}{(names.Count > 3 ? " and others" : "")} fire";
        return new CorrelatedGroup
        {
            Key = key,
            Title = first.Object.ApiVersion.Length == 0 ? what : $"{what} for {first.Workload.Kind} {Name(first.Workload)}",
            Severity = symptoms.Max(symptom => symptom.Severity),
            Symptoms = [.. symptoms],
            Consequences = [],
            Workload = first.Workload,
        };
    }

    private static string Name(ObjectRef workload) => workload.Namespace is null ? workload.Name : $"{workload.Namespace}/{workload.Name}";
}
