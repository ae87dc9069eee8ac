using AiSre.Detection;

namespace AiSre.Tests.Detection;

public sealed class PolicyAnalyzerTests
{
    internal const string Autoscaler = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {replicas: 1, template: {spec: {containers: [{name: app, resources: {requests: {cpu: 100m}}}]}}}
        status: {replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 1, maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu}}]}
        status:
          conditions:
          - {type: AbleToScale, status: "True", reason: ReadyForNewScale, lastTransitionTime: "2026-03-01T09:00:00Z"}
          - {type: ScalingActive, status: "True", reason: ValidMetricFound, lastTransitionTime: "2026-03-01T09:00:00Z"}
          - {type: ScalingLimited, status: "False", reason: DesiredWithinRange, lastTransitionTime: "2026-03-01T09:00:00Z"}
        """;

    internal const string Webhook = """
        apiVersion: v1
        kind: Service
        metadata: {name: policy, namespace: system}
        spec: {selector: {app: policy}, ports: [{port: 443, targetPort: 8443}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: policy-1, namespace: system, labels: {app: policy}, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec: {containers: [{name: app, ports: [{containerPort: 8443}]}]}
        status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: app, ready: true, state: {running: {}}}]}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: policy}
        webhooks: [{name: check.policy.example, clientConfig: {service: {namespace: system, name: policy}}}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: defaults}
        webhooks: [{name: default.policy.example, clientConfig: {url: "https://policy.system.svc:443/mutate"}}]
        """;

    internal const string Api = """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1beta1.metrics.k8s.io}
        spec: {group: metrics.k8s.io, version: v1beta1, service: {namespace: kube-system, name: metrics-server}}
        status: {conditions: [{type: Available, status: "True", reason: Passed, message: all checks passed}]}
        """;

    internal const string Leaving = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: old, deletionTimestamp: "2026-03-01T11:50:00Z"}
        status: {phase: Terminating, conditions: [{type: NamespaceFinalizersRemaining, status: "True", reason: SomeFinalizersRemain, message: "Some content in the namespace has finalizers remaining"}]}
        """;

    internal const string Budget = """
        apiVersion: v1
        kind: Node
        metadata: {name: worker-1}
        spec: {unschedulable: true}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db-0, namespace: shop, labels: {app: db}, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec: {nodeName: worker-1, containers: [{name: db}]}
        status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: db, ready: true, state: {running: {}}}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: db, namespace: shop}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: db}}}
        status: {currentHealthy: 1, desiredHealthy: 0, expectedPods: 1, disruptionsAllowed: 1, conditions: [{type: DisruptionAllowed, status: "True", reason: SufficientPods}]}
        """;

    private static readonly Dictionary<string, Twin> Twins = new Twin[]
    {
        new("an autoscaler without a target", Autoscaler, "kind: Deployment, name: web", "kind: Deployment, name: gone", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerTargetMissing),
        new("an autoscaler that cannot read the scale", Autoscaler, "\"True\", reason: ReadyForNewScale", "\"False\", reason: FailedGetScale", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerTargetMissing),
        new("an autoscaler that may not scale", Autoscaler, "\"True\", reason: ReadyForNewScale", "\"False\", reason: FailedUpdateScale", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerTargetMissing),
        new("an autoscaler without metrics", Autoscaler, "\"True\", reason: ValidMetricFound", "\"False\", reason: FailedGetResourceMetric, message: no metrics returned from resource metrics API", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerMetricsUnavailable, Severity.Warning),
        new("an autoscaler of an unknown metric", Autoscaler, "\"True\", reason: ValidMetricFound", "\"False\", reason: FailedGetExternalMetric", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerMetricsUnavailable, Severity.Warning),
        new("an autoscaler at its maximum", Autoscaler, "\"False\", reason: DesiredWithinRange", "\"True\", reason: TooManyReplicas", "HorizontalPodAutoscaler/shop/web", RootCause.AutoscalerAtMaximum, Severity.Warning),
        new("a webhook without a Service", Webhook, "service: {namespace: system, name: policy}", "service: {namespace: system, name: gone}", "ValidatingWebhookConfiguration/policy", RootCause.WebhookUnavailable, Severity.Warning),
        new("a webhook without ready pods", Webhook, "status: \"True\"", "status: \"False\"", "ValidatingWebhookConfiguration/policy", RootCause.WebhookUnavailable, Severity.Warning),
        new("a webhook by address without pods", Webhook, "selector: {app: policy}", "selector: {app: gone}", "MutatingWebhookConfiguration/defaults", RootCause.WebhookUnavailable, Severity.Warning),
        new("an API without a server", Api, "\"True\", reason: Passed", "\"False\", reason: MissingEndpoints", "APIService/v1beta1.metrics.k8s.io", RootCause.DependencyUnavailable, Severity.Warning),
        new("a namespace that does not go away", Leaving, "11:50:00Z", "11:00:00Z", "Namespace/old", null, Severity.Warning),
        new("a drain that a budget blocks", Budget, "disruptionsAllowed: 1, conditions: [{type: DisruptionAllowed, status: \"True\"", "disruptionsAllowed: 0, conditions: [{type: DisruptionAllowed, status: \"False\"", "PodDisruptionBudget/shop/db", RootCause.DisruptionBudgetBlocks, Severity.Warning),
    }.ToDictionary(twin => twin.Name);

    public static TheoryData<string> Names => [.. Twins.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_shows_itself(string name) => Twins[name].ShowsItself();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_healthy_twin_is_silent(string name) => Twins[name].HasASilentTwin();

    [Theory]
    [InlineData("\"True\", reason: ValidMetricFound", "\"False\", reason: ScalingDisabled")] // somebody scaled it to zero
    [InlineData("\"False\", reason: DesiredWithinRange", "\"True\", reason: TooFewReplicas")] // idle
    [InlineData("\"True\", reason: ReadyForNewScale", "\"False\", reason: BackoffBoth")] // has just scaled
    [InlineData("\"True\", reason: ValidMetricFound, lastTransitionTime: \"2026-03-01T09:00:00Z\"", "\"False\", reason: FailedGetResourceMetric, lastTransitionTime: \"2026-03-01T11:58:00Z\"")] // has just started
    public void An_autoscaler_in_an_odd_state_is_no_fault(string from, string to) =>
        Assert.DoesNotContain(Scene.Of(Autoscaler.With(from, to)).Symptoms, symptom => symptom.Severity != Severity.Info);

    [Theory]
    [InlineData("name: check.policy.example,", "name: check.policy.example, failurePolicy: Ignore,")]
    [InlineData("name: check.policy.example, clientConfig: {service: {namespace: system, name: policy}}", "name: check.policy.example, clientConfig: {url: \"https://policy.example.com/\"}")]
    public void A_webhook_that_cannot_hurt_or_be_seen_is_no_fault(string from, string to) => Assert.DoesNotContain(
        Scene.Of(Webhook.With(from, to).With("status: \"True\"", "status: \"False\"")).Symptoms,
        symptom => symptom.Object.Kind == "ValidatingWebhookConfiguration" && symptom.Severity != Severity.Info);

    [Fact]
    public void A_quota_that_is_used_up_is_worth_knowing_only()
    {
        const string Quota = "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}, status: {hard: {count/jobs.batch: '5', requests.cpu: '2'}, used: {count/jobs.batch: '5', requests.cpu: 1500m}}}";
        var symptom = Assert.Single(Scene.Of(Quota).Symptoms);
        Assert.Equal((Severity.Info, "count/jobs.batch"), (symptom.Severity, symptom.Parameters[SymptomParameters.Resource]));
    }
}
