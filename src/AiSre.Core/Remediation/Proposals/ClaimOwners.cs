using System.Globalization;
using AiSre.Clusters.Objects;
using AiSre.Incidents;

namespace AiSre.Remediation.Proposals;

/// <summary>Claims that a StatefulSet made are declared by its templates: what they show is the StatefulSet's. Nothing but their names says whose they are.</summary>
internal static class ClaimOwners
{
    /// <summary>Each symptom with the workload that Git declares.</summary>
    public static IReadOnlyList<(ObjectRef Workload, SymptomRecord Symptom)> Fold(IReadOnlyList<SymptomRecord> symptoms)
    {
        var sets = symptoms.Select(symptom => symptom.Symptom.Workload).Where(workload => workload.Kind == "StatefulSet").Distinct().ToList();
        return [.. symptoms.Select(symptom => (sets.Find(set => symptom.Application is null && IsClaimOf(set, symptom.Symptom.Workload)) ?? symptom.Symptom.Workload, symptom))];
    }

    private static bool IsClaimOf(ObjectRef set, ObjectRef claim) =>
        claim.Kind == "PersistentVolumeClaim" && claim.Namespace == set.Namespace && claim.Name.LastIndexOf('-') is var dash and > 0
        && claim.Name[..dash].EndsWith($"-{set.Name}", StringComparison.Ordinal) && int.TryParse(claim.Name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
