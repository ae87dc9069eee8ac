using System.Text;
using System.Text.Json;
using AiSre.Clusters.History;
using FsCheck.Xunit;

namespace AiSre.Tests.Clusters.History;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void What_the_API_server_and_tools_add_is_left_out_and_keys_are_in_order() =>
        Assert.Equal(
            """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"team":"shop"},"name":"a"},"spec":{"replicas":2,"template":{}}}""",
            Text("""
                {"status": {"replicas": 1}, "spec": {"template": {}, "replicas": 2}, "kind": "Deployment", "apiVersion": "apps/v1",
                 "metadata": {"name": "a", "uid": "1", "generation": 7, "resourceVersion": "9", "creationTimestamp": "2026-01-01T00:00:00Z", "managedFields": [],
                              "annotations": {"deployment.kubernetes.io/revision": "3", "team": "shop", "kubectl.kubernetes.io/last-applied-configuration": "{}"}}}
                """));

    [Fact]
    public void A_ConfigMap_s_values_are_told_apart_but_not_kept()
    {
        var before = Text("""{"kind": "ConfigMap", "data": {"password": "hunter2", "mode": "a"}}""");
        var after = Text("""{"kind": "ConfigMap", "data": {"password": "hunter3", "mode": "a"}}""");

        Assert.DoesNotContain("hunter", before, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        var change = Assert.Single(FieldDiff.Between(JsonDocument.Parse(before).RootElement, JsonDocument.Parse(after).RootElement));
        Assert.Equal("data.password", change.Path);
        Assert.StartsWith("7 bytes, SHA-256 ", change.Before, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_object_in_another_order_has_the_same_hash() =>
        Assert.Equal(
            CanonicalJson.Hash(CanonicalJson.Of("""{"spec": {"a": 1, "b": [1, 2]}, "metadata": {"resourceVersion": "1"}}""")),
            CanonicalJson.Hash(CanonicalJson.Of("""{"metadata": {"resourceVersion": "2"}, "spec": {"b": [1, 2], "a": 1}}""")));

    [Property]
    public void What_is_compressed_comes_back(byte[] bytes) => Assert.Equal(bytes, CanonicalJson.Decompress(CanonicalJson.Compress(bytes)));

    private static string Text(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(json));
}
