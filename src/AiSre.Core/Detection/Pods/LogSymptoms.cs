using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;

namespace AiSre.Detection;

/// <summary>Containers that run, and whose log says all the same that something fails.</summary>
internal static class LogSymptoms
{
    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in pod.Containers)
        {
            if (container.Status is { Ready: true, State.Running: not null }
                && cache.LogOf(pod, container.Spec.Name, previous: false) is { } log
                && LogReader.Explain(log, crashed: false) is { } finding
                && (finding.At is not { } at || now - at < TimeSpan.FromHours(6)))
            {
                var workload = cache.WorkloadOf(pod);
                var symptom = new SymptomBuilder(SymptomReason.LogReportsFailure, Severity.Warning, pod, workload)
                    .Says(finding.Quote)
                    .With(SymptomParameters.Container, container.Spec.Name)
                    .Since(finding.At);
                LogFault.Apply(symptom, finding, log, pod, container, workload, cache);
                yield return symptom.Build();
            }
        }
    }
}
