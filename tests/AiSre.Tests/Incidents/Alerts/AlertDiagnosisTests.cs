using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Incidents.Alerts;

namespace AiSre.Tests.Incidents.Alerts;

/// <summary>What is made of alerts about objects that show nothing themselves.</summary>
public sealed class AlertDiagnosisTests
{
    private const string Objects = """
        [{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"namespace": "shop", "name": "data"}},
         {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "w1"}},
         {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"namespace": "shop", "name": "import"}},
         {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"namespace": "shop", "name": "cart"}},
         {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"namespace": "shop", "name": "cart"}},
         {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"namespace": "shop", "name": "cart-abc", "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "cart", "controller": true}]}},
         {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "shop", "name": "cart-abc-1", "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "cart-abc", "controller": true}]}}]
        """;

    [Theory]
    [InlineData("KubePersistentVolumeFillingUp", "persistentvolumeclaim=data", RootCause.VolumeFull, "PersistentVolumeClaim/shop/data")]
    [InlineData("KubeNodeNotReady", "node=w1", RootCause.NodeNotReady, "Node/w1")]
    [InlineData("KubeNodePressure", "node=w1,condition=DiskPressure", RootCause.NodeDiskPressure, "Node/w1")]
    [InlineData("NodeFilesystemAlmostOutOfSpace", "node=w1", RootCause.NodeDiskPressure, "Node/w1")]
    [InlineData("KubeHpaMaxedOut", "horizontalpodautoscaler=cart", RootCause.AutoscalerAtMaximum, "HorizontalPodAutoscaler/shop/cart")]
    [InlineData("KubeJobFailed", "job_name=import", RootCause.JobFailed, "Job/shop/import")]
    [InlineData("KubeDeploymentRolloutStuck", "deployment=cart", RootCause.RolloutStalled, "Deployment/shop/cart")]
    [InlineData("ContainerKilled", "pod=cart-abc-1,reason=OOMKilled", RootCause.OutOfMemoryKilled, "Deployment/shop/cart")]
    [InlineData("KubePodCrashLooping", "pod=cart-abc-1", RootCause.Unknown, "Deployment/shop/cart")] // tells that it crashes, not why
    [InlineData("KubeDeploymentReplicasMismatch", "deployment=cart", RootCause.Unknown, "Deployment/shop/cart")]
    [InlineData("CPUThrottlingHigh", "pod=cart-abc-1", RootCause.Unknown, "Deployment/shop/cart")]
    [InlineData("TargetDown", "service=cart", RootCause.Unknown, "Alert/shop/TargetDown")]
    public void An_alert_is_diagnosed_by_what_it_proves_and_quoted(string name, string labels, RootCause code, string at)
    {
        var (analysis, evidence) = Diagnose(name, labels);

        Assert.Equal((code, at), (analysis.Code, analysis.Object.Address));
        var citations = analysis.Chain.SelectMany(link => link.Citations).ToList();
        Assert.Contains(citations, citation => citation.Evidence.StartsWith($"Alert/{name}/", StringComparison.Ordinal) && citation.Quote == "It is so.");
        Assert.All(citations, citation => Assert.True(evidence.Holds(citation)));
    }

    private static (RootCauseAnalysis Analysis, EvidenceSet Evidence) Diagnose(string name, string labels)
    {
        var evidence = new EvidenceSet();
        foreach (var json in System.Text.Json.JsonDocument.Parse(Objects).RootElement.EnumerateArray())
        {
            evidence.Add(ObjectReader.Read(json)!, json);
        }

        var all = labels.Split(',').Select(label => label.Split('=')).ToImmutableSortedDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal).Add("namespace", "shop");
        var alert = new Alert
        {
            Id = Guid.NewGuid(),
            Cluster = "test",
            Fingerprint = IncomingAlert.FingerprintOf(name, all),
            Source = "alertmanager",
            Name = name,
            Severity = Severity.Warning,
            Summary = "It is so.",
            Labels = all,
            Json = $$$"""{"labels": {"alertname": "{{{name}}}"}, "annotations": {"summary": "It is so."}}""",
            StartsAt = DateTimeOffset.UnixEpoch,
            HeardAt = DateTimeOffset.UnixEpoch,
        };
        evidence.Add(EvidenceKind.Alert, alert.Address, alert.Json);
        var group = Assert.Single(AlertCorrelation.Join([], [(alert, AlertSymptoms.Of(alert, evidence.Objects))], evidence.Objects));
        return (CausalAnalyst.Analyze(DiagnosisInput.Of(group, evidence)), evidence);
    }
}
