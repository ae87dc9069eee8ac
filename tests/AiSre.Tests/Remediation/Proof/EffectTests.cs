using AiSre.Clusters.Objects;
using AiSre.Incidents;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.Effects;
using AiSre.Remediation.Proposals;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Proof;

/// <summary>What each check of effects says about one change of one manifest.</summary>
public sealed class EffectTests : IDisposable
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: checkout}
        spec:
          replicas: 3
          template:
            metadata: {labels: {app: checkout}}
            spec:
              containers:
              - name: app
                image: registry-a.example/shop/checkout:1.4.2
                ports: [{name: http, containerPort: 8080}]
                # more

        """;

    private const string Node = """
        apiVersion: v1
        kind: Node
        metadata: {name: worker-1, labels: {arch: amd64}}
        spec: {}
        status:
          allocatable: {cpu: "4", memory: 8Gi}
          conditions: [{type: Ready, status: "True"}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: worker-2, labels: {arch: arm64}}
        spec: {taints: [{key: pool, value: batch, effect: NoSchedule}]}
        status:
          allocatable: {cpu: "32", memory: 64Gi}
          conditions: [{type: Ready, status: "True"}]
        """;

    private readonly Proving _proving = new();

    public void Dispose() => _proving.Dispose();

    [Theory]
    [InlineData("256Mi", "512Mi", ProofState.Proven, "The memory limit of container app of Deployment/shop/checkout would be 512Mi, above the 256Mi at which it was ended for want of memory; how much it needs at its peak is not known.")]
    [InlineData("256Mi", "256M", ProofState.Refuted, "The memory limit of container app of Deployment/shop/checkout would be 256M, and it was ended for want of memory at 256Mi.")]
    [InlineData("256Mi", "much", ProofState.Refuted, "The memory limit of container app of Deployment/shop/checkout would be much, which is no quantity.")]
    public async Task A_memory_limit_is_held_against_the_one_that_did_not_do(string before, string after, ProofState state, string sentence)
    {
        Kept("""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "checkout-5d5-x", "namespace": "shop", "labels": {"pod-template-hash": "5d5"},
             "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "checkout-5d5", "controller": true}]},
             "spec": {"containers": [{"name": "app", "resources": {"limits": {"memory": "256Mi"}}}]},
             "status": {"containerStatuses": [{"name": "app", "lastState": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}]}}
            """);
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new LimitCheck(), Limited(before), Limited(after))));
    }

    [Theory]
    [InlineData("cpu: 1", "cpu: 2", ProofState.Proven, "The cpu limit of container app of Deployment/shop/checkout is raised from 1 to 2.")]
    [InlineData("cpu: 1", "cpu: 500m", ProofState.Unproven, "The cpu limit of container app of Deployment/shop/checkout would be 500m (now 1), and how much it needs at its peak is not known.")]
    [InlineData("cpu: 1", "", ProofState.Unproven, "The cpu limit of container app of Deployment/shop/checkout goes away (1); whether the namespace sets one instead is not known.")]
    [InlineData("cpu: 1", "cpu: 1, memory: 64Mi", ProofState.Unproven, "The memory limit of container app of Deployment/shop/checkout would be 64Mi (there is none now), and how much it needs at its peak is not known.")]
    public async Task A_limit_of_which_nothing_is_known_is_proven_only_when_it_is_raised(string before, string after, ProofState state, string sentence) =>
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new LimitCheck(), More($"resources: {{limits: {{{before}}}}}"), More($"resources: {{limits: {{{after}}}}}"))));

    [Theory]
    [InlineData("configMapKeyRef: {name: settings, key: LEVEL}", ProofState.Proven, "ConfigMap/shop/settings has the key LEVEL, which Deployment/shop/checkout names.")]
    [InlineData("configMapKeyRef: {name: settings, key: LEVLE}", ProofState.Refuted, "ConfigMap/shop/settings has no key LEVLE, which Deployment/shop/checkout names (it has LEVEL, file.yaml); add it, or correct the name.")]
    [InlineData("configMapKeyRef: {name: setings, key: LEVEL}", ProofState.Refuted, "There is no ConfigMap/shop/setings, which Deployment/shop/checkout names; add it, or correct the name.")]
    [InlineData("configMapKeyRef: {name: rendered, key: A}", ProofState.Proven, "ConfigMap/shop/rendered has the key A, which Deployment/shop/checkout names.")]
    [InlineData("secretKeyRef: {name: rendered, key: password}", ProofState.Proven, "Secret/shop/rendered has the key password, which Deployment/shop/checkout names.")]
    [InlineData("secretKeyRef: {name: rendered, key: token}", ProofState.Refuted, "Secret/shop/rendered has no key token, which Deployment/shop/checkout names (it has password); add it, or correct the name.")]
    [InlineData("secretKeyRef: {name: other, key: a}", ProofState.Unproven, "Whether Secret/shop/other with the key a, which Deployment/shop/checkout names, is there is not known: AiSre reads no Secrets of a cluster, and the application does not declare it.")]
    public async Task What_a_variable_names_is_looked_up(string source, ProofState state, string sentence)
    {
        _proving.Tree["apps/checkout/rendered.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rendered}\ndata: {A: b}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: rendered}\nstringData: {password: x}\n";
        _proving.Has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {LEVEL: info, file.yaml: x}\n");
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ReferenceCheck(), Web, More($"env: [{{name: V, valueFrom: {{{source}}}}}]"))));
    }

    [Theory]
    [InlineData("serviceAccountName: robot", ProofState.Proven, "ServiceAccount/shop/robot, which Deployment/shop/checkout names, is there.")]
    [InlineData("serviceAccountName: nobody", ProofState.Refuted, "There is no ServiceAccount/shop/nobody, which Deployment/shop/checkout names; add it, or correct the name.")]
    [InlineData("serviceAccountName: default", ProofState.Proven, "ServiceAccount/shop/default, which Deployment/shop/checkout names, is in every namespace.")]
    [InlineData("volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]", ProofState.Proven, "PersistentVolumeClaim/shop/data, which Deployment/shop/checkout names, is there.")]
    [InlineData("volumes: [{name: d, persistentVolumeClaim: {claimName: date}}]", ProofState.Refuted, "There is no PersistentVolumeClaim/shop/date, which Deployment/shop/checkout names; add it, or correct the name.")]
    public async Task Accounts_and_claims_are_looked_up(string field, ProofState state, string sentence)
    {
        _proving.Has("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot, namespace: shop}\n", "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: shop}\nspec: {}\n");
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ReferenceCheck(), Web, Pod(field))));
    }

    [Fact]
    public async Task The_keys_of_a_mounted_file_are_looked_up()
    {
        _proving.Has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {a.yaml: x}\n");
        var said = await LookAsync(new ReferenceCheck(), Web, Pod("volumes: [{name: d, configMap: {name: settings, items: [{key: a.yaml, path: a}, {key: b.yaml, path: b}]}}, {name: e, configMap: {name: missing, optional: true}}]"));
        Assert.Equal([ProofState.Proven, ProofState.Proven, ProofState.Refuted], said.Select(one => one.State));
    }

    [Fact]
    public async Task A_key_that_the_change_takes_away_is_missed_by_those_who_name_it()
    {
        const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  A: x\n  B: x\n";
        _proving.Tree["apps/checkout/map.yaml"] = Map;
        _proving.Tree["apps/checkout/web.yaml"] = More("env: [{name: V, valueFrom: {configMapKeyRef: {name: settings, key: B}}}]");
        Assert.Equal(ProofState.Refuted, Assert.Single(await LookAsync(new ReferenceCheck(), new FileChange("apps/checkout/map.yaml", Map, Map.Replace("  B: x\n", "", StringComparison.Ordinal), []))).State);
    }

    [Fact]
    public async Task What_may_not_be_listed_is_not_known_and_never_missing()
    {
        _proving.Forbidden.Add(ObjectKinds.ConfigMap);
        var said = Assert.Single(await LookAsync(new ReferenceCheck(), Web, More("envFrom: [{configMapRef: {name: settings}}]")));
        Assert.Equal(
            (ProofState.Unproven, "Whether ConfigMap/shop/settings, which Deployment/shop/checkout names, is there is not known: AiSre's account may not list configmaps in cluster prod (403): grant it that right."), said);
    }

    [Theory]
    [InlineData("kubernetes.io/dockerconfigjson", ProofState.Proven, "Secret/shop/login is a login for a registry (kubernetes.io/dockerconfigjson).")]
    [InlineData("Opaque", ProofState.Refuted, "Secret/shop/login has the type Opaque, which is no login for a registry; one of type kubernetes.io/dockerconfigjson is needed.")]
    [InlineData(null, ProofState.Unproven, "Whether Secret/shop/login is there and is a login for a registry is not known: AiSre reads no Secrets of a cluster, and the application does not declare it.")]
    public async Task A_pull_secret_is_to_be_one(string? type, ProofState state, string sentence)
    {
        if (type is not null)
        {
            _proving.Tree["apps/checkout/login.yaml"] = $"apiVersion: v1\nkind: Secret\nmetadata: {{name: login}}\ntype: {type}\n";
        }

        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new PullSecretCheck(), Web, Pod("imagePullSecrets: [{name: login}]"))));
    }

    [Theory]
    [InlineData("priorityClassName: system-node-critical", ProofState.Proven, "The PriorityClass system-node-critical, which Deployment/shop/checkout names, is there.")]
    [InlineData("priorityClassName: high", ProofState.Proven, "The PriorityClass high, which Deployment/shop/checkout names, is there.")]
    [InlineData("priorityClassName: low", ProofState.Proven, "The PriorityClass low, which Deployment/shop/checkout names, is there.")]
    [InlineData("priorityClassName: hgih", ProofState.Refuted, "There is no PriorityClass hgih, which Deployment/shop/checkout names; the cluster has high, low, system-cluster-critical, system-node-critical.")]
    public async Task A_priority_class_is_looked_up(string field, ProofState state, string sentence)
    {
        _proving.Has("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 10\n");
        _proving.Tree["apps/checkout/class.yaml"] = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: low}\nvalue: 1\n";
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ClassCheck(), Web, Pod(field))));
    }

    [Theory]
    [InlineData("fast", ProofState.Proven, "The StorageClass fast, which PersistentVolumeClaim/shop/data names, is there.")]
    [InlineData("fest", ProofState.Refuted, "There is no StorageClass fest, which PersistentVolumeClaim/shop/data names; the cluster has fast.")]
    public async Task A_storage_class_is_looked_up(string name, ProofState state, string sentence)
    {
        const string Claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {storageClassName: old}\n";
        _proving.Has("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n");
        _proving.Tree["apps/checkout/web.yaml"] = Web;
        _proving.Tree["apps/checkout/claim.yaml"] = Claim;
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ClassCheck(), new FileChange("apps/checkout/claim.yaml", Claim, Claim.Replace("old", name, StringComparison.Ordinal), []))));
    }

    [Theory]
    [InlineData("nodeSelector: {arch: amd64}", ProofState.Proven, "1 node of 2 takes the pods of Deployment/shop/checkout, by labels, taints and room when empty.")]
    [InlineData("nodeSelector: {arch: riscv}", ProofState.Refuted, "None of 2 usable nodes has the labels that the pods of Deployment/shop/checkout would require (arch=riscv); correct them, or label a node.")]
    [InlineData("nodeSelector: {arch: arm64}", ProofState.Refuted, "Every node that the pods of Deployment/shop/checkout could run on has a taint that they would not tolerate, such as pool=batch:NoSchedule of worker-2; add a toleration.")]
    [InlineData("tolerations: [{key: pool, operator: Exists}]", ProofState.Proven, "2 nodes of 2 take the pods of Deployment/shop/checkout, by labels, taints and room when empty.")]
    public async Task A_node_that_takes_the_pods_remains(string field, ProofState state, string sentence)
    {
        _proving.Has(Node);
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new NodeCheck(), Web, Pod(field))));
    }

    [Fact]
    public async Task Requests_fit_a_node()
    {
        _proving.Has(Node);
        var said = Assert.Single(await LookAsync(new NodeCheck(), Web, More("resources: {requests: {memory: 10Gi}}")));
        Assert.Equal((ProofState.Refuted, "No node that the pods of Deployment/shop/checkout could run on has as much memory as one of them would ask for, even when it is empty; ask for less, or add a larger node."), said);
        Assert.Equal(ProofState.Proven, Assert.Single(await LookAsync(new NodeCheck(), Web, More("resources: {requests: {memory: 6Gi}, limits: {memory: 10Gi}}"))).State);

        _proving.Forbidden.Add(ObjectKinds.Node);
        Assert.Equal(ProofState.Unproven, Assert.Single(await LookAsync(new NodeCheck(), Web, More("resources: {requests: {memory: 6Gi}}"))).State);
    }

    [Theory]
    [InlineData("readinessProbe: {httpGet: {path: /, port: http}}", ProofState.Proven, "The readiness probe of container app of Deployment/shop/checkout asks port http, which the container declares.")]
    [InlineData("livenessProbe: {tcpSocket: {port: 8080}}", ProofState.Proven, "The liveness probe of container app of Deployment/shop/checkout asks port 8080, which the container declares.")]
    [InlineData("startupProbe: {grpc: {port: 9000}}", ProofState.Unproven, "The startup probe of container app of Deployment/shop/checkout asks port 9000, which the container does not declare (it declares http (8080)); it may open it all the same.")]
    [InlineData("readinessProbe: {httpGet: {path: /, port: web}}", ProofState.Refuted, "The readiness probe of container app of Deployment/shop/checkout asks the port named web, and the container declares no port of that name (it declares http (8080)).")]
    public async Task A_probe_asks_a_port_that_is_declared(string probe, ProofState state, string sentence) =>
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ProbeCheck(), Web, More(probe))));

    [Theory]
    [InlineData("selector: {app: checkout}\n  ports: [{port: 80, targetPort: http}]", ProofState.Proven, "Service/shop/checkout selects the pods of Deployment/shop/checkout, which declare the port it sends to (http).")]
    [InlineData("selector: {app: checkuot}\n  ports: [{port: 80, targetPort: http}]", ProofState.Refuted, "Service/shop/checkout would select the pods of no Deployment, StatefulSet or DaemonSet (app=checkuot); correct its selector or their labels.")]
    [InlineData("selector: {app: checkout}\n  ports: [{port: 80, targetPort: web}]", ProofState.Refuted, "Service/shop/checkout would send to the port named web, and the pods of Deployment/shop/checkout declare no port of that name.")]
    [InlineData("selector: {app: checkout}\n  ports: [{port: 81}]", ProofState.Unproven, "Service/shop/checkout would send to port 81, which the pods of Deployment/shop/checkout do not declare; they may open it all the same.")]
    [InlineData("selector: {app: cart}\n  ports: [{port: 9090}]", ProofState.Proven, "Service/shop/checkout selects the pods of Deployment/shop/cart, which declare the port it sends to (9090).")]
    public async Task A_service_sends_to_ports_of_pods_that_it_selects(string spec, ProofState state, string sentence)
    {
        const string Service = "apiVersion: v1\nkind: Service\nmetadata: {name: checkout}\nspec:\n  selector: {app: old}\n";
        _proving.Tree["apps/checkout/web.yaml"] = Web;
        _proving.Tree["apps/checkout/service.yaml"] = Service;
        _proving.Has(Web.Replace("name: checkout", "name: cart, namespace: shop", StringComparison.Ordinal).Replace("app: checkout", "app: cart", StringComparison.Ordinal).Replace("8080", "9090", StringComparison.Ordinal));
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ServiceCheck(), new FileChange("apps/checkout/service.yaml", Service, Service.Replace("selector: {app: old}", spec, StringComparison.Ordinal), []))));
    }

    [Fact]
    public async Task Pods_whose_labels_change_stay_selected()
    {
        _proving.Has("apiVersion: v1\nkind: Service\nmetadata: {name: checkout, namespace: shop}\nspec: {selector: {app: checkout}, ports: [{port: 80, targetPort: http}]}\n");
        Assert.Equal(ProofState.Refuted, Assert.Single(await LookAsync(new ServiceCheck(), Web, Web.Replace("labels: {app: checkout}", "labels: {app: other}", StringComparison.Ordinal))).State);
        Assert.Equal(ProofState.Proven, Assert.Single(await LookAsync(new ServiceCheck(), Web, Web.Replace("labels: {app: checkout}", "labels: {app: checkout, tier: web}", StringComparison.Ordinal))).State);
        Assert.Empty(await LookAsync(new ServiceCheck(), Web, More("tty: true")));
    }

    [Theory]
    [InlineData(5, ProofState.Proven, "5 replicas of Deployment/shop/checkout lie within the bounds of HorizontalPodAutoscaler/shop/any (2 to 6), which goes on to choose their number.")]
    [InlineData(7, ProofState.Refuted, "HorizontalPodAutoscaler/shop/any keeps Deployment/shop/checkout from 2 to 6 replicas and would undo 7; change its bounds instead.")]
    public async Task Replicas_lie_within_an_autoscaler_s_bounds(int replicas, ProofState state, string sentence)
    {
        Assert.Empty(await LookAsync(new ReplicasCheck(), Web, Scaled(replicas)));
        _proving.Has("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: any, namespace: shop}\nspec: {scaleTargetRef: {kind: Deployment, name: checkout}, minReplicas: 2, maxReplicas: 6}\n");
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new ReplicasCheck(), Web, Scaled(replicas))));
    }

    [Theory]
    [InlineData("minAvailable: 2", 4, ProofState.Proven, "PodDisruptionBudget/shop/any (at least 2 available) would let pods be evicted when all 4 are well.")]
    [InlineData("minAvailable: 2", 2, ProofState.Refuted, "PodDisruptionBudget/shop/any (at least 2 available of 2) would let no pod be evicted any more, so that nodes could not be drained; change it together with the replicas.")]
    [InlineData("minAvailable: 90%", 2, ProofState.Unproven, "PodDisruptionBudget/shop/any (at least 90% available of 2) lets no pod be evicted, before the change as after it.")]
    [InlineData("maxUnavailable: 10%", 1, ProofState.Proven, "PodDisruptionBudget/shop/any (at most 10% unavailable) would let pods be evicted when all 1 are well.")]
    [InlineData("maxUnavailable: 1", 0, ProofState.Proven, "PodDisruptionBudget/shop/any (at most 1 unavailable) has no pods left to protect.")]
    public async Task A_disruption_budget_stays_one_that_can_be_kept(string spec, int replicas, ProofState state, string sentence)
    {
        Assert.Empty(await LookAsync(new DisruptionCheck(), Web, Scaled(replicas)));
        _proving.Has($"apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: any, namespace: shop}}\nspec: {{selector: {{matchLabels: {{app: checkout}}}}, {spec}}}\n");
        Assert.Equal((state, sentence), Assert.Single(await LookAsync(new DisruptionCheck(), Web, Scaled(replicas))));
    }

    [Fact]
    public async Task A_change_of_an_image_alone_makes_no_effects_to_look_at()
    {
        _proving.Has(Node);
        _proving.Forbidden.UnionWith(ObjectKinds.All);
        foreach (var check in new ProposalCheck[] { new LimitCheck(), new ReferenceCheck(), new PullSecretCheck(), new ClassCheck(), new NodeCheck(), new ProbeCheck(), new ServiceCheck(), new ReplicasCheck(), new DisruptionCheck() })
        {
            Assert.Empty(await LookAsync(check, Web, Web.Replace("registry-a", "registry-b", StringComparison.Ordinal)));
        }
    }

    private static string More(string field) => Web.ReplaceLineEndings("\n").Replace("# more", field, StringComparison.Ordinal);

    private static string Pod(string field) => Web.ReplaceLineEndings("\n").Replace("      containers:", $"      {field}\n      containers:", StringComparison.Ordinal);

    private static string Limited(string memory) => More($"resources: {{limits: {{memory: {memory}}}}}");

    private static string Scaled(int replicas) => Web.Replace("replicas: 3", $"replicas: {replicas}", StringComparison.Ordinal);

    private void Kept(string json) => _proving.Evidence.Add(EvidenceKind.Object, "Pod/shop/x", json);

    private Task<IReadOnlyList<(ProofState State, string Sentence)>> LookAsync(ProposalCheck check, string before, string after)
    {
        _proving.Tree["apps/checkout/web.yaml"] = before;
        return LookAsync(check, new FileChange("apps/checkout/web.yaml", before, after, []));
    }

    private async Task<IReadOnlyList<(ProofState State, string Sentence)>> LookAsync(ProposalCheck check, FileChange file)
    {
        _proving.Checks = [check];
        var proof = await _proving.ProveAsync(Planning.PlanOf(file));
        Assert.Equal((ProofState.Proven, "Rendered"), (proof.Checks[0].State, proof.Checks[0].Name));
        return [.. proof.Checks.Skip(1).Select(one => (one.State, one.Sentence))];
    }
}
