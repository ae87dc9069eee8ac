using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>What each reason of a symptom is keyed by, and how a group of them is called.</summary>
internal static class CorrelationKeys
{
    /// <summary>0: shows a cause. 1: a workload's own word on what its pods show. 2: an application's on what its workloads show.</summary>
    public static int RankOf(SymptomReason reason) => reason switch
    {
        SymptomReason.RolloutStalled or SymptomReason.ReplicasUnavailable => 1,
        SymptomReason.ApplicationDegraded or SymptomReason.ApplicationSyncFailed => 2,
        _ => 0,
    };

    /// <param name="symptom">The symptom.</param>
    /// <param name="failingRegistries">The registries that are known to fail for every image.</param>
    /// <param name="assigned">The key of the open incident that has the symptom; null when none has.</param>
    public static string KeyOf(Symptom symptom, IReadOnlySet<string> failingRegistries, string? assigned) => symptom.Reason switch
    {
        SymptomReason.ImagePullFailed => ImageKey(symptom, failingRegistries, assigned),
        SymptomReason.RolloutStalled or SymptomReason.ReplicasUnavailable => $"rollout:{symptom.Workload.Address}",
        _ => $"application:{symptom.Object.Address}",
    };

    public static string TitleOf(IReadOnlyList<Symptom> symptoms)
    {
        var first = symptoms.FirstOrDefault(symptom => symptom.PullFailure != PullFailure.Unknown) ?? symptoms[0];
        var workload = first.Workload;
        return first.Reason switch
        {
            SymptomReason.ImagePullFailed => first.PullFailure switch
            {
                PullFailure.RegistryUnavailable => $"Registry {Registry(first)} cannot be reached",
                PullFailure.RateLimited => $"Registry {Registry(first)} limits pulls",
                _ => $"{workload.Kind} {workload.Namespace}/{workload.Name} cannot pull {first.Parameters.GetValueOrDefault(SymptomParameters.Image)}",
            },
            SymptomReason.RolloutStalled => $"{workload.Kind} {workload.Namespace}/{workload.Name} does not roll out",
            SymptomReason.ReplicasUnavailable => $"{workload.Kind} {workload.Namespace}/{workload.Name} lacks available replicas",
            SymptomReason.ApplicationDegraded => $"Application {first.Object.Name} is degraded",
            SymptomReason.ApplicationSyncFailed => $"Application {first.Object.Name} cannot be synced",
            SymptomReason.ApplicationComparisonFailed => $"Application {first.Object.Name} cannot be compared with Git",
            SymptomReason.ApplicationInvalid => $"Application {first.Object.Name} is invalid",
            _ => $"{first.Reason} on {first.Object.Address}",
        };
    }

    private static string ImageKey(Symptom symptom, IReadOnlySet<string> failingRegistries, string? assigned)
    {
        var registryKey = Registry(symptom) is { } registry ? $"registry:{registry}" : null;
        var workloadKey = $"image:{symptom.Workload.Address}";
        if (symptom.PullFailure.IsRegistryWide())
        {
            return registryKey ?? workloadKey;
        }

        if (symptom.PullFailure != PullFailure.Unknown)
        {
            return workloadKey;
        }

        // Nobody says why this pull fails. Others from the same registry may.
        return Registry(symptom) is { } host && failingRegistries.Contains(host) ? $"registry:{host}"
            : assigned is not null && (assigned == registryKey || assigned == workloadKey) ? assigned
            : workloadKey;
    }

    private static string? Registry(Symptom symptom) => symptom.Parameters.GetValueOrDefault(SymptomParameters.Registry);
}
