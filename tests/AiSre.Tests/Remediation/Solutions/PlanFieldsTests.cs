using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>From the operations of a runbook to files, where one file declares the object.</summary>
public sealed class PlanFieldsTests
{
    private const string File = "apps/checkout/deployment.yaml";
    private readonly Planning _planning = new();

    [Fact]
    public async Task A_limit_is_raised_in_its_line_and_nothing_else_changes()
    {
        Declare("          resources:\n            limits:\n              memory: 64Mi  # measured in May\n");
        _planning.Solve("set-resources: {limits: {memory: x1.5}, at-most: 1Gi}");

        var change = await _planning.ChangeAsync(Live("64Mi"));

        Assert.Equal(change.Before.Replace("64Mi ", "96Mi ", StringComparison.Ordinal), change.After);
        Assert.Equal([$"{File}: spec.template.spec.containers[app].resources.limits.memory: 64Mi → 96Mi"], change.Edits);
    }

    [Theory]
    [InlineData("", "          resources:\n            limits:\n              memory: 96Mi\n            requests:\n              memory: 32Mi\n")]
    [InlineData("          resources: {}\n", "          resources: {limits: {memory: 96Mi}, requests: {memory: 32Mi}}\n")]
    [InlineData("          resources:\n            limits: {cpu: 1}\n", "          resources:\n            limits: {cpu: 1, memory: 96Mi}\n            requests:\n              memory: 32Mi\n")]
    public async Task What_a_container_lacks_is_added(string before, string after)
    {
        Declare(before);
        _planning.Solve("set-resources: {limits: {memory: 96Mi}}", "set-resources: {requests: {memory: 32Mi}}");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Deployment(after), change.After);
    }

    [Theory]
    [InlineData("x4", "64Mi", "128Mi")]
    [InlineData("x1.5", "100Mi", "128Mi")]
    [InlineData("x0.5", "64Mi", "32Mi")]
    public async Task A_multiple_ends_at_the_ceiling(string factor, string before, string after)
    {
        Declare($"          resources: {{limits: {{memory: {before}}}}}\n");
        _planning.Solve($"set-resources: {{limits: {{memory: {factor}}}, at-most: 128Mi}}");

        Assert.Equal(Deployment($"          resources: {{limits: {{memory: {after}}}}}\n"), (await _planning.ChangeAsync(Live(before))).After);
    }

    [Fact]
    public async Task At_the_ceiling_a_multiple_is_refused()
    {
        Declare("          resources: {limits: {memory: 128Mi}}\n");
        _planning.Solve("set-resources: {limits: {memory: x2}, at-most: 128Mi}");

        Assert.Equal(
            "The runbook allows at most 128Mi, and the memory limit of Deployment/shop/checkout is 128Mi already; find out what needs that much, or raise 'at-most' in the runbook.",
            await _planning.RefusalAsync(Live("128Mi")));
    }

    [Fact]
    public async Task A_limit_below_the_request_is_refused()
    {
        Declare("          resources: {requests: {memory: 512Mi}, limits: {memory: 1Gi}}\n");
        _planning.Solve("set-resources: {limits: {memory: 256Mi}}");

        Assert.Contains("would ask for 512Mi of memory and be allowed only 256Mi", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_can_be_multiplied_where_nothing_is_set()
    {
        Declare("");
        _planning.Solve("set-resources: {limits: {memory: x2}, at-most: 1Gi}");

        Assert.Contains("There is nothing to multiply, since the memory limit of Deployment/shop/checkout is not set", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-resources: {limits: {memory: x1.5}, at-most: 1Gi}", "128Mi")]
    [InlineData("set-resources: {limits: {memory: 1024Ki}}", "1Mi")]
    [InlineData("set-resources: {limits: {memory: 1Gi}}", "1024Mi")]
    public async Task What_the_branch_says_already_is_no_change(string operation, string declared)
    {
        Declare($"          resources: {{limits: {{memory: {declared}}}}}\n");
        _planning.Solve(operation);

        var nothing = Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync(Live("64Mi")));

        Assert.StartsWith($"Already fixed on the branch: {File} gives spec.template.spec.containers[app].resources.limits.memory of Deployment/shop/checkout the value", nothing.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("; sync argocd/shop so that the cluster follows.", nothing.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_the_cluster_has_otherwise_is_not_overwritten()
    {
        Declare("          resources: {limits: {memory: 80Mi}}\n");
        _planning.Solve("set-resources: {limits: {memory: x2}, at-most: 1Gi}");

        Assert.Equal(
            $"spec.template.spec.containers[app].resources.limits.memory of Deployment/shop/checkout is 64Mi on the cluster, but {File} at commit 0123456 says 80Mi; sync argocd/shop, or undo the change that was made by hand, and then try again.",
            await _planning.RefusalAsync(Live("64Mi")));
    }

    [Theory]
    [InlineData("          env:\n            - name: LEVEL\n              value: info  # for now\n", "          env:\n            - name: LEVEL\n              value: debug  # for now\n")]
    [InlineData("          env:\n            - name: OTHER\n              value: \"1\"\n", "          env:\n            - name: OTHER\n              value: \"1\"\n            - name: LEVEL\n              value: debug\n")]
    [InlineData("          env: []\n", "          env: [{name: LEVEL, value: debug}]\n")]
    [InlineData("          env:\n", "          env:\n            - name: LEVEL\n              value: debug\n")]
    [InlineData("", "          env:\n            - name: LEVEL\n              value: debug\n")]
    [InlineData("          env:\n            - name: LEVEL\n", "          env:\n            - name: LEVEL\n              value: debug\n")]
    public async Task An_environment_variable_is_set_or_added(string before, string after)
    {
        Declare(before);
        _planning.Solve("set-environment: {name: LEVEL, value: debug}");

        Assert.Equal(Deployment(after), (await _planning.ChangeAsync()).After);
    }

    [Fact]
    public async Task A_text_that_looks_like_a_number_stays_a_text()
    {
        Declare("          env: [{name: RETRIES, value: '3'}]\n");
        _planning.Solve("set-environment: {name: RETRIES, value: 5}", "set-environment: {name: VERBOSE, value: true}");

        Assert.Equal(Deployment("          env: [{name: RETRIES, value: '5'}, {name: VERBOSE, value: \"true\"}]\n"), (await _planning.ChangeAsync()).After);
    }

    [Fact]
    public async Task A_variable_that_takes_its_value_from_elsewhere_is_refused()
    {
        Declare("          env:\n            - name: LEVEL\n              valueFrom: {configMapKeyRef: {name: settings, key: level}}\n");
        _planning.Solve("set-environment: {name: LEVEL, value: debug}");

        Assert.Contains("takes its value from elsewhere", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-field: {path: spec.progressDeadlineSeconds, value: 600}", "  progressDeadlineSeconds: 600\n")]
    [InlineData("set-field: {path: spec.strategy, value: {type: Recreate}}", "  strategy:\n    type: Recreate\n")]
    [InlineData("scale: {replicas: 3}", "  replicas: 3\n")]
    [InlineData("scale: {replicas: +4, at-most: 4}", "  replicas: 4\n")]
    public async Task A_field_of_the_workload_is_added_behind_the_others(string operation, string added)
    {
        Declare("");
        _planning.Solve(operation);

        Assert.Equal(Deployment("") + added, (await _planning.ChangeAsync()).After);
    }

    [Theory]
    [InlineData("add-toleration: {key: gpu, effect: NoSchedule}", "      tolerations:\n        - key: gpu\n          operator: Exists\n          effect: NoSchedule\n")]
    [InlineData("set-node-selector: {kubernetes.io/arch: amd64}", "      nodeSelector:\n        kubernetes.io/arch: amd64\n")]
    [InlineData("add-image-pull-secret: {name: mirror}", "      imagePullSecrets:\n        - name: mirror\n")]
    public async Task A_field_of_the_pods_is_added_behind_the_others(string operation, string added)
    {
        Declare("");
        _planning.Solve(operation);
        var change = await _planning.ChangeAsync();

        Assert.Equal(Deployment("") + added, change.After);

        _planning.Tree[File] = change.After;
        Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync());
    }

    [Fact]
    public async Task A_probe_is_corrected_where_it_is()
    {
        Declare("          readinessProbe:\n            httpGet:\n              path: /health\n              port: 80\n");
        _planning.Solve("fix-probe: {probe: readiness, path: /ready, port: 8080, timeout: 5}");

        Assert.Equal(
            Deployment("          readinessProbe:\n            httpGet:\n              path: /ready\n              port: 8080\n            timeoutSeconds: 5\n"),
            (await _planning.ChangeAsync()).After);
    }

    [Theory]
    [InlineData("", "Git declares no readiness probe")]
    [InlineData("          readinessProbe: {exec: {command: [true]}}\n", "does not ask over HTTP")]
    public async Task A_probe_that_is_not_there_is_not_invented(string declared, string why)
    {
        Declare(declared);
        _planning.Solve("fix-probe: {probe: readiness, path: /ready}");

        Assert.Contains(why, await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_is_removed()
    {
        Declare("          workingDir: /tmp\n          stdin: true\n");
        _planning.Solve("remove-field: {path: 'spec.template.spec.containers[app].workingDir'}");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Deployment("          stdin: true\n"), change.After);
        _planning.Tree[File] = change.After;
        Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync());
    }

    [Fact]
    public async Task Several_operations_are_one_change()
    {
        Declare("          resources: {limits: {memory: 64Mi}}\n");
        _planning.Solve("set-resources: {limits: {memory: 128Mi}}", "set-environment: {name: HEAP, value: 100m}", "set-image: {tag: 1.5.0}");

        var change = await _planning.ChangeAsync();

        Assert.Equal(
            Deployment("          resources: {limits: {memory: 128Mi}}\n          env:\n            - name: HEAP\n              value: 100m\n").Replace(":1.4.2", ":1.5.0", StringComparison.Ordinal),
            change.After);
        Assert.Equal(3, change.Edits.Length);
    }

    [Fact]
    public async Task Two_operations_that_want_different_things_are_refused()
    {
        Declare("");
        _planning.Solve("set-environment: {name: A, value: 1}", "set-environment: {name: A, value: 2}");

        Assert.Contains("wants two things of spec.template.spec.containers[app].env[A].value", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bounds_are_those_of_the_autoscaler_of_the_workload()
    {
        Declare("");
        _planning.Tree["apps/checkout/hpa.yaml"] = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: any\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}\n  maxReplicas: 3\n";
        _planning.Solve("set-autoscaler-bounds: {min: 2, max: 6}");

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace("maxReplicas: 3\n", "maxReplicas: 6\n  minReplicas: 2\n", StringComparison.Ordinal), change.After);
        _planning.Solve("scale: {replicas: 5}");
        Assert.Contains("is scaled by HorizontalPodAutoscaler any, which would undo it; use set-autoscaler-bounds", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_maximum_below_the_minimum_is_refused()
    {
        Declare("");
        _planning.Tree["apps/checkout/hpa.yaml"] = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: any}\nspec: {scaleTargetRef: {kind: Deployment, name: checkout}, minReplicas: 4, maxReplicas: 9}\n";
        _planning.Solve("set-autoscaler-bounds: {max: 3}");

        Assert.Contains("a maximum of 3 and a minimum of 4", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_object_of_the_application_is_named_by_kind_and_name()
    {
        Declare("");
        _planning.Tree["apps/checkout/service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata:\n  name: checkout\nspec:\n  ports:\n    - port: 80\n      targetPort: 8080\n";
        _planning.Solve("set-field: {kind: Service, name: checkout, path: 'spec.ports[80].targetPort', value: http}");

        Assert.Contains("      targetPort: http\n", (await _planning.ChangeAsync()).After, StringComparison.Ordinal);
        _planning.Solve("set-field: {kind: Service, name: shop, path: spec.type, value: ClusterIP}");
        Assert.Contains("declares no Service shop", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("          envFrom:\n            - configMapRef: {name: setings}\n", "          envFrom:\n            - configMapRef: {name: settings}\n")]
    [InlineData("          env:\n            - {name: A, valueFrom: {configMapKeyRef: {name: setings, key: setings}}}\n", "          env:\n            - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: setings}}}\n")]
    [InlineData("      volumes:\n        - name: setings\n          configMap: {name: setings}\n", "      volumes:\n        - name: setings\n          configMap: {name: settings}\n")]
    public async Task A_reference_gets_the_one_name_that_is_nearly_the_same(string before, string after)
    {
        Declare(before);
        _planning.Solve("fix-reference: {kind: ConfigMap}");

        Assert.Equal(Deployment(after), (await _planning.ChangeAsync(Missing("setings", "settings", "other"))).After);
        Declare(after);
        Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync(Missing("setings", "settings", "other")));
    }

    [Theory]
    [InlineData("could be setting1 or settings", "setting1", "settings")]
    [InlineData("No ConfigMap with a name like setings exists", "configuration")]
    [InlineData("refers to exists", "setings")]
    public async Task A_name_that_could_be_none_or_several_is_refused(string why, params string[] existing)
    {
        Declare("          envFrom:\n            - configMapRef: {name: setings}\n");
        _planning.Solve("fix-reference: {kind: ConfigMap}");

        Assert.Contains(why, await _planning.RefusalAsync(Missing("setings", existing)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Git_declares_exists_too()
    {
        Declare("          envFrom:\n            - secretRef: {name: shop_login}\n");
        _planning.Tree["apps/checkout/secret.yaml"] = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: shop-login}\n";
        _planning.Solve("fix-reference: {kind: Secret, name: shop_login}");

        Assert.Contains("secretRef: {name: shop-login}", (await _planning.ChangeAsync()).After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-field: {path: 'spec.template.spec.containers[app].ports[web].containerPort', value: 80}")]
    [InlineData("set-field: {path: 'spec.template.spec.containers[app].volumeMounts[data].readOnly', value: true}")]
    public async Task An_item_of_a_list_that_has_no_key_is_not_invented(string operation)
    {
        Declare("");
        _planning.Solve(operation);

        Assert.Contains("AiSre adds no items to the list", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-image: {tag: 1.4.1}", "registry-a.example/shop/checkout:1.4.1")]
    [InlineData("set-image: {tag: 1.4.1, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}", "registry-a.example/shop/checkout:1.4.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("roll-back-image: {}", "registry-a.example/shop/checkout:1.4.0")]
    public async Task An_image_is_set_or_rolled_back(string operation, string image)
    {
        Declare("");
        _planning.Solve(operation);

        var change = await _planning.ChangeAsync(_planning.Target() with { ImagesBefore = ImmutableDictionary<string, string>.Empty.Add("app", "registry-a.example/shop/checkout:1.4.0") });

        Assert.Equal(Deployment("").Replace(Planning.Image, image, StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task Without_a_healthy_image_there_is_nothing_to_roll_back_to()
    {
        Declare("");
        _planning.Solve("roll-back-image: {}");

        Assert.Contains("No other image is known with which the container app of Deployment/shop/checkout was well", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_is_rolled_back_too()
    {
        const string broken = "registry-a.example/shop/checkout:v1:1.4.2";
        _planning.Tree[File] = Planning.Deployment("checkout", broken);
        var target = _planning.Target("checkout", ("app", broken)) with { ImagesBefore = ImmutableDictionary<string, string>.Empty.Add("app", Planning.Image) };

        _planning.Solve("roll-back-image: {}");
        Assert.Equal(Planning.Deployment("checkout"), (await _planning.ChangeAsync(target)).After);

        _planning.Solve("set-image: {tag: 1.4.1}");
        Assert.Contains("is no image reference, so its name cannot be kept", await _planning.RefusalAsync(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_used_elsewhere_too_is_refused()
    {
        Declare("          resources: &small\n            limits: {memory: 64Mi}\n        - name: proxy\n          image: proxy:1\n          resources: *small\n");
        _planning.Solve("set-resources: {container: app, limits: {memory: 128Mi}}");

        Assert.Contains("anchored as &small", await _planning.RefusalAsync(_planning.Target("checkout", ("app", Planning.Image), ("proxy", "proxy:1"))), StringComparison.Ordinal);
    }

    private static string Deployment(string container) => Planning.Deployment("checkout") + container;

    private void Declare(string container) => _planning.Tree[File] = Deployment(container);

    private SolutionTarget Missing(string name, params string[] existing) => _planning.Target() with
    {
        Missing = [name],
        Existing = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("ConfigMap", [.. existing]),
    };

    private SolutionTarget Live(string memory) => _planning.Target() with
    {
        Live = JsonSerializer.SerializeToElement(new
        {
            spec = new { template = new { spec = new { containers = new object[] { new { name = "app", resources = new { limits = new { memory } } } } } } },
        }),
    };
}
