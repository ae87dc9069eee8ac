using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Incidents.Alerts;

namespace AiSre.Tests.Incidents.Alerts;

public sealed class AlertObjectsTests
{
    private static readonly ObjectCache Cache = World();

    [Theory]

    // kube-state-metrics whose labels are honoured, and whose are not: then pod, namespace and container are its own.
    [InlineData("job=kube-state-metrics namespace=shop pod=checkout-5d9f7c-abcde container=app instance=10.0.0.1:8080", "Pod/shop/checkout-5d9f7c-abcde")]
    [InlineData("job=kube-state-metrics namespace=monitoring pod=kube-state-metrics-7d-x exported_namespace=shop exported_pod=checkout-5d9f7c-abcde", "Pod/shop/checkout-5d9f7c-abcde")]
    [InlineData("job=kube-state-metrics namespace=shop pod=kube-state-metrics-7d-x deployment=checkout", "Deployment/shop/checkout")]
    [InlineData("job=kube-state-metrics namespace=monitoring pod=ksm-0 exported_namespace=shop statefulset=db", "StatefulSet/shop/db")]
    [InlineData("job=kube-state-metrics namespace=shop daemonset=agent instance=worker-1:8080", "DaemonSet/shop/agent")]
    [InlineData("job=kube-state-metrics namespace=shop job_name=backup", "Job/shop/backup")]
    [InlineData("job=kube-state-metrics namespace=shop horizontalpodautoscaler=checkout", "HorizontalPodAutoscaler/shop/checkout")]
    [InlineData("job=kube-state-metrics node=worker-1 namespace=monitoring pod=kube-state-metrics-7d-x condition=Ready", "Node/worker-1")]

    // Kubelet: the claim counts, not the node it was measured on.
    [InlineData("job=kubelet namespace=shop persistentvolumeclaim=data-db-0 node=worker-1 instance=10.0.0.2:10250", "PersistentVolumeClaim/shop/data-db-0")]
    [InlineData("job=node-exporter namespace=monitoring pod=node-exporter-x2 container=node-exporter instance=worker-1:9100", "Node/worker-1")]

    // An application's own metrics: its pod, or what that was made from once it is replaced.
    [InlineData("job=checkout namespace=shop pod=checkout-5d9f7c-abcde service=checkout instance=10.1.2.3:8080", "Pod/shop/checkout-5d9f7c-abcde")]
    [InlineData("job=checkout namespace=shop pod=checkout-66b8d-zzzzz", "Deployment/shop/checkout")]
    [InlineData("job=db namespace=shop pod=db-7", "StatefulSet/shop/db")]
    [InlineData("namespace=shop job=backup", "Job/shop/backup")]

    // Argo CD: the namespace may be the scrape target's.
    [InlineData("name=checkout exported_namespace=argocd project=shop sync_status=OutOfSync dest_namespace=shop", "Application/argocd/checkout")]
    [InlineData("name=checkout namespace=monitoring job=argocd-metrics", "Application/argocd/checkout")]
    [InlineData("name=checkout namespace=shop", null)]

    [InlineData("node=worker-9", null)]
    [InlineData("namespace=shop pod=unknown", null)]
    [InlineData("instance=10.80.40.11:9100", null)]
    [InlineData("", null)]
    public void Labels_name_the_object(string labels, string? address) => Assert.Equal(address, AlertObjects.Find(Labels(labels), Cache)?.Address);

    private static ImmutableSortedDictionary<string, string> Labels(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .ToImmutableSortedDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static ObjectCache World()
    {
        var cache = new ObjectCache();
        foreach (var (apiVersion, kind, space, name) in new (string, string, string?, string)[]
        {
            ("v1", "Pod", "shop", "checkout-5d9f7c-abcde"), ("apps/v1", "Deployment", "shop", "checkout"), ("apps/v1", "StatefulSet", "shop", "db"),
            ("apps/v1", "DaemonSet", "shop", "agent"), ("batch/v1", "Job", "shop", "backup"), ("v1", "Node", null, "worker-1"),
            ("argoproj.io/v1alpha1", "Application", "argocd", "checkout"), ("v1", "PersistentVolumeClaim", "shop", "data-db-0"),
            ("autoscaling/v2", "HorizontalPodAutoscaler", "shop", "checkout"),
        })
        {
            var metadata = space is null ? $$"""{"name": "{{name}}"}""" : $$"""{"name": "{{name}}", "namespace": "{{space}}"}""";
            cache.Put(ObjectReader.Read($$"""{"apiVersion": "{{apiVersion}}", "kind": "{{kind}}", "metadata": {{metadata}}}""")!);
        }

        return cache;
    }
}
