using System.Text.Json;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters.History;

/// <summary>What a Deployment's ReplicaSets tell of the time before anybody recorded it.</summary>
public sealed class RolloutHistoryTests
{
    [Theory]
    [InlineData("the one before, whose pods still run", "1:a:0 2:b:2 3:c:0", "2→3 well b→c")]
    [InlineData("the last that is well, over one that never was", "1:a:2 2:b:0 3:c:0", "1→3 well a→c")]
    [InlineData("none runs any more: the one before", "1:a:0 2:b:0 3:c:0", "2→3 perhaps b→c")]
    [InlineData("revisions are numbers", "9:a:1 10:b:0", "9→10 well a→b")]
    [InlineData("one that was scaled only is the same", "1:a:1 2:a:0", "1→2 well ")]
    [InlineData("there is only one", "1:a:0", "-")]
    public void The_newest_is_compared_with_the_last_that_was_well(string why, string sets, string expected)
    {
        var changes = RolloutHistory.ChangesOf(Deployment("ProgressDeadlineExceeded"), Sets(sets));

        Assert.Equal(expected, changes is null ? "-" : $"{changes.Rollout!.From}→{changes.Rollout.To} {(changes.Rollout.IsKnownWell ? "well" : "perhaps")} {string.Join(',', changes.Changes.Select(Words))}");
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_revision_that_was_complete_once_has_not_changed_since()
    {
        var changes = RolloutHistory.ChangesOf(Deployment("NewReplicaSetAvailable"), Sets("1:a:0 2:b:0"))!;

        Assert.Equal((true, 0), (changes.IsComparable, changes.Changes.Length));
    }

    [Fact]
    public void ReplicaSets_of_others_do_not_count() =>
        Assert.Null(RolloutHistory.ChangesOf(Deployment("", "cart"), Sets("1:a:1 2:b:0")));

    [Fact]
    public void Scaled_to_zero_nothing_is_to_be_well() =>
        Assert.Null(RolloutHistory.ChangesOf(Deployment("") with { Spec = new() { Replicas = 0 } }, Sets("1:a:0 2:b:0")));

    private static string Words(DatedChange change) =>
        change.Field.Path == "spec.template.spec.containers[app].image" ? $"{change.Field.Before}→{change.Field.After}" : change.Field.Path;

    private static Deployment Deployment(string progress, string name = "checkout") => new()
    {
        Metadata = new() { Name = name, Namespace = "shop", Uid = "1" },
        Spec = new() { Replicas = 2 },
        Status = new() { Conditions = [new() { Type = "Progressing", Status = progress == "NewReplicaSetAvailable" ? "True" : "False", Reason = progress }] },
    };

    private static IEnumerable<(ReplicaSet, JsonElement)> Sets(string text) => text.Split(' ').Select(one => one.Split(':')).Select(parts =>
    {
        var json = JsonSerializer.Deserialize<JsonElement>($$"""
            {
              "apiVersion": "apps/v1", "kind": "ReplicaSet",
              "metadata": {
                "name": "checkout-{{parts[0]}}", "namespace": "shop", "creationTimestamp": "2026-03-01T12:00:00Z",
                "annotations": {"deployment.kubernetes.io/revision": "{{parts[0]}}"},
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "checkout", "uid": "1", "controller": true}]
              },
              "spec": {"template": {
                "metadata": {"labels": {"app": "checkout", "pod-template-hash": "{{parts[0]}}"} },
                "spec": {"containers": [{"name": "app", "image": "{{parts[1]}}"}] }
              } },
              "status": {"availableReplicas": {{parts[2]}} }
            }
            """);
        return ((ReplicaSet)ObjectReader.Read(json)!, json);
    });
}
