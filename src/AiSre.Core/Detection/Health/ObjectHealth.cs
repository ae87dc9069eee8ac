using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>How well one object is, as Argo CD sees it.</summary>
/// <param name="Status">The word.</param>
/// <param name="Message">Why, in Argo CD's words or the object's own; empty where there is nothing to say.</param>
/// <remarks>Rules: argo-cd/gitops-engine/pkg/health, which an application's health is summed up from.</remarks>
public sealed record ObjectHealth(HealthStatus Status, string Message = "")
{
    private const string HookFinalizer = "argocd.argoproj.io/hook-finalizer";

    /// <summary>The health of an object; null for kinds that have none, such as a ConfigMap or a CronJob.</summary>
    public static ObjectHealth? Of(KubeObject value) =>
        value.Metadata.DeletionTimestamp is not null && !value.Metadata.Finalizers.Contains(HookFinalizer)
            ? new(HealthStatus.Progressing, "Pending deletion")
            : value switch
            {
                Deployment deployment => WorkloadHealth.Of(deployment),
                StatefulSet set => WorkloadHealth.Of(set),
                DaemonSet set => WorkloadHealth.Of(set),
                ReplicaSet set => WorkloadHealth.Of(set),
                Pod pod => PodHealth.Of(pod),
                Job job => JobHealth.Of(job),
                HorizontalPodAutoscaler autoscaler => AutoscalerHealth.Of(autoscaler),
                PersistentVolumeClaim claim => ClaimHealth.Of(claim),
                Service service => AddressHealth.Of(service),
                Ingress ingress => AddressHealth.Of(ingress),
                ApiService api => ApiServiceHealth.Of(api),
                OtherObject { Kind: "Workflow" } workflow when workflow.Ref.Group == Application.ApiGroup => WorkflowHealth.Of(workflow),
                _ => null,
            };
}
