using AiSre.Detection;
using static AiSre.Tests.Detection.Texts;

namespace AiSre.Tests.Detection;

public sealed class CustomObjectAnalyzerTests
{
    internal const string Claim = """
        apiVersion: database.example/v1
        kind: Database
        metadata: {name: orders, namespace: shop, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec: {suspend: false}
        status: {phase: Running, conditions: [{type: Ready, status: "True", reason: Ready, lastTransitionTime: "2026-03-01T10:00:00Z"}, {type: Degraded, status: "False", reason: AsExpected}, {type: Upgradeable, status: "False", reason: NotNow}]}
        """;

    internal const string Scaled = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {replicas: 0}
        ---
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata: {name: web, namespace: shop}
        spec: {scaleTargetRef: {name: web}}
        status: {conditions: [{type: Ready, status: "True"}, {type: Active, status: "False"}, {type: Fallback, status: "False"}]}
        """;

    internal const string Admission = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: limits}
        status: {typeChecking: {expressionWarnings: []}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: limits}
        spec: {policyName: limits}
        """;

    internal const string Devices = """
        apiVersion: resource.k8s.io/v1
        kind: DeviceClass
        metadata: {name: gpu.example}
        ---
        apiVersion: resource.k8s.io/v1
        kind: ResourceClaim
        metadata: {name: gpu, namespace: shop}
        spec: {devices: {requests: [{name: one, exactly: {deviceClassName: gpu.example}}]}}
        """;

    private static readonly Dictionary<string, Twin> Twins = new Twin[]
    {
        new("a resource that is not ready", Claim, "\"True\", reason: Ready", "\"False\", reason: ConnectionFailed", "Database/shop/orders", null, Severity.Warning),
        new("a resource that is degraded", Claim, "\"False\", reason: AsExpected", "\"True\", reason: Broken", "Database/shop/orders", null, Severity.Warning),
        new("a resource in a phase of failure", Claim, "phase: Running", "phase: Failed", "Database/shop/orders", null, Severity.Warning),
        new("a resource with an error", Claim, "phase: Running", "phase: Running, error: {message: snapshot is gone}", "Database/shop/orders", null, Severity.Warning),
        new("a resource that has been on its way for hours", Claim.With("\"True\", reason: Ready, lastTransitionTime: \"2026-03-01T10:00:00Z\"", "\"False\", reason: Provisioning, lastTransitionTime: \"2026-03-01T11:30:00Z\""), "11:30:00Z", "09:30:00Z", "Database/shop/orders", null, Severity.Warning),
        new("a resource whose Secret is not there", Claim, "\"True\", reason: Ready", "\"False\", reason: Failed, message: 'secrets \"orders-admin\" not found'", "Database/shop/orders", RootCause.MissingSecret, Severity.Warning),
        new("a resource that reaches nothing", Claim, "\"True\", reason: Ready", "\"False\", reason: Failed, message: 'dial tcp 10.0.0.1:5432: connect: connection refused'", "Database/shop/orders", RootCause.DependencyUnavailable, Severity.Warning),
        new("a resource that waits for its finalizers", Claim.With("namespace: shop,", "namespace: shop, finalizers: [database.example/backup], deletionTimestamp: \"2026-03-01T11:59:00Z\","), "11:59:00Z", "11:00:00Z", "Database/shop/orders", null, Severity.Warning),
        new("a CRD whose names are taken", "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a.b}, status: {conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]}}", "NamesAccepted, status: 'True'", "NamesAccepted, status: 'False'", "CustomResourceDefinition/a.b", null, Severity.Warning),
        new("an autoscaler of KEDA without a target", Scaled, "scaleTargetRef: {name: web}", "scaleTargetRef: {name: gone}", "ScaledObject/shop/web", RootCause.AutoscalerTargetMissing, Severity.Warning),
        new("an autoscaler of KEDA that falls back", Scaled, "{type: Fallback, status: \"False\"}", "{type: Fallback, status: \"True\"}", "ScaledObject/shop/web", null, Severity.Warning),
        new("a policy that does not type-check", Admission, "expressionWarnings: []", "expressionWarnings: [{fieldRef: 'spec.validations[0]', warning: undefined field replicsa}]", "ValidatingAdmissionPolicy/limits", null, Severity.Warning),
        new("a binding of a policy that is not there", Admission, "policyName: limits", "policyName: gone", "ValidatingAdmissionPolicyBinding/limits", null, Severity.Warning),
        new("a claim of a device class that is not there", Devices, "deviceClassName: gpu.example", "deviceClassName: tpu.example", "ResourceClaim/shop/gpu", null, Severity.Warning),
        new("an operator that failed to install", Olm("ClusterServiceVersion", "phase: Succeeded"), "phase: Succeeded", "phase: Failed, reason: InstallComponentFailed, message: deployment timed out", "ClusterServiceVersion/ops/one", null, Severity.Warning),
        new("a plan that failed", Olm("InstallPlan", "phase: Complete"), "phase: Complete", "phase: Failed", "InstallPlan/ops/one", null, Severity.Warning),
        new("a catalog that does not answer", Olm("CatalogSource", "connectionState: {lastObservedState: READY}"), "READY", "TRANSIENT_FAILURE", "CatalogSource/ops/one", null, Severity.Warning),
        new("a subscription that waits for an upgrade", Olm("Subscription", "state: AtLatestKnown"), "AtLatestKnown", "UpgradePending", "Subscription/ops/one", null, Severity.Warning),
        new("two groups of operators", Join(Olm("OperatorGroup", "phase: ''"), Olm("OperatorGroup", "phase: ''").With("name: one, namespace: ops", "name: two, namespace: other")), "namespace: other", "namespace: ops", "OperatorGroup/ops/one", null, Severity.Warning),
        new("a cluster catalog that is not served", "{apiVersion: olm.operatorframework.io/v1, kind: ClusterCatalog, metadata: {name: one}, spec: {source: {image: {ref: 'quay.io/a/b:1'}}}, status: {conditions: [{type: Serving, status: 'True', reason: Available}]}}", "status: 'True', reason: Available", "status: 'False', reason: Unavailable", "ClusterCatalog/one", null, Severity.Warning),
        new("an extension that retries", "{apiVersion: olm.operatorframework.io/v1, kind: ClusterExtension, metadata: {name: one}, status: {conditions: [{type: Installed, status: 'True', reason: Succeeded}, {type: Progressing, status: 'True', reason: Succeeded}]}}", "type: Progressing, status: 'True', reason: Succeeded", "type: Progressing, status: 'True', reason: Retrying", "ClusterExtension/one", null, Severity.Warning),
    }.ToDictionary(twin => twin.Name);

    public static TheoryData<string> Names => [.. Twins.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_shows_itself(string name) => Twins[name].ShowsItself();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_healthy_twin_is_silent(string name) => Twins[name].HasASilentTwin();

    [Theory]
    [InlineData("suspend: false", "suspend: true", "\"True\", reason: Ready", "\"False\", reason: NotRunning")] // somebody stopped it
    [InlineData("\"True\", reason: Ready, lastTransitionTime: \"2026-03-01T10:00:00Z\"", "\"False\", reason: Failed, lastTransitionTime: \"2026-03-01T11:58:00Z\"")] // it has not had the time
    [InlineData("type: Ready, status: \"True\", reason: Ready", "type: Ready, status: \"False\", reason: Suspended")]
    [InlineData("type: Ready, status: \"True\", reason: Ready", "type: Succeeded, status: \"False\", reason: PipelineRunCancelled")]
    public void A_resource_in_an_odd_state_is_no_fault(string from, string to, string and = "", string becomes = "")
    {
        var yaml = Claim.With(from, to);
        Assert.DoesNotContain(Scene.Of(and.Length == 0 ? yaml : yaml.With(and, becomes)).Symptoms, symptom => symptom.Severity != Severity.Info);
    }

    [Theory]
    [InlineData("status: {phase: Paused, conditions: [{type: Available, status: 'True'}, {type: Completed, status: 'False'}, {type: Healthy, status: 'False'}]}")]
    [InlineData("status: {phase: Progressing, conditions: [{type: Available, status: 'False'}, {type: Progressing, status: 'True'}]}")]
    public void A_Rollout_at_work_is_no_fault(string status) => Assert.DoesNotContain(
        Scene.Of($"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {{name: web, namespace: shop}}\n{status}").Symptoms, symptom => symptom.Severity != Severity.Info);

    [Fact]
    public void An_analysis_of_long_ago_is_no_fault() => Assert.DoesNotContain(
        Scene.Of(
            "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: web, namespace: shop}, status: {phase: Healthy}}",
            "{apiVersion: argoproj.io/v1alpha1, kind: AnalysisRun, metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web, uid: r, controller: true}]}, status: {phase: Failed}}").Symptoms,
        symptom => symptom.Severity != Severity.Info);

    [Theory]
    [InlineData("{apiVersion: wgpolicyk8s.io/v1alpha2, kind: PolicyReport, metadata: {name: r, namespace: shop}, results: [{policy: labels, result: fail, message: no team label}]}")]
    [InlineData("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: all}, rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}")]
    [InlineData("{apiVersion: olm.operatorframework.io/v1, kind: ClusterExtension, metadata: {name: one}, spec: {source: {sourceType: Git}}}")]
    [InlineData("{apiVersion: operators.coreos.com/v1alpha1, kind: InstallPlan, metadata: {name: one, namespace: ops}, status: {phase: RequiresApproval}}")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: one, namespace: shop}, spec: {serviceAccountName: one, containers: [{name: app, image: a}]}}")]
    [InlineData("{apiVersion: v1, kind: Node, metadata: {name: one}, status: {conditions: [{type: Ready, status: 'True'}, {type: EtcdIsVoter, status: 'True'}, {type: RebootRequired, status: 'True'}]}}")]
    [InlineData("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: one, namespace: shop}, spec: {podSelector: {}}}")]
    public void What_somebody_may_want_so_is_worth_knowing_only(string yaml) =>
        Assert.Equal((SymptomReason.Advice, Severity.Info), Assert.Single(Detector.Thorough.AnalyzeAll(Scene.Of(yaml).Objects, Scene.Now)) is var symptom ? (symptom.Reason, symptom.Severity) : default);

    [Fact]
    public void A_binding_of_a_role_that_allows_everything_is_worth_knowing() => Assert.Equal(
        ["ClusterRole/all", "RoleBinding/shop/one"],
        Detector.Thorough.AnalyzeAll(
            Scene.Of(
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: all}, rules: [{apiGroups: [''], resources: ['*'], verbs: [get]}]}",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: one, namespace: shop}, roleRef: {kind: ClusterRole, name: all}}",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: two, namespace: shop}, roleRef: {kind: ClusterRole, name: none}}").Objects,
            Scene.Now).Select(symptom => symptom.Object.Address));

    [Theory]
    [InlineData("health: {status: Degraded}", true)]
    [InlineData("health: red", true)]
    [InlineData("health: {status: Healthy}", false)]
    [InlineData("health: yellow", false)] // works, with a copy fewer
    public void Health_that_an_object_sums_up_itself_counts(string status, bool counts) => Assert.Equal(
        counts, Scene.Of($"apiVersion: example.com/v1\nkind: Cluster\nmetadata: {{name: one, namespace: shop}}\nstatus: {{{status}}}").Symptoms.Any(symptom => symptom.Severity != Severity.Info));

    private static string Olm(string kind, string status) =>
        $"apiVersion: operators.coreos.com/v1alpha1\nkind: {kind}\nmetadata: {{name: one, namespace: ops}}\nstatus: {{{status}}}";
}
