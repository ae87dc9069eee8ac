using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Nodes that do not report, lack something, or take no more pods.</summary>
internal sealed class NodeAnalyzer : Analyzer<Node>
{
    /// <summary>A node that joins starts its network last, and is not ready before.</summary>
    private static readonly TimeSpan JoiningMayTake = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    protected override IEnumerable<Symptom> Analyze(Node value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var isDrained = IsDrained(value, cache);
        var isSilent = value.Status.Conditions.OfType("Ready") is { Status: "Unknown" };
        var isJoining = now - value.Metadata.CreationTimestamp < JoiningMayTake;
        foreach (var condition in value.Status.Conditions)
        {
            // A kubelet that is silent leaves all of its conditions unknown; one that reports leaves none.
            if (Code(condition) is { } code && (condition.Status != "Unknown" || condition.Type == "Ready" || !isSilent))
            {
                var reason = condition.Type == "Ready" ? SymptomReason.NodeNotReady : SymptomReason.NodeUnderPressure;
                yield return new SymptomBuilder(reason, (isDrained && reason == SymptomReason.NodeNotReady) || (isJoining && condition.Status != "Unknown" && IsStart(code)) ? Severity.Info : Severity.Error, value)
                    .Says(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}")
                    .With(SymptomParameters.Target, condition.Type)
                    .Blames(code, value.Ref)
                    .Since(condition.LastTransitionTime)
                    .Quotes(value.Ref.Address, condition.Message)
                    .QuotesField("reason", condition.Reason)
                    .QuotesField("type", condition.Type)
                    .Build();
            }
        }

        // What the kernel killed is most often nobody's loss; it explains a container of this node that was killed.
        if (cache.EventsOf(value).FirstOrDefault(said => said.Reason == "SystemOOM" && now - (said.LastSeen ?? now) < Recent) is { } killed)
        {
            yield return new SymptomBuilder(SymptomReason.NodeUnderPressure, Severity.Info, value)
                .Says(killed.Text)
                .With(SymptomParameters.Target, killed.Reason)
                .Blames(RootCause.NodeMemoryPressure, value.Ref)
                .Since(killed.FirstSeen)
                .Quotes(killed)
                .Build();
        }

        if (value.Spec.Unschedulable)
        {
            yield return new SymptomBuilder(SymptomReason.NodeCordoned, Severity.Info, value)
                .Says("the node is cordoned")
                .Blames(RootCause.NodeUnschedulable, value.Ref)
                .QuotesField("unschedulable", "true")
                .Build();
        }
    }

    // Under maintenance: somebody cordoned it and moved away whatever could have been hurt by its going down.
    private static bool IsDrained(Node value, ObjectCache cache) => value.Spec.Unschedulable && value.Status.Conditions.OfType("Ready") is { IsTrue: false }
        && cache.All<Pod>() is { Count: > 0 } pods
        && !pods.Any(pod => pod.Spec.NodeName == value.Metadata.Name && pod.Status.Phase is not ("Succeeded" or "Failed") && pod.Metadata.Controller?.Kind is not ("DaemonSet" or "Node"));

    private static bool IsStart(RootCause code) => code is RootCause.NodeNotReady or RootCause.NodeNetworkUnavailable;

    private static RootCause? Code(Condition condition) => condition switch
    {
        { Type: "Ready", Status: "False" or "Unknown" } => condition.Message.Contains("cni", StringComparison.OrdinalIgnoreCase) || condition.Message.Contains("network plugin", StringComparison.OrdinalIgnoreCase)
            || condition.Message.Contains("NetworkPluginNotReady", StringComparison.Ordinal)
            ? RootCause.NodeNetworkUnavailable : RootCause.NodeNotReady,
        { Type: "MemoryPressure", Status: "True" or "Unknown" } => RootCause.NodeMemoryPressure,
        { Type: "DiskPressure", Status: "True" or "Unknown" } => RootCause.NodeDiskPressure,
        { Type: "PIDPressure", Status: "True" or "Unknown" } => RootCause.NodePidPressure,
        { Type: "NetworkUnavailable", Status: "True" or "Unknown" } => RootCause.NodeNetworkUnavailable,

        // node-problem-detector's conditions, AKS's (…Problem), and those of EKS's node monitoring agent (…Ready).
        { Type: "KernelDeadlock" or "ReadonlyFilesystem" or "CorruptDockerOverlay2" or "XfsShutdown" or "CperHardwareErrorFatal", Status: "True" } => RootCause.NodeNotReady,
        { Status: "True", Type: var type } when type.StartsWith("Frequent", StringComparison.Ordinal) || type is "KubeletProblem" or "ContainerRuntimeProblem" or "FilesystemCorruptionProblem" => RootCause.NodeNotReady,
        { Type: "ContainerRuntimeReady" or "KernelReady" or "StorageReady" or "AcceleratedHardwareReady", Status: "False" } => RootCause.NodeNotReady,
        { Type: "NetworkingReady", Status: "False" } => RootCause.NodeNetworkUnavailable,
        _ => null,
    };
}
