using System.Text.Json;
using AiSre.Clusters.History;

namespace AiSre.Tests.Clusters.History;

public sealed class FieldDiffTests
{
    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1.0}""", "")]
    [InlineData("""{"a": 1}""", """{"a": "1"}""", "a: 1 → 1")]
    [InlineData("""{"spec": {"containers": [{"name": "app", "image": "x:1"}, {"name": "side", "image": "y"}]}}""",
        """{"spec": {"containers": [{"name": "side", "image": "y"}, {"name": "app", "image": "x:2"}]}}""", "spec.containers[app].image: x:1 → x:2")]
    [InlineData("""{"env": [{"name": "A", "value": "1"}]}""", """{"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}""", "env[B].name: - → B|env[B].value: - → 2")]
    [InlineData("""{"a": {}}""", """{"a": {"env": [{"name": "B", "value": "2"}]}}""", "a.env[B].name: - → B|a.env[B].value: - → 2")]
    [InlineData("""{"args": ["a", "b"]}""", """{"args": ["a"]}""", "args[1]: b → -")]
    [InlineData("""{"limits": {"memory": "64Mi"}}""", """{"limits": {}}""", "limits.memory: 64Mi → -")]
    [InlineData("""{"labels": {"app.kubernetes.io/name": "a"}}""", """{"labels": {"app.kubernetes.io/name": "b"}}""", "labels[app.kubernetes.io/name]: a → b")]
    [InlineData("""{"a": {"b": 1}}""", """{"a": "text"}""", """a: {"b": 1} → text""")]
    [InlineData("""{"a": [], "b": null}""", """{"a": [], "b": null}""", "")]
    [InlineData("""{"ports": [{"containerPort": 80}]}""", """{"ports": [{"containerPort": 80, "name": "http"}]}""", "ports[80].name: - → http")]
    [InlineData("""{"list": [{"name": "a"}, {"name": "a"}]}""", """{"list": [{"name": "a"}, {"name": "b"}]}""", "list[1].name: a → b")]
    [InlineData("""{"containers": []}""", """{"containers": [{"name": "a", "image": "x", "resources": {}, "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}]}""",
        "containers[a].image: - → x|containers[a].name: - → a")]
    public void Fields_are_compared_and_items_of_lists_by_their_name(string before, string after, string changes)
    {
        var found = FieldDiff.Between(JsonDocument.Parse(before).RootElement, JsonDocument.Parse(after).RootElement);

        Assert.Equal(changes, string.Join('|', found.Select(change => $"{change.Path}: {change.Before ?? "-"} → {change.After ?? "-"}")));
    }
}
