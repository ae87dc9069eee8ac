using System.Text;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

/// <summary>Pods of one template share what they ask for; pods that differ in anything that a rule could read do not.</summary>
public sealed class SharedPodSpecTests
{
    [Fact]
    public void Pods_of_one_template_share_their_spec_and_keep_their_nodes()
    {
        var (first, second) = (Read(Spec("a1b2c", "node-1")), Read(Spec("x9y8z", "node-2")));

        Assert.Same(first.Spec.Containers, second.Spec.Containers);
        Assert.Same(first.Spec.Volumes, second.Spec.Volumes);
        Assert.Equal(("node-1", "node-2"), (first.Spec.NodeName, second.Spec.NodeName));
        Assert.Equal("config", Assert.Single(first.Spec.Volumes).Name);
    }

    [Theory]
    [InlineData("\"value\": \"kube-api-access-a1b2c\"", "\"value\": \"kube-api-access-x9y8z\"")]
    [InlineData("\"name\": \"config\", \"mountPath\"", "\"name\": \"confih\", \"mountPath\"")]
    [InlineData("\"image\": \"web:1\"", "\"image\": \"web:2\"")]
    [InlineData("\"containerPort\": 80", "\"containerPort\": 81")]
    [InlineData("\"args\": [\"a\", \"b\"]", "\"args\": [\"a\\\", \\\"b\"]")]
    [InlineData("\"args\": [\"a\", \"b\"]", "\"args\": [\"ab\", \"\"]")]
    [InlineData("\"hostNetwork\": false", "\"hostNetwork\": true")]
    [InlineData("\"configMap\": {\"name\": \"app\"}", "\"configMap\": {\"name\": \"kube-api-access-app\"}")]
    public void Pods_that_differ_do_not_share(string before, string after)
    {
        var spec = Spec("a1b2c", "node-1");
        Assert.Contains(before, spec, StringComparison.Ordinal);
        var (first, second) = (Read(spec), Read(spec.Replace(before, after, StringComparison.Ordinal)));

        Assert.NotSame(first.Spec, second.Spec);
        Assert.NotSame(first.Spec.Containers, second.Spec.Containers);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"nodeName\": 7, \"containers\": [{\"name\": \"app\"}]}")]
    [InlineData("{\"nodeName\": null}")]
    public void What_is_not_usual_is_read_as_it_is(string spec)
    {
        var (first, second) = (Read(spec), Read(spec));
        Assert.Equal(first.Spec.NodeName, second.Spec.NodeName);
        Assert.Equal(first.Spec.Containers.Select(container => container.Name), second.Spec.Containers.Select(container => container.Name));
    }

    [Fact]
    public void A_spec_of_any_length_is_read()
    {
        var environment = string.Join(", ", Enumerable.Range(0, 5000).Select(number => $$"""{"name": "N{{number}}", "value": "{{number}}"}"""));
        var pod = Read($$"""{"nodeName": "node-1", "containers": [{"name": "app", "env": [{{environment}}] }] }""");
        Assert.Equal(("node-1", 5000), (pod.Spec.NodeName, Assert.Single(pod.Spec.Containers).Env.Count));
    }

    private static string Spec(string token, string node) => $$"""
        {"volumes": [{"name": "config", "configMap": {"name": "app"} }, {"name": "kube-api-access-{{token}}", "projected": {"sources": []} }],
         "containers": [{"name": "app", "image": "web:1", "args": ["a", "b"], "ports": [{"containerPort": 80}],
           "env": [{"name": "X", "value": "kube-api-access-a1b2c"}],
           "volumeMounts": [{"name": "kube-api-access-{{token}}", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}, {"name": "config", "mountPath": "/etc/app"}]}],
         "hostNetwork": false, "nodeName": "{{node}}"}
        """;

    private static Pod Read(string spec)
    {
        var (_, items) = ObjectKinds.Pod.ReadPage(Encoding.UTF8.GetBytes($$$"""{"items": [{"metadata": {"name": "a"}, "spec": {{{spec}}}}]}"""));
        return Assert.IsType<Pod>(Assert.Single(items));
    }
}
