using AiSre.Clusters.History;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters.History;

public sealed class RecordedObjectsTests
{
    [Theory]
    [InlineData("""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "generation": 1, "uid": "1"}}""")]
    [InlineData("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "generation": 1, "uid": "1"}}""")]
    [InlineData("""{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a", "resourceVersion": "1"}}""")]
    [InlineData("""{"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "a", "generation": 1, "ownerReferences": [{"kind": "Deployment", "name": "b", "controller": true}]}}""")]
    [InlineData("""{"apiVersion": "example.org/v1", "kind": "Counter", "metadata": {"name": "a", "resourceVersion": "1"}}""")]
    public void Secrets_what_is_owned_and_what_changes_all_the_time_is_not_recorded(string json) => Assert.Null(RecordedObjects.ChangeKeyOf(ObjectReader.Read(json)!));

    [Fact]
    public void A_change_of_status_is_no_change()
    {
        static string? Key(string version, string status) => RecordedObjects.ChangeKeyOf(ObjectReader.Read(
            $$"""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "uid": "1", "generation": 4, "resourceVersion": "{{version}}"}, "status": {{status}} }""")!);

        Assert.Equal(Key("1", "{}"), Key("2", """{"replicas": 3}"""));
    }

    [Fact]
    public void An_application_changes_with_its_spec_and_the_commit_it_is_synced_to_but_not_with_each_write_of_its_status()
    {
        static string? Key(int generation, string path, string commit) => RecordedObjects.ChangeKeyOf(ObjectReader.Read($$"""
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "a", "namespace": "argocd", "generation": {{generation}} },
             "spec": {"source": {"path": "{{path}}"} }, "status": {"sync": {"revision": "{{commit}}"} } }
            """)!);

        Assert.Equal(Key(1, "a", "c1"), Key(2, "a", "c1"));
        Assert.NotEqual(Key(1, "a", "c1"), Key(1, "b", "c1"));
        Assert.NotEqual(Key(1, "a", "c1"), Key(1, "a", "c2"));
    }

    [Theory]
    [InlineData("""{"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}""", true)]
    [InlineData("""{"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}""", false)]
    [InlineData("""{"observedGeneration": 2, "replicas": 3, "updatedReplicas": 1, "availableReplicas": 2}""", false)]
    [InlineData("""{"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 1}""", false)]
    public void A_deployment_is_healthy_when_the_rollout_of_what_it_asks_for_is_complete(string status, bool isHealthy) =>
        Assert.Equal(isHealthy, RecordedObjects.IsHealthy(ObjectReader.Read(
            $$"""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "generation": 2}, "spec": {"replicas": 2}, "status": {{status}} }""")!));
}
