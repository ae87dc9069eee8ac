using AiSre.Detection;
using AiSre.Tests.Detection;
using static AiSre.Tests.Detection.Texts;

namespace AiSre.Tests.Incidents;

/// <summary>Clusters in which much is wrong: one incident for each cause, with what follows from it.</summary>
public sealed class CauseGraphTests
{
    private const string NotThere = "manifest unknown";
    private const string BehindWebhook = "Internal error occurred: failed calling webhook \"check.policy.example\": failed to call webhook: Post \"https://policy.system.svc:443/check?timeout=10s\": no endpoints available for service \"policy\"";

    private const string Webhook = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: policy}, webhooks: [{name: check.policy.example, clientConfig: {service: {namespace: system, name: policy}}}]}";
    private const string MetricsApi = "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.metrics.k8s.io}, spec: {group: metrics.k8s.io, version: v1beta1, service: {namespace: kube-system, name: metrics-server}}, status: {conditions: [{type: Available, status: 'False', reason: MissingEndpoints, message: endpoints have no addresses, lastTransitionTime: '2026-03-01T11:00:00Z'}]}}";

    [Fact]
    public void A_Service_follows_from_its_pods() =>
        Is(Scene.Of(Scene.Crashing("db"), Scene.ServiceOf("db")), RootCause.ApplicationError, "Deployment/shop/db", "Service/shop/db");

    [Fact]
    public void Ingresses_and_routes_to_one_missing_Service_are_one_incident() => Is(
        Scene.Of(
            Scene.ServiceOf("other").With("selector: {app: other}, ", ""), Ingress("one", "web"), Ingress("two", "web"),
            "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: three, namespace: shop}, spec: {rules: [{backendRefs: [{name: web, port: 80}]}]}}"),
        RootCause.IngressBackendMissing, null, "Ingress/shop/one", "Ingress/shop/two", "HTTPRoute/shop/three");

    [Fact]
    public void Ingresses_to_two_missing_Services_are_two_incidents() => Assert.Equal(2, Scene.Of(Ingress("one", "web"), Ingress("two", "api")).Groups.Count);

    [Fact]
    public void Ingresses_of_one_missing_certificate_are_one_incident() => Is(
        Scene.Of(Scene.ServiceOf("web").With("selector: {app: web}, ", ""), Ingress("one", "web", "web-tls"), Ingress("two", "web", "web-tls"), Secret("other")),
        RootCause.TlsSecretMissing, null, "Ingress/shop/one", "Ingress/shop/two");

    [Fact]
    public void A_certificate_that_is_not_issued_explains_the_Ingress_that_names_it() => One(
        Scene.Of(
            Scene.ServiceOf("web").With("selector: {app: web}, ", ""), Ingress("one", "web", "web-tls"), Secret("other"),
            "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: web, namespace: shop}, spec: {secretName: web-tls, issuerRef: {name: ca, kind: ClusterIssuer}}, status: {conditions: [{type: Ready, status: 'False', reason: DoesNotExist, message: 'Issuing certificate as secrets \"web-tls\" not found'}]}}"),
        "Ingress/shop/one", "Certificate/shop/web");

    [Fact]
    public void A_policy_webhook_that_is_down_is_why_pods_and_syncs_are_refused() => Is(
        Scene.Of(Webhook, Scene.ServiceOf("policy", "system"), Scene.Crashing("policy", "system"), Refused("checkout", BehindWebhook), Application("checkout", "OutOfSync", $"operationState: {{phase: Failed, message: '{BehindWebhook}'}}")),
        RootCause.ApplicationError, "Deployment/system/policy", "ValidatingWebhookConfiguration/policy", "ReplicaSet/shop/checkout-abc", "Application/argocd/checkout");

    [Fact]
    public void A_webhook_without_a_Service_is_why_a_sync_is_refused() => Is(
        Scene.Of(Webhook, Scene.ServiceOf("other").With("selector: {app: other}, ", ""), Application("checkout", "OutOfSync", $"operationState: {{phase: Failed, message: '{BehindWebhook}'}}")),
        RootCause.WebhookUnavailable, "ValidatingWebhookConfiguration/policy", "Application/argocd/checkout");

    [Fact]
    public void A_quota_that_is_used_up_is_why_pods_and_syncs_are_refused()
    {
        const string Exceeded = "pods \"a\" is forbidden: exceeded quota: compute, requested: requests.cpu=1, used: requests.cpu=4, limited: requests.cpu=4";
        Is(
            Scene.Of(
                "{apiVersion: v1, kind: ResourceQuota, metadata: {name: compute, namespace: shop}, status: {hard: {requests.cpu: '4'}, used: {requests.cpu: '4'}}}",
                Refused("checkout", Exceeded), Refused("search", Exceeded)),
            RootCause.QuotaExceeded, "ResourceQuota/shop/compute", "ReplicaSet/shop/checkout-abc", "ReplicaSet/shop/search-abc");
    }

    [Fact]
    public void A_metrics_server_without_an_image_is_why_nothing_scales() => Is(
        Scene.Of(
            MetricsApi, Scene.ServiceOf("metrics-server", "kube-system"),
            Scene.Waiting("metrics-server", "registry.example/metrics-server:9", "ImagePullBackOff", NotThere, space: "kube-system").With("labels: {pod-template-hash: abc}", "labels: {app: metrics-server, pod-template-hash: abc}"),
            Well("web"), Autoscaler("web", "unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)")),
        RootCause.ImageNotFound, "Deployment/kube-system/metrics-server", "APIService/v1beta1.metrics.k8s.io", "HorizontalPodAutoscaler/shop/web");

    [Fact]
    public void Autoscalers_without_a_metrics_API_are_one_incident()
    {
        const string NoApi = "unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";
        Is(Scene.Of(Well("web"), Well("api"), Autoscaler("web", NoApi), Autoscaler("api", NoApi)), RootCause.AutoscalerMetricsUnavailable, null, "HorizontalPodAutoscaler/shop/web", "HorizontalPodAutoscaler/shop/api");
    }

    [Fact]
    public void Autoscalers_of_two_unknown_metrics_are_two_incidents() => Assert.Equal(
        2, Scene.Of(Well("web"), Well("api"), Autoscaler("web", "unable to get external metric a: no metrics returned"), Autoscaler("api", "unable to get external metric b: no metrics returned")).Groups.Count);

    [Fact]
    public void An_autoscaler_follows_from_the_pods_that_it_would_measure() => Is(
        Scene.Of(Scene.Crashing("web"), Autoscaler("web", "did not receive metrics for targeted pods (pods might be unready)")),
        RootCause.ApplicationError, "Deployment/shop/web", "HorizontalPodAutoscaler/shop/web");

    [Fact]
    public void A_namespace_that_stays_follows_from_the_API_that_is_away() => Is(
        Scene.Of(
            MetricsApi,
            "{apiVersion: v1, kind: Namespace, metadata: {name: old, deletionTimestamp: '2026-03-01T11:00:00Z'}, status: {phase: Terminating, conditions: [{type: NamespaceDeletionDiscoveryFailure, status: 'True', reason: DiscoveryFailed, message: 'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery'}]}}"),
        RootCause.DependencyUnavailable, "APIService/v1beta1.metrics.k8s.io", "Namespace/old");

    [Fact]
    public void Applications_of_one_repository_that_refuses_are_one_incident()
    {
        const string Refuses = "conditions: [{type: ComparisonError, message: 'rpc error: code = Unknown desc = failed to list refs: authentication required'}]";
        Is(Scene.Of(Application("one", "Unknown", Refuses), Application("two", "Unknown", Refuses)), RootCause.ArgoSourceUnavailable, null, "Application/argocd/one", "Application/argocd/two");
    }

    [Fact]
    public void Applications_whose_paths_are_not_there_are_two_incidents()
    {
        Assert.Equal(2, Scene.Of(Application("one", "Unknown", NoPath("one")), Application("two", "Unknown", NoPath("two"))).Groups.Count);

        static string NoPath(string path) => $"conditions: [{{type: ComparisonError, message: '{path}: app path does not exist'}}]";
    }

    [Fact]
    public void Applications_of_one_cluster_that_is_away_are_one_incident()
    {
        const string Away = "conditions: [{type: ComparisonError, message: 'Failed to load live state: failed to get cluster info for \"https://10.0.0.9\": error synchronizing cache state: dial tcp 10.0.0.9:443: i/o timeout'}]";
        Is(
            Scene.Of(Application("one", "Unknown", Away).With("https://kubernetes.default.svc", "https://10.0.0.9"), Application("two", "Unknown", Away).With("https://kubernetes.default.svc", "https://10.0.0.9")),
            RootCause.ArgoInvalidSpec, null, "Application/argocd/one", "Application/argocd/two");
    }

    [Fact]
    public void Applications_of_one_missing_project_are_one_incident()
    {
        const string NoProject = "conditions: [{type: InvalidSpecError, message: 'Application referencing project team-a which does not exist'}]";
        Is(
            Scene.Of(Application("one", "Unknown", NoProject).With("project: default", "project: team-a"), Application("two", "Unknown", NoProject).With("project: default", "project: team-a")),
            RootCause.ArgoInvalidSpec, null, "Application/argocd/one", "Application/argocd/two");
    }

    [Fact]
    public void A_repo_server_that_crashes_is_why_nothing_can_be_compared()
    {
        const string Away = "conditions: [{type: ComparisonError, message: 'rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 10.0.0.5:8081: connect: connection refused\"'}]";
        Is(
            Scene.Of(Scene.Crashing("argocd-repo-server", "argocd"), Scene.ServiceOf("argocd-repo-server", "argocd"), Application("one", "Unknown", Away), Application("two", "Unknown", Away)),
            RootCause.ApplicationError, "Deployment/argocd/argocd-repo-server", "Application/argocd/one", "Application/argocd/two");
    }

    [Fact]
    public void Two_applications_that_own_one_object_are_one_incident()
    {
        Is(Scene.Of(Shares("one", "two"), Shares("two", "one")), RootCause.ArgoResourceConflict, null, "Application/argocd/one", "Application/argocd/two");

        static string Shares(string name, string other) => Application(name, "Synced", $"conditions: [{{type: SharedResourceWarning, message: 'ConfigMap/settings is part of applications argocd/{name} and {other}'}}]\n  resources: [{{version: v1, kind: ConfigMap, namespace: shop, name: settings, status: Synced}}]");
    }

    [Fact]
    public void An_application_follows_from_the_object_that_Argo_CD_does_not_name() => Is(
        Scene.Of(Scene.Waiting("checkout", "registry.example/a:1", "ImagePullBackOff", NotThere), Scene.Application("shop", "Degraded", "checkout")),
        RootCause.ImageNotFound, "Deployment/shop/checkout", "Application/argocd/shop");

    [Fact]
    public void A_stage_follows_from_its_application_and_that_from_its_pods() => Is(
        Scene.Of(
            Scene.Waiting("checkout", "registry.example/a:1", "ImagePullBackOff", NotThere), Scene.Application("shop", "Degraded", "checkout"),
            Stage("{type: Healthy, status: 'False', reason: Unhealthy}", "health: {status: Unhealthy, issues: ['Argo CD Application \"shop\" in namespace \"argocd\" has health state \"Degraded\"']}")),
        RootCause.ImageNotFound, "Deployment/shop/checkout", "Application/argocd/shop", "Stage/shop/prod");

    [Fact]
    public void A_stage_and_its_promotion_are_one_incident() => Is(
        Scene.Of(
            Stage("{type: Ready, status: 'False', reason: LastPromotionErrored, message: failed}", "lastPromotion: {name: prod.1}"),
            "{apiVersion: kargo.akuity.io/v1alpha1, kind: Promotion, metadata: {name: prod.1, namespace: shop}, spec: {stage: prod}, status: {phase: Errored, message: 'failed to run step \"git-push\"'}}"),
        RootCause.KargoPromotionFailed, null, "Stage/shop/prod", "Promotion/shop/prod.1");

    [Fact]
    public void A_verification_and_its_analysis_are_one_incident() => Is(
        Scene.Of(
            Stage("{type: Verified, status: 'False', reason: VerificationFailed}", "freightHistory: [{verificationHistory: [{phase: Failed, analysisRun: {namespace: shop, name: prod-1}}]}]"),
            "{apiVersion: argoproj.io/v1alpha1, kind: AnalysisRun, metadata: {name: prod-1, namespace: shop, labels: {kargo.akuity.io/stage: prod}}, status: {phase: Failed, message: 'Metric \"success-rate\" assessed Failed due to failed (1) > failureLimit (0)'}}"),
        RootCause.KargoVerificationFailed, "Stage/shop/prod", "Stage/shop/prod", "AnalysisRun/shop/prod-1");

    [Fact]
    public void A_warehouse_and_a_workload_have_nothing_to_do_with_each_other() => Assert.Equal(
        2, Scene.Of(Scene.Crashing("checkout"), "{apiVersion: kargo.akuity.io/v1alpha1, kind: Warehouse, metadata: {name: images, namespace: shop}, status: {conditions: [{type: Ready, status: 'False', reason: DiscoveryFailure, message: unauthorized}]}}").Groups.Count);

    [Fact]
    public void A_Secret_that_is_not_synced_is_the_Secret_that_the_pod_waits_for() => Is(
        Scene.Of(
            Scene.Waiting("checkout", "a:1", "CreateContainerConfigError", "secret \"payment\" not found"),
            "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: payment, namespace: shop}, status: {conditions: [{type: Ready, status: 'False', reason: SecretSyncedError, message: could not get secret data from provider}]}}"),
        RootCause.MissingSecret, "Secret/shop/payment", "Pod/shop/checkout-abc-1", "ExternalSecret/shop/payment");

    [Fact]
    public void What_a_store_serves_follows_from_the_store() => One(
        Scene.Of(
            "{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, status: {conditions: [{type: Ready, status: 'False', reason: InvalidProviderConfig, message: unable to log in}]}}",
            Synced("a"), Synced("b")),
        "ExternalSecret/shop/a", "ExternalSecret/shop/b", "ClusterSecretStore/vault");

    [Fact]
    public void A_class_that_is_refused_takes_its_Gateway_and_routes_with_it() => Is(
        Scene.Of(
            "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: public}, status: {conditions: [{type: Accepted, status: 'False', reason: InvalidParameters}]}}",
            "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: shop}, spec: {gatewayClassName: public}, status: {conditions: [{type: Programmed, status: 'False', reason: Invalid}]}}",
            "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: web, namespace: shop}, spec: {parentRefs: [{name: edge}]}, status: {parents: [{conditions: [{type: Accepted, status: 'False', reason: NoMatchingParent}]}]}}"),
        RootCause.GatewayNotAccepted, "GatewayClass/public", "Gateway/shop/edge", "HTTPRoute/shop/web");

    [Fact]
    public void A_DNS_that_crashes_is_why_names_do_not_resolve() => Is(
        Scene.Of(Scene.Crashing("coredns", "kube-system"), Scene.Crashing("checkout"), Scene.Crashing("search"))
            .Logging("checkout-abc-1", "panic: dial tcp: lookup db.shop.svc.cluster.local: i/o timeout\n").Logging("search-abc-1", "panic: dial tcp: lookup index.shop.svc.cluster.local: i/o timeout\n"),
        RootCause.ApplicationError, "Deployment/kube-system/coredns", "Pod/shop/checkout-abc-1", "Pod/shop/search-abc-1");

    [Fact]
    public void A_policy_that_leaves_out_the_DNS_is_why_names_do_not_resolve() => Is(
        Scene.Of(Scene.Crashing("checkout"), Policy("[{to: [{podSelector: {}}]}]")).Logging("checkout-abc-1", "panic: dial tcp: lookup db.shop.svc.cluster.local: i/o timeout\n"),
        RootCause.NetworkPolicyBlocks, "NetworkPolicy/shop/egress", "Pod/shop/checkout-abc-1");

    [Fact]
    public void A_policy_that_leaves_the_DNS_open_is_not() => Is(
        Scene.Of(Scene.Crashing("checkout"), Policy("[{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]")).Logging("checkout-abc-1", "panic: dial tcp: lookup db.shop.svc.cluster.local: i/o timeout\n"),
        RootCause.DnsFailure, "Deployment/shop/checkout", "Pod/shop/checkout-abc-1");

    [Fact]
    public void A_policy_that_shuts_out_the_world_is_why_the_world_is_not_reached() => Is(
        Scene.Of(Scene.Crashing("checkout"), Policy("[{to: [{namespaceSelector: {}}]}]")).Logging("checkout-abc-1", "panic: dial tcp 203.0.113.7:443: i/o timeout\n"),
        RootCause.NetworkPolicyBlocks, "NetworkPolicy/shop/egress", "Pod/shop/checkout-abc-1");

    [Fact]
    public void A_Service_to_a_wrong_port_is_what_its_clients_complain_of() => Is(
        Scene.Of(Well("db", "5432"), Scene.ServiceOf("db", port: "port: 5432, targetPort: 5433"), Scene.Crashing("checkout")).Logging("checkout-abc-1", "panic: dial tcp: db.shop:5432: connect: connection refused\n"),
        RootCause.ServicePortMismatch, "Service/shop/db", "Pod/shop/checkout-abc-1");

    [Fact]
    public void A_Service_that_selects_nothing_is_what_its_clients_complain_of() => Is(
        Scene.Of(Well("db"), Scene.ServiceOf("db").With("app: db", "app: database"), Scene.Crashing("checkout")).Logging("checkout-abc-1", "panic: dial tcp: db.shop:80: connect: connection refused\n"),
        RootCause.ServiceSelectorMismatch, "Service/shop/db", "Pod/shop/checkout-abc-1");

    [Fact]
    public void Two_workloads_that_crash_are_two_incidents() => Assert.Equal(2, Scene.Of(Scene.Crashing("checkout"), Scene.Crashing("search")).Groups.Count);

    [Fact]
    public void A_quota_that_is_used_up_has_nothing_to_do_with_a_crash() => Is(
        Scene.Of("{apiVersion: v1, kind: ResourceQuota, metadata: {name: compute, namespace: shop}, status: {hard: {pods: '4'}, used: {pods: '4'}}}", Scene.Crashing("checkout")),
        RootCause.ApplicationError, "Deployment/shop/checkout");

    private static void Is(Scene scene, RootCause code, string? at, params string[] with)
    {
        One(scene, with);
        var cause = Assert.Single(scene.Causes);
        Assert.Equal(code, cause.Code);
        if (at is not null)
        {
            Assert.Equal(at, cause.Object.Address);
        }
    }

    private static void One(Scene scene, params string[] with)
    {
        var groups = scene.Groups;
        Assert.True(groups.Count == 1, string.Join("\n", groups.Select(group => $"{group.Key}: {group.Title} <- {string.Join(", ", group.Symptoms.Concat(group.Consequences).Select(symptom => $"{symptom.Reason} {symptom.Object}"))}")));
        var objects = groups[0].Symptoms.Concat(groups[0].Consequences).Select(symptom => symptom.Object.Address).ToHashSet();
        Assert.All(with, address => Assert.Contains(address, objects));
    }

    private static string Ingress(string name, string service, string? secret = null) =>
        $"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {name}, namespace: shop}}\nspec:\n  rules: [{{http: {{paths: [{{backend: {{service: {{name: {service}, port: {{number: 80}}}}}}}}]}}}}]\n{(secret is null ? "" : $"  tls: [{{secretName: {secret}}}]\n")}";

    private static string Secret(string name) => $"{{apiVersion: v1, kind: Secret, metadata: {{name: {name}, namespace: shop}}}}";

    private static string Synced(string name) => $"{{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {{name: {name}, namespace: shop}}, spec: {{secretStoreRef: {{name: vault, kind: ClusterSecretStore}}}}, status: {{conditions: [{{type: Ready, status: 'False', reason: SecretSyncedError, message: store is not ready}}]}}}}";

    private static string Policy(string egress) => $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: egress, namespace: shop}}, spec: {{podSelector: {{}}, policyTypes: [Egress], egress: {egress}}}}}";

    private static string Stage(string condition, string status) =>
        $"apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {{name: prod, namespace: shop}}\nstatus:\n  conditions: [{condition}]\n  {status}\n";

    private static string Application(string name, string sync, string status) => Scene.Application(name, "Healthy").With("resources: []", status).With("status: Synced", $"status: {sync}");

    private static string Autoscaler(string app, string message) =>
        $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {app}, namespace: shop}}\nspec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {app}}}, maxReplicas: 5}}\nstatus: {{conditions: [{{type: ScalingActive, status: 'False', reason: FailedGetResourceMetric, message: '{message}', lastTransitionTime: '2026-03-01T11:00:00Z'}}]}}";

    private static string Well(string app, string port = "80") => Join(
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {app}, namespace: shop}}\nspec: {{replicas: 1, template: {{metadata: {{labels: {{app: {app}}}}}}}}}\nstatus: {{replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}}",
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {app}-1, namespace: shop, labels: {{app: {app}}}, creationTimestamp: '2026-03-01T09:00:00Z'}}\nspec: {{containers: [{{name: app, ports: [{{containerPort: {port}}}]}}]}}\nstatus: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}], containerStatuses: [{{name: app, ready: true, state: {{running: {{}}}}}}]}}");

    private static string Refused(string app, string message) => Scene.Owners(app).With("{replicas: 2, readyReplicas: 0}", "{replicas: 0}") + "\n---\n" +
        $"apiVersion: v1\nkind: Event\nmetadata: {{name: {app}.1, namespace: shop}}\ninvolvedObject: {{apiVersion: apps/v1, kind: ReplicaSet, namespace: shop, name: {app}-abc}}\ntype: Warning\nreason: FailedCreate\nmessage: '{message.Replace("'", "''", StringComparison.Ordinal)}'\nlastTimestamp: '2026-03-01T11:59:00Z'";
}
