using AiSre.Clusters.Objects;

namespace AiSre.Incidents.Intake;

/// <summary>Workloads as the object cache has them.</summary>
internal sealed class CachedWorkloads(ObjectCache cache) : IWorkloadView
{
    public string? ApplicationOf(ObjectRef workload) =>
        cache.ManagersOf(workload) is [var application, ..] ? $"{application.Metadata.Namespace}/{application.Metadata.Name}" : null;

    public StringMap LabelsOf(ObjectRef workload) => cache.Find(workload)?.Metadata.Labels ?? StringMap.Empty;

    public bool IsWell(ObjectRef workload) => cache.Find(workload) switch
    {
        Deployment { Spec: var spec, Status: var status } deployment =>
            status.ObservedGeneration >= deployment.Metadata.Generation
            && status.UpdatedReplicas >= spec.Replicas && status.AvailableReplicas >= spec.Replicas && status.Replicas <= spec.Replicas,
        StatefulSet { Spec: var spec, Status: var status } => status.ReadyReplicas >= spec.Replicas,
        DaemonSet { Status: var status } => status.NumberReady >= status.DesiredNumberScheduled,
        _ => true,
    };
}
