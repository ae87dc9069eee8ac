using AiSre.Detection;
using static AiSre.Tests.Detection.Texts;

namespace AiSre.Tests.Detection;

public sealed class NetworkAnalyzerTests
{
    internal const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, namespace: shop, labels: {app: web}, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec: {containers: [{name: app, image: web, ports: [{name: http, containerPort: 8080}]}]}
        status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: app, ready: true, state: {running: {}}}]}
        """;

    internal const string Service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
        """;

    internal const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: public, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: web-tls, namespace: shop}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec:
          ingressClassName: public
          tls: [{hosts: [a.example], secretName: web-tls}]
          rules: [{host: a.example, http: {paths: [{path: /, backend: {service: {name: web, port: {number: 80}}}}]}}]
        """;

    internal const string Gateway = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: public, creationTimestamp: "2026-03-01T09:00:00Z"}
        status: {conditions: [{type: Accepted, status: "True", reason: Supported}]}
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: shop, creationTimestamp: "2026-03-01T09:00:00Z"}
        spec: {gatewayClassName: public, listeners: [{name: web, port: 80, allowedRoutes: {namespaces: {from: Same}}}]}
        status:
          conditions: [{type: Accepted, status: "True", reason: Accepted}, {type: Programmed, status: "True", reason: Programmed}]
          listeners: [{name: web, conditions: [{type: Conflicted, status: "False", reason: NoConflicts}, {type: ResolvedRefs, status: "True", reason: ResolvedRefs}]}]
        """;

    internal const string Route = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web, namespace: shop}
        spec: {parentRefs: [{name: edge, sectionName: web}], rules: [{backendRefs: [{name: web, port: 80}]}]}
        """;

    private static readonly string Services = Join(Pod, Service);
    private static readonly string Ingresses = Join(Pod, Service, Ingress);
    private static readonly string Routes = Join(Pod, Service, Gateway, Route);
    private static readonly string AcceptedRoutes = Routes + "\nstatus: {parents: [{conditions: [{type: Accepted, status: \"True\", reason: Accepted}, {type: ResolvedRefs, status: \"True\", reason: ResolvedRefs}]}]}";

    private static readonly Dictionary<string, Twin> Twins = new Twin[]
    {
        new("a selector that matches no pod", Services, "selector: {app: web}", "selector: {app: webb}", "Service/shop/web", RootCause.ServiceSelectorMismatch),
        new("pods that are not ready", Services, "{type: Ready, status: \"True\"}", "{type: Ready, status: \"False\"}", "Service/shop/web", RootCause.ServiceBackendsNotReady),
        new("a target port by a name that no pod has", Services, "targetPort: http", "targetPort: web", "Service/shop/web", RootCause.ServicePortMismatch),
        new("a target port that the pods do not open", Services, "targetPort: http", "targetPort: 8081", "Service/shop/web", RootCause.ServicePortMismatch, Severity.Warning),
        new("a second port goes nowhere by its name", Services.With("targetPort: http}", "targetPort: http}, {name: metrics, port: 9090, targetPort: 9090}"), "targetPort: 9090", "targetPort: metrics", "Service/shop/web", RootCause.ServicePortMismatch),
        new("a load balancer that the cloud refuses", Join(Services, """
            apiVersion: v1
            kind: Event
            metadata: {name: web.1, namespace: shop}
            involvedObject: {apiVersion: v1, kind: Service, namespace: shop, name: web}
            type: Warning
            reason: SyncLoadBalancerFailed
            message: "Error syncing load balancer: quota of addresses exceeded"
            lastTimestamp: "2026-02-01T11:59:00Z"
            """), "2026-02-01T11:59:00Z", "2026-03-01T11:59:00Z", "Service/shop/web", null, Severity.Warning),

        new("an Ingress to a Service that is not there", Ingresses, "service: {name: web,", "service: {name: api,", "Ingress/shop/web", RootCause.IngressBackendMissing),
        new("an Ingress to a port that is not there", Ingresses, "number: 80", "number: 8080", "Ingress/shop/web", RootCause.IngressBackendMissing),
        new("an Ingress to a port by a name that is not there", Ingresses.With("number: 80", "name: http"), "port: {name: http}", "port: {name: https}", "Ingress/shop/web", RootCause.IngressBackendMissing),
        new("an Ingress of a class that is not there", Ingresses, "ingressClassName: public", "ingressClassName: internal", "Ingress/shop/web", RootCause.IngressClassMissing),
        new("an Ingress without a class where none is the default", Ingresses.With("  ingressClassName: public\n", ""), "is-default-class: \"true\"", "is-default-class: \"false\"", "Ingress/shop/web", RootCause.IngressClassMissing, Severity.Warning),
        new("an Ingress whose certificate is not there", Ingresses, "secretName: web-tls", "secretName: web-cert", "Ingress/shop/web", RootCause.TlsSecretMissing, Severity.Warning),
        new("an Ingress that its controller refuses", Join(Ingresses, """
            apiVersion: v1
            kind: Event
            metadata: {name: web.2, namespace: shop}
            involvedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, namespace: shop, name: web}
            type: Normal
            reason: FailedBuildModel
            message: "Failed build model due to couldn't auto-discover subnets"
            lastTimestamp: "2026-03-01T11:59:00Z"
            """), "type: Normal", "type: Warning", "Ingress/shop/web", null, Severity.Warning),

        new("a class that its controller refuses", Gateway, "status: \"True\", reason: Supported", "status: \"False\", reason: InvalidParameters", "GatewayClass/public", RootCause.GatewayNotAccepted),
        new("a class that nobody has taken note of", Gateway, "status: \"True\", reason: Supported", "status: Unknown, reason: Pending, lastTransitionTime: \"1970-01-01T00:00:00Z\"", "GatewayClass/public", RootCause.GatewayNotAccepted, Severity.Warning),
        new("a Gateway that is not accepted", Gateway, "status: \"True\", reason: Accepted", "status: \"False\", reason: ListenersNotValid", "Gateway/shop/edge", RootCause.GatewayNotAccepted),
        new("a Gateway that is not programmed", Gateway, "status: \"True\", reason: Programmed", "status: \"False\", reason: Invalid", "Gateway/shop/edge", RootCause.GatewayNotAccepted),
        new("a Gateway that gets no address", Gateway.With("status: \"True\", reason: Programmed", "status: \"False\", reason: AddressNotAssigned, lastTransitionTime: \"2026-03-01T11:59:00Z\""), "11:59:00Z", "11:00:00Z", "Gateway/shop/edge", RootCause.GatewayNotAccepted),
        new("a Gateway of a class that is not there", Gateway, "gatewayClassName: public", "gatewayClassName: internal", "Gateway/shop/edge", RootCause.GatewayNotAccepted, Severity.Warning),
        new("a listener that conflicts with another", Gateway, "status: \"False\", reason: NoConflicts", "status: \"True\", reason: HostnameConflict", "Gateway/shop/edge", RootCause.GatewayNotAccepted),
        new("a listener whose certificate is not there", Gateway, "status: \"True\", reason: ResolvedRefs", "status: \"False\", reason: InvalidCertificateRef, message: secret edge-tls not found", "Gateway/shop/edge", RootCause.TlsSecretMissing),

        new("a route to a Service that is not there", Routes, "backendRefs: [{name: web", "backendRefs: [{name: api", "HTTPRoute/shop/web", RootCause.IngressBackendMissing),
        new("a route to a port that is not there", Routes, "name: web, port: 80}]}]", "name: web, port: 81}]}]", "HTTPRoute/shop/web", RootCause.IngressBackendMissing),
        new("a route of a Gateway that is not there", Routes, "parentRefs: [{name: edge", "parentRefs: [{name: outer", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a route of a listener that is not there", Routes, "sectionName: web", "sectionName: https", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a route that the listener does not let in", Routes, "from: Same", "from: None", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a route from a namespace that is not selected", Join(Routes.With("from: Same", "from: Selector, selector: {matchLabels: {routes: open}}"), "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {routes: open}}}"), "labels: {routes: open}", "labels: {routes: closed}", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a route that is refused", AcceptedRoutes, "[{type: Accepted, status: \"True\", reason: Accepted}, {type: ResolvedRefs", "[{type: Accepted, status: \"False\", reason: NotAllowedByListeners}, {type: ResolvedRefs", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a route to what nobody granted", AcceptedRoutes, "status: \"True\", reason: ResolvedRefs}]}]}", "status: \"False\", reason: RefNotPermitted}]}]}", "HTTPRoute/shop/web", RootCause.GatewayNotAccepted),
        new("a gRPC route to a Service that is not there", Routes.With("HTTPRoute", "GRPCRoute"), "backendRefs: [{name: web", "backendRefs: [{name: api", "GRPCRoute/shop/web", RootCause.IngressBackendMissing),
        new("Endpoints of which none is ready", "{apiVersion: v1, kind: Endpoints, metadata: {name: web, namespace: shop}, subsets: [{addresses: [{ip: 10.0.0.1}]}]}", "{addresses", "{notReadyAddresses", "Endpoints/shop/web", RootCause.ServiceBackendsNotReady),
    }.ToDictionary(twin => twin.Name);

    public static TheoryData<string> Names => [.. Twins.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_shows_itself(string name) => Twins[name].ShowsItself();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_healthy_twin_is_silent(string name) => Twins[name].HasASilentTwin();

    [Theory]
    [InlineData("spec: {type: ExternalName, externalName: db.example.com}")] // nothing to select
    [InlineData("spec: {ports: [{port: 80}]}")] // somebody else writes the endpoints
    [InlineData("spec: {selector: {app: gone}}", "ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: db, uid: u}]")] // an operator's, for replicas that there are none of
    [InlineData("spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}, {port: 9090}]}")] // a port for metrics need not be declared
    public void An_odd_Service_is_no_fault(string spec, string owners = "annotations: {}") => Assert.DoesNotContain(
        Scene.Of(Pod, $"apiVersion: v1\nkind: Service\nmetadata: {{name: odd, namespace: shop, {owners}}}\n{spec}").Symptoms,
        symptom => symptom.Severity != Severity.Info);

    [Theory]
    [InlineData("ports: [{name: http, port: 80, targetPort: http}]", "publishNotReadyAddresses: true")] // clients are to find them unready
    [InlineData("09:00:00Z", "11:58:00Z")] // it has just started
    public void Pods_that_need_not_be_ready_are_no_fault(string from, string to)
    {
        var yaml = Services.With(from, to).With("{type: Ready, status: \"True\"}", "{type: Ready, status: \"False\"}");
        Assert.DoesNotContain(Scene.Of(yaml).Symptoms, symptom => symptom.Object.Kind == "Service" && symptom.Severity != Severity.Info);
    }

    [Fact]
    public void A_port_that_the_kubelet_has_found_open_is_open() => Assert.DoesNotContain(
        Scene.Of(Services.With("targetPort: http", "targetPort: 8081").With("containerPort: 8080}]", "containerPort: 8080}], readinessProbe: {tcpSocket: {port: 8081}}")).Symptoms,
        symptom => symptom.Reason == SymptomReason.ServicePortMismatch);

    [Fact]
    public void A_Service_of_a_workload_that_is_scaled_to_zero_is_no_fault() => Assert.DoesNotContain(
        Scene.Of(
            Pod.With("app: web", "app: other"), Service,
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 0, template: {metadata: {labels: {app: web}}}}}").Symptoms,
        symptom => symptom.Severity != Severity.Info);

    [Fact]
    public void A_policy_that_selects_nothing_is_worth_knowing_only()
    {
        const string Policy = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {podSelector: {matchLabels: {app: gone}}}}";
        Assert.Equal(Severity.Info, Assert.Single(Scene.Of(Policy).Symptoms).Severity);
        Assert.Empty(Scene.Of(Policy.With("{matchLabels: {app: gone}}", "{}")).Symptoms);
    }

    [Fact]
    public void A_Gateway_whose_class_is_not_in_the_files_is_no_fault() =>
        Assert.DoesNotContain(Scene.Of(Gateway[Gateway.IndexOf("---", StringComparison.Ordinal)..]).Symptoms, symptom => symptom.Severity != Severity.Info);

    [Fact]
    public void A_route_that_its_controller_has_resolved_needs_no_Service_in_the_files() =>
        Assert.DoesNotContain(Scene.Of(AcceptedRoutes.With("backendRefs: [{name: web", "backendRefs: [{name: api")).Symptoms, symptom => symptom.Severity != Severity.Info);
}
