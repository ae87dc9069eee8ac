using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>What an incident is called: one line that names the cause, or what is seen of it.</summary>
internal static class CauseTitles
{
    public static string Of(IReadOnlyList<Symptom> symptoms)
    {
        var first = symptoms.FirstOrDefault(symptom => symptom.PullFailure != PullFailure.Unknown) ?? symptoms[0];
        return first.Reason == SymptomReason.ImagePullFailed ? Image(first) : first.Fault is { } fault ? CauseWords.Title(fault, first) : Seen(first);
    }

    private static string Image(Symptom first) => first.PullFailure switch
    {
        PullFailure.RegistryUnavailable => $"Registry {first.Parameters.GetValueOrDefault(SymptomParameters.Registry)} cannot be reached",
        PullFailure.RateLimited => $"Registry {first.Parameters.GetValueOrDefault(SymptomParameters.Registry)} limits pulls",
        _ => $"{CauseWords.Name(first.Workload)} cannot pull {first.Parameters.GetValueOrDefault(SymptomParameters.Image)}",
    };

    private static string Seen(Symptom first) => first.Reason switch
    {
        SymptomReason.ReplicasUnavailable => $"{CauseWords.Name(first.Workload)} lacks available replicas",
        SymptomReason.ApplicationDegraded => $"Application {first.Object.Name} is degraded",
        SymptomReason.ContainerCrashing => $"{CauseWords.Name(first.Workload)} keeps crashing",
        SymptomReason.ContainerCannotStart => $"{CauseWords.Name(first.Workload)} cannot start its container {first.Parameters.GetValueOrDefault(SymptomParameters.Container)}",
        SymptomReason.PodNotReady or SymptomReason.ProbeFailing => $"{CauseWords.Name(first.Workload)} is not ready",
        SymptomReason.PodUnschedulable => $"{CauseWords.Name(first.Workload)} finds no node",
        SymptomReason.PodsNotCreated => $"The pods of {CauseWords.Name(first.Workload)} cannot be created",
        SymptomReason.PodStuckTerminating => $"{CauseWords.Name(first.Object)} does not end",
        _ => $"{CauseWords.Name(first.Object)}: {Short(first.Message)}",
    };

    private static string Short(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
