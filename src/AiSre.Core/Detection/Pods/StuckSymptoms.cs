using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods whose containers are being created for longer than anything takes, and of which nobody says why: events are kept for an hour.</summary>
internal static class StuckSymptoms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        // A large image may take long, and the kubelet says when it begins.
        var isPulling = cache.EventsOf(pod) is [{ Reason: "Pulling" }, ..];
        if (isPulling || pod.Spec.NodeName.Length == 0 || pod.Status.Phase != "Pending" || now - (pod.Status.StartTime ?? pod.Metadata.CreationTimestamp) < Patience
            || pod.Containers.Any(container => container.Status?.State is { Running: not null } or { Terminated.ExitCode: not 0 })
            || pod.Containers.FirstOrDefault(container => container.Status?.State.Waiting is { Reason: "ContainerCreating" or "PodInitializing" }) is not { Status: not null } waits)
        {
            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.PodNotReady, Severity.Error, pod, workload)
            .Says($"container {waits.Spec.Name} is being created since {pod.Status.StartTime ?? pod.Metadata.CreationTimestamp:yyyy-MM-dd HH:mm:ss}Z")
            .With(SymptomParameters.Container, waits.Spec.Name)
            .Since(pod.Status.StartTime)
            .PointsAt(new ObjectRef("v1", "Node", null, pod.Spec.NodeName))
            .QuotesField("reason", waits.Status.State.Waiting!.Reason);
        if (Absent(pod, cache) is { } missing)
        {
            symptom.Says($"{missing.Object.Kind} {missing.Object.Name}, which the pod needs, does not exist")
                .Blames(missing.Code, missing.Object)
                .With(SymptomParameters.Reference, missing.Object.Name)
                .QuotesField(missing.Object.Kind == "Secret" ? "secretName" : "name", missing.Object.Name);
        }

        yield return symptom.Build();
    }

    // That something is not there says little where its kind was left out; beside others of its kind and namespace it says enough.
    private static MissingReference? Absent(Pod pod, ObjectCache cache)
    {
        foreach (var reference in PodReferences.Of(pod.Spec).Where(reference => reference.Name.Length > 0))
        {
            var at = new ObjectRef("v1", reference.Kind, pod.Metadata.Namespace, reference.Name);
            RootCause? code = reference.Kind switch
            {
                "ConfigMap" when Lacks<ConfigMap>(at, cache) => RootCause.MissingConfigMap,
                "Secret" when Lacks<Secret>(at, cache) => RootCause.MissingSecret,
                "PersistentVolumeClaim" when Lacks<PersistentVolumeClaim>(at, cache) => RootCause.MissingVolumeClaim,
                _ => null,
            };
            if (code is { } found)
            {
                return new(found, at, null);
            }
        }

        return null;
    }

    private static bool Lacks<T>(ObjectRef at, ObjectCache cache)
        where T : KubeObject => cache.In<T>(at.Namespace).Count > 0 && cache.Find<T>(at) is null;
}
