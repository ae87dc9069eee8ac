using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Tests.Runbooks.Operations;

/// <summary>The operations as runbooks write them.</summary>
public sealed class OperationTextsTests
{
    [Theory]
    [InlineData("set-resources: {limits: {memory: x1.5}, at-most: 2Gi}", "set the memory limit times 1.5 (at most 2Gi)")]
    [InlineData("set-resources: {container: app, requests: {cpu: 250m}, limits: {cpu: 1, memory: x2}, at-most: {memory: 1Gi}}", "set the cpu request to 250m and the cpu limit to 1 and the memory limit times 2 of container app (at most 1Gi)")]
    [InlineData("set-image: {tag: 1.4.2}", "set the image of the failing container to tag 1.4.2")]
    [InlineData("set-image: {container: app, tag: '1.10', digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}", "set the image of container app to tag 1.10 and digest sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("roll-back-image: {}", "roll the image of the failing container back to the one that was last well")]
    [InlineData("set-environment: {name: LEVEL, value: 'true'}", "set the environment variable LEVEL to true")]
    [InlineData("set-field: {path: spec.progressDeadlineSeconds, value: 600}", "set spec.progressDeadlineSeconds to 600")]
    [InlineData("set-field: {kind: Service, name: shop, path: 'metadata.annotations[example.com/a]', value: {a: [1, 'x']}}", "set metadata.annotations[example.com/a] of Service shop to {\"a\":[1,\"x\"]}")]
    [InlineData("remove-field: {path: 'spec.template.spec.containers[app].lifecycle'}", "remove spec.template.spec.containers[app].lifecycle")]
    [InlineData("scale: {replicas: 3}", "scale to 3 replicas")]
    [InlineData("scale: {replicas: +2, at-most: 6}", "scale by +2 (from 1 to 6 replicas)")]
    [InlineData("set-autoscaler-bounds: {min: 2, max: 8}", "set the autoscaler's minimum to 2 and maximum to 8")]
    [InlineData("fix-probe: {probe: readiness, path: /ready, port: http, timeout: 5}", "give the readiness probe path /ready, port http, timeoutSeconds 5")]
    [InlineData("fix-reference: {kind: ConfigMap}", "correct the name of the ConfigMap to the one that exists")]
    [InlineData("fix-reference: {kind: StorageClass, name: fsat}", "correct the name of the StorageClass fsat to the one that exists")]
    [InlineData("fix-reference: {kind: ServicePort}", "correct the port to the one that exists")]
    [InlineData("fix-reference: {kind: ConfigMapKey, name: LEVLE, of: settings}", "correct the key LEVLE of ConfigMap settings to the one that exists")]
    [InlineData("pin-target-revision: {revision: v1.4.1}", "pin the application to revision v1.4.1")]
    [InlineData("pin-target-revision: {revision: last-healthy, source: apps/shop}", "pin the application's source apps/shop to the revision that was last well")]
    [InlineData("revert-commit: {}", "revert the commit that brought the fault (at most 10 files)")]
    [InlineData("revert-commit: {whole: true, at-most-files: 1}", "revert all of the commit that brought the fault (at most 1 file)")]
    [InlineData("set-storage-class: {name: fast}", "set the storage class to fast")]
    [InlineData("set-storage-class: {template: data}", "set the storage class of the claims data to the one that exists")]
    [InlineData("add-toleration: {key: dedicated, value: gpu, effect: NoSchedule}", "tolerate the taint dedicated=gpu:NoSchedule")]
    [InlineData("set-node-selector: {kubernetes.io/arch: amd64}", "choose nodes with kubernetes.io/arch=amd64")]
    [InlineData("add-image-pull-secret: {name: mirror-login}", "add the image pull secret mirror-login")]
    public void An_operation_says_what_it_does(string text, string summary)
    {
        var result = RunbookParser.Parse(RunbookTexts.With("a", $"symptom: {{cause: Unknown}}\nsolution:\n- {text}"));

        Assert.Empty(result.Errors);
        Assert.Equal(summary, result.Runbook!.Solution!.Summary);
    }

    [Theory]
    [InlineData("set-resources: {limits: {memory: x1.5}}", 18, "memory is multiplied without an end; name the most that is allowed, such as 'at-most: {memory: 2Gi}'")]
    [InlineData("set-resources: {container: app}", 18, "names neither 'requests' nor 'limits'; allowed is at least one resource")]
    [InlineData("set-resources: {limits: {memory: 64 Mi}}", 27, "'64 Mi' is no amount of memory; allowed is a quantity such as 512Mi or 250m, or a factor from x0.1 to x10")]
    [InlineData("set-resources: {limits: {memory: x20}, at-most: 2Gi}", 27, "'x20' is no amount of memory")]
    [InlineData("set-resources: {limits: {ram: 1Gi}}", 27, "'ram' is not a resource; allowed: cpu, memory, ephemeral-storage")]
    [InlineData("set-resources: {limits: {memory: 4Gi}, at-most: 2Gi}", 27, "4Gi of memory is more than 'at-most' allows (2Gi)")]
    [InlineData("set-resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}", 52, "the limit of memory (1Gi) is below its request (2Gi)")]
    [InlineData("set-resources: {limits: {memory: x2, cpu: x2}, at-most: 2Gi}", 59, "'2Gi' does not say of which resource")]
    [InlineData("set-resources: {limits: {memory: x2}, at-most: {cpu: 1}}", 50, "'cpu' is not changed")]
    [InlineData("set-image: {container: app}", 14, "names neither 'tag' nor 'digest'")]
    [InlineData("set-image: {tag: 'a b'}", 20, "'a b' is not a tag")]
    [InlineData("set-image: {digest: abc}", 23, "'abc' is not a digest; allowed is sha256: with 64 hexadecimal digits")]
    [InlineData("set-environment: {name: 1A, value: b}", 27, "'1A' is not the name of an environment variable")]
    [InlineData("set-environment: {name: A}", 20, "'set-environment.value' is missing")]
    [InlineData("set-field: {path: metadata.name, value: b}", 21, "'metadata.name' says what an object is; allowed are its spec or data")]
    [InlineData("set-field: {path: 'spec.template.spec.containers[app].image', value: b}", 21, "is an image; allowed are set-image, roll-back-image and override-image-registry")]
    [InlineData("set-field: {kind: Secret, name: a, path: data.b, value: c}", 21, "a runbook may not change a Secret")]
    [InlineData("set-field: {kind: ClusterRole, name: a, path: rules, value: c}", 21, "a runbook may not change a ClusterRole")]
    [InlineData("remove-field: {kind: Namespace, name: a, path: spec.finalizers}", 24, "a runbook may not change a Namespace")]
    [InlineData("remove-field: {kind: Service, path: spec.a}", 24, "'kind' and 'name' go together")]
    [InlineData("set-field: {path: spec.a}", 14, "'set-field.value' is missing")]
    [InlineData("scale: {replicas: many}", 21, "'many' is no number of replicas; allowed are 0 to 1000")]
    [InlineData("scale: {replicas: +1}", 10, "the replicas change without an end; name 'at-most'")]
    [InlineData("scale: {replicas: 9, at-most: 5}", 21, "allowed are 1 to 5")]
    [InlineData("set-autoscaler-bounds: {min: 0}", 32, "'0' is not a value of 'set-autoscaler-bounds.min'; allowed are whole numbers from 1 to 1000")]
    [InlineData("set-autoscaler-bounds: {min: 5, max: 2}", 40, "the maximum (2) is below the minimum (5)")]
    [InlineData("fix-probe: {probe: lively, timeout: 5}", 22, "'lively' is not a probe; allowed: liveness, readiness, startup")]
    [InlineData("fix-probe: {probe: liveness}", 22, "'fix-probe' changes nothing")]
    [InlineData("fix-probe: {probe: liveness, port: 70000}", 38, "'70000' is not a port")]
    [InlineData("fix-probe: {probe: liveness, success-threshold: 2}", 51, "allowed is 1")]
    [InlineData("fix-reference: {kind: Node}", 25, "'Node' is not a kind whose name can be corrected; allowed: ConfigMap, Secret, ServiceAccount, PersistentVolumeClaim, Service, StorageClass, PriorityClass, IngressClass, ConfigMapKey, SecretKey, ServicePort")]
    [InlineData("fix-reference: {kind: Service, of: a}", 34, "the key 'of' is not known in 'fix-reference'; allowed: kind, name")]
    [InlineData("fix-reference: {kind: SecretKey, off: a}", 36, "the key 'off' is not known in 'fix-reference'; allowed: kind, name, of")]
    [InlineData("set-storage-class: {name: Fast Disk}", 29, "'Fast Disk' is not the name of a StorageClass; allowed are a-z, 0-9, dashes and dots")]
    [InlineData("pin-target-revision: {revision: HEAD}", 35, "'HEAD' is no fixed revision; allowed are a tag, a commit, or last-healthy")]
    [InlineData("pin-target-revision: {revision: a..b}", 35, "'a..b' is no fixed revision")]
    [InlineData("pin-target-revision: {source: apps}", 24, "'pin-target-revision.revision' is missing; it is required")]
    [InlineData("revert-commit: {whole: 1}", 26, "'1' is not a value of 'revert-commit.whole'; allowed are true and false")]
    [InlineData("revert-commit: {at-most-files: 500}", 34, "'500' is not a value of 'revert-commit.at-most-files'; allowed are whole numbers from 1 to 100")]
    [InlineData("revert-commit: {}\n- scale: {replicas: 2}", 3, "'revert-commit' stands beside other operations; allowed is it alone")]
    [InlineData("set-storage-class: {claim: data}", 23, "the key 'claim' is not known in 'set-storage-class'; allowed: name, template")]
    [InlineData("add-toleration: {key: a, effect: Never}", 36, "'Never' is not an effect; allowed: NoSchedule, PreferNoSchedule, NoExecute")]
    [InlineData("set-node-selector: {}", 22, "names no label")]
    [InlineData("add-image-pull-secret: {name: A_B}", 33, "'A_B' is not the name of a Secret")]
    public void A_mistake_says_what_is_wrong_and_what_is_allowed(string text, int column, string message)
    {
        var error = Assert.Single(RunbookParser.Parse(RunbookTexts.With("a", $"symptom: {{cause: Unknown}}\nsolution:\n- {text}")).Errors);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((7, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("512Mi", 1.5, "768Mi")]
    [InlineData("1Gi", 1.5, "1536Mi")]
    [InlineData("1.5Gi", 2, "3Gi")]
    [InlineData("1Gi", 1.33, "1362Mi")]
    [InlineData("500M", 1.5, "750M")]
    [InlineData("1G", 1.1, "1100M")]
    [InlineData("134217728", 1.5, "201326592")]
    [InlineData("1Ki", 0.3, "308")]
    [InlineData("3", 1.5, "5")]
    [InlineData("1e3", 2, "2000")]
    public void Bytes_are_multiplied_exactly_and_rounded_up(string text, double factor, string expected) => Multiplied(text, (decimal)factor, isDivisible: false, expected);

    [Theory]
    [InlineData("250m", 1.5, "375m")]
    [InlineData("333m", 1.5, "500m")]
    [InlineData("1", 1.5, "1500m")]
    [InlineData("0.5", 1.5, "750m")]
    [InlineData("2", 2, "4")]
    public void Cores_are_multiplied_in_thousandths(string text, double factor, string expected) => Multiplied(text, (decimal)factor, isDivisible: true, expected);

    [Theory]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1M", "1000k")]
    [InlineData("2E3", "2000")]
    public void The_same_amount_has_several_spellings(string left, string right)
    {
        Assert.True(ResourceQuantity.TryParse(left, out var one));
        Assert.True(ResourceQuantity.TryParse(right, out var other));
        Assert.Equal(one.Value, other.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("Mi")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("99999999999999999999E")]
    public void What_is_no_quantity_is_none(string text) => Assert.False(ResourceQuantity.TryParse(text, out _));

    [Fact]
    public void The_container_is_the_one_that_is_named_or_fails_or_is_the_only_one()
    {
        var facts = new WorkloadFacts(new ObjectRef("apps/v1", "Deployment", "shop", "checkout"), ["app", "proxy"]) { Failing = ["proxy"] };

        Assert.Equal("app", facts.Choose("app"));
        Assert.Equal("proxy", facts.Choose(null));
        Assert.Equal("app", (facts with { Containers = ["app"] }).Choose(null));
        Assert.Contains("no container web, only app, proxy", Assert.Throws<OperationRefusedException>(() => facts.Choose("web")).Message, StringComparison.Ordinal);
        Assert.Contains("name none of them", Assert.Throws<OperationRefusedException>(() => (facts with { Failing = [] }).Choose(null)).Message, StringComparison.Ordinal);
        Assert.Contains("about 2 containers", Assert.Throws<OperationRefusedException>(() => (facts with { Failing = ["app", "proxy"] }).Choose(null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec.template.spec.containers[app].image", "spec", "template", "spec", "containers", "app", "image")]
    [InlineData("metadata.annotations[example.com/a]", "metadata", "annotations", "example.com/a")]
    public void A_path_is_read_and_written_the_same(string text, params string[] steps)
    {
        var path = FieldPath.Parse(text);

        Assert.Equal(steps, path.Steps);
        Assert.Equal(text, path.ToString());
    }

    [Fact]
    public void A_value_is_typed_as_yaml_types_it()
    {
        var solution = RunbookParser.Parse(RunbookTexts.With("a", "symptom: {cause: Unknown}\nsolution:\n- set-field: {path: spec.a, value: [1, '1', true, 1.5, ~, {b: c}]}")).Runbook!.Solution!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[1, "1", true, 1.5, null, {"b": "c"}]"""), Assert.IsType<SetField>(Assert.Single(solution.Operations)).Value));
    }

    private static void Multiplied(string text, decimal factor, bool isDivisible, string expected)
    {
        Assert.True(ResourceQuantity.TryParse(text, out var quantity));
        Assert.Equal(expected, quantity.Times(factor, isDivisible).Text);
    }
}
