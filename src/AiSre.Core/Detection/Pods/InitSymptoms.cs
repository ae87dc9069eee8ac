using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;

namespace AiSre.Detection;

/// <summary>Init containers that run and do not end, so that nothing after them starts.</summary>
internal static class InitSymptoms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in pod.Containers)
        {
            if (container is { Role: ContainerRole.Init, Spec.RestartPolicy: not "Always", Status.State.Running: { StartedAt: var started } }
                && (started is null || now - started > Patience || (started >= now && Finding(pod, container, cache) is not null))) // Files that end with its start tell by its log alone.
            {
                yield return Build(pod, container, started, cache);
            }
        }
    }

    private static (LogFinding Finding, ContainerLog Log)? Finding(Pod pod, RunningContainer container, ObjectCache cache) =>
        cache.LogOf(pod, container.Spec.Name, previous: false) is { } log && LogReader.Explain(log, crashed: true) is { } finding ? (finding, log) : null;

    private static Symptom Build(Pod pod, RunningContainer container, DateTimeOffset? started, ObjectCache cache)
    {
        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.InitContainerStuck, Severity.Error, pod, workload)
            .Says($"init container {container.Spec.Name} runs{(started is { } at ? $" since {at:yyyy-MM-dd HH:mm:ss}Z" : "")} and does not end")
            .With(SymptomParameters.Container, container.Spec.Name)
            .Since(started)
            .Blames(RootCause.InitContainerFailed, workload);
        if (Finding(pod, container, cache) is var (finding, log))
        {
            LogFault.Apply(symptom, finding, log, pod, container, workload, cache);
            if (finding.Code == RootCause.ApplicationError)
            {
                symptom.Blames(RootCause.InitContainerFailed, workload);
            }
        }

        return symptom.Quotes(pod.Ref.Address, pod.Status.Conditions.OfType("Initialized")?.Message ?? "").QuotesField("name", container.Spec.Name).Build();
    }
}
