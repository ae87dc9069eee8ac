namespace AiSre.Playground.World.Deployments;

/// <summary>The annotations and labels that the Deployment controller writes.</summary>
internal static class Annotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string TemplateHash = "pod-template-hash";
}
