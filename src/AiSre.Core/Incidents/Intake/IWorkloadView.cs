using AiSre.Clusters.Objects;

namespace AiSre.Incidents.Intake;

/// <summary>What the watched cluster says of workloads at this moment.</summary>
internal interface IWorkloadView
{
    /// <summary>The Argo CD application, as <c>namespace/name</c>, that manages the workload; null when none does.</summary>
    string? ApplicationOf(ObjectRef workload);

    /// <summary>The workload's labels; empty when it is not known.</summary>
    StringMap LabelsOf(ObjectRef workload);

    /// <summary>
    /// Whether it runs as declared, or is gone altogether. That no pod complains proves little: a pod that is being replaced, or that waits
    /// for its image, says nothing for half a minute.
    /// </summary>
    bool IsWell(ObjectRef workload);
}
