using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Nodes that do not report, lack something, or take no more pods.</summary>
internal sealed class NodeAnalyzer : Analyzer<Node>
{
    protected override IEnumerable<Symptom> Analyze(Node value, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var condition in value.Status.Conditions)
        {
            if (Code(condition) is { } code)
            {
                var reason = condition.Type == "Ready" ? SymptomReason.NodeNotReady : SymptomReason.NodeUnderPressure;
                yield return new SymptomBuilder(reason, Severity.Error, value)
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

        if (value.Spec.Unschedulable)
        {
            yield return new SymptomBuilder(SymptomReason.NodeCordoned, Severity.Info, value)
                .Says("the node is cordoned")
                .Blames(RootCause.NodeUnschedulable, value.Ref)
                .QuotesField("unschedulable", "true")
                .Build();
        }
    }

    private static RootCause? Code(Condition condition) => condition switch
    {
        { Type: "Ready", Status: "False" or "Unknown" } => condition.Message.Contains("cni", StringComparison.OrdinalIgnoreCase) || condition.Message.Contains("network plugin", StringComparison.OrdinalIgnoreCase)
            ? RootCause.NodeNetworkUnavailable : RootCause.NodeNotReady,
        { Type: "MemoryPressure", Status: "True" } => RootCause.NodeMemoryPressure,
        { Type: "DiskPressure", Status: "True" } => RootCause.NodeDiskPressure,
        { Type: "PIDPressure", Status: "True" } => RootCause.NodePidPressure,
        { Type: "NetworkUnavailable", Status: "True" } => RootCause.NodeNetworkUnavailable,

        // node-problem-detector's conditions.
        { Type: "KernelDeadlock" or "ReadonlyFilesystem" or "FrequentKubeletRestart" or "FrequentDockerRestart" or "FrequentContainerdRestart" or "CorruptDockerOverlay2", Status: "True" } => RootCause.NodeNotReady,
        _ => null,
    };
}
