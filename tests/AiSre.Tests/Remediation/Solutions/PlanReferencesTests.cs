using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks.Operations;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>References other than those of pods to whole objects: Services, ports, classes, keys.</summary>
public sealed class PlanReferencesTests
{
    private const string File = "apps/checkout/object.yaml";
    private readonly Planning _planning = new();

    [Theory]
    [InlineData("      - path: /\n        backend: {service: {name: chekout, port: {number: 80}}}\n", "      - path: /\n        backend: {service: {name: checkout, port: {number: 80}}}\n")]
    [InlineData("      - path: /a\n        backend: {service: {name: other, port: {number: 80}}}\n      - path: /b\n        backend: {service: {name: chekout}}\n", "      - path: /a\n        backend: {service: {name: other, port: {number: 80}}}\n      - path: /b\n        backend: {service: {name: checkout}}\n")]
    public async Task The_backend_of_an_Ingress_gets_the_Service_that_exists(string before, string after)
    {
        _planning.Tree[File] = Ingress(before);
        _planning.Solve("fix-reference: {kind: Service}");

        Assert.Equal(Ingress(after), (await _planning.ChangeAsync(Target("Ingress", "networking.k8s.io/v1", ["nginx", "chekout"], ("Service", ["checkout", "other"])))).After);
    }

    [Fact]
    public async Task A_route_gets_the_Service_that_exists_and_backends_of_other_kinds_stay()
    {
        const string Route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  rules:\n    - backendRefs:\n        - {name: chekout, kind: Backend, group: example.com}\n        - name: chekout\n          port: 80\n";
        _planning.Tree[File] = Route;
        _planning.Solve("fix-reference: {kind: Service}");

        Assert.Equal(Route.Replace("- name: chekout", "- name: checkout", StringComparison.Ordinal), (await _planning.ChangeAsync(Target("HTTPRoute", "gateway.networking.k8s.io/v1", ["chekout"], ("Service", ["checkout"])))).After);
    }

    [Theory]
    [InlineData("could be checkout1 or checkout2", "checkout1", "checkout2")]
    [InlineData("No Service with a name like checkout0 exists", "web")]
    [InlineData("The Service checkout0 that Ingress/shop/web refers to exists", "checkout0")]
    public async Task A_Service_that_could_be_none_or_several_is_refused(string why, params string[] existing)
    {
        _planning.Tree[File] = Ingress("      - backend: {service: {name: checkout0}}\n");
        _planning.Solve("fix-reference: {kind: Service}");

        Assert.Contains(why, await _planning.RefusalAsync(Target("Ingress", "networking.k8s.io/v1", ["checkout0"], ("Service", existing))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StorageClass", "PersistentVolumeClaim", "v1", "  storageClassName: fsat\n", "fsat", "fast")]
    [InlineData("IngressClass", "Ingress", "networking.k8s.io/v1", "  ingressClassName: ngnix\n", "ngnix", "nginx")]
    [InlineData("IngressClass", "Ingress", "networking.k8s.io/v1", "  rules: []\n", "ngnix", "nginx", "  annotations:\n    kubernetes.io/ingress.class: ngnix\n")]
    [InlineData("Service", "StatefulSet", "apps/v1", "  serviceName: databse\n", "databse", "database")]
    public async Task A_class_or_name_of_an_object_is_corrected_where_it_stands(string what, string kind, string version, string spec, string wrong, string right, string metadata = "")
    {
        _planning.Tree[File] = $"apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: web\n{metadata}spec:\n{spec}";
        _planning.Solve($"fix-reference: {{kind: {what}}}");

        var change = await _planning.ChangeAsync(Target(kind, version, [wrong], (what, [right, "another"])));

        Assert.Equal(change.Before.Replace(wrong, right, StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task The_priority_class_of_pods_is_corrected()
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "      priorityClassName: hihg\n";
        _planning.Solve("fix-reference: {kind: PriorityClass}");

        var change = await _planning.ChangeAsync(_planning.Target() with { Missing = ["hihg"], Existing = Existing(("PriorityClass", ["high", "system-node-critical"])) });

        Assert.EndsWith("      priorityClassName: high\n", change.After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("targetPort: htpp", "htpp", "        - {name: http, containerPort: 8080}\n        - {name: metrics, containerPort: 9090}\n", "targetPort: http")]
    [InlineData("targetPort: web", "web", "        - {name: http, containerPort: 8080}\n", "targetPort: http")]
    [InlineData("targetPort: web", "web", "        - {containerPort: 8080}\n", "targetPort: 8080")]
    [InlineData("targetPort: 8081", "8081", "        - {name: http, containerPort: 8080}\n", "targetPort: 8080")]
    public async Task A_Service_gets_the_port_that_its_pods_open(string before, string missing, string opened, string after)
    {
        _planning.Tree[File] = Service(before);
        _planning.Tree["apps/checkout/deployment.yaml"] = Pods(opened);
        _planning.Solve("fix-reference: {kind: ServicePort}");

        Assert.Equal(Service(after), (await _planning.ChangeAsync(Target("Service", "v1") with { MissingParts = [new MissingPart("web", missing)] })).After);
    }

    [Theory]
    [InlineData("targetPort: 8081", "8081", "        - {containerPort: 8080}\n        - {containerPort: 8082}\n", "The pods of Service web open no port like 8081 that Service/shop/web refers to, only 8080, 8082")]
    [InlineData("targetPort: port0", "port0", "        - {name: port1, containerPort: 1}\n        - {name: port2, containerPort: 2}\n", "The port port0 that Service/shop/web refers to could be port1 or port2 of Service web")]
    [InlineData("targetPort: 8080", "8080", "        - {containerPort: 8080}\n", "Service web has the port 8080 that Service/shop/web refers to")]
    [InlineData("targetPort: 8080", "8080", "        []\n", "No workload of the application has the labels that Service web selects and opens a port")]
    public async Task A_port_that_could_be_none_or_several_is_refused(string before, string missing, string opened, string why)
    {
        _planning.Tree[File] = Service(before);
        _planning.Tree["apps/checkout/deployment.yaml"] = Pods(opened);
        _planning.Solve("fix-reference: {kind: ServicePort}");

        Assert.Contains(why, await _planning.RefusalAsync(Target("Service", "v1") with { MissingParts = [new MissingPart("web", missing)] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port: {number: 8080}", "8080", "port: {number: 80}")]
    [InlineData("port: {name: htpp}", "htpp", "port: {name: http}")]
    public async Task The_backend_of_an_Ingress_gets_a_port_that_the_Service_has(string before, string missing, string after)
    {
        const string Other = "      - backend: {service: {name: other, port: {number: 8080}}}\n";
        _planning.Tree[File] = Ingress($"      - backend: {{service: {{name: web, {before}}}}}\n{Other}");
        _planning.Solve("fix-reference: {kind: ServicePort}");
        var target = Target("Ingress", "networking.k8s.io/v1") with
        {
            MissingParts = [new MissingPart("web", missing)],
            Others = Others("Service/shop/web", new { spec = new { ports = new[] { new { name = "http", port = 80 } } } }),
        };

        Assert.Equal(Ingress($"      - backend: {{service: {{name: web, {after}}}}}\n{Other}"), (await _planning.ChangeAsync(target)).After);
    }

    [Theory]
    [InlineData("          env:\n            - name: LEVEL\n              valueFrom: {configMapKeyRef: {name: settings, key: LEVLE}}\n            - name: OTHER\n              valueFrom: {configMapKeyRef: {name: others, key: LEVLE}}\n")]
    [InlineData("      volumes:\n        - name: settings\n          configMap:\n            name: settings\n            items: [{key: LEVLE, path: level}]\n")]
    public async Task A_key_of_a_ConfigMap_is_corrected_where_that_ConfigMap_is_meant(string container)
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + container;
        _planning.Solve("fix-reference: {kind: ConfigMapKey}");

        var change = await _planning.ChangeAsync(Keys(new MissingPart("settings", "LEVLE"), "LEVEL", "TIMEOUT"));

        var at = change.Before.IndexOf("LEVLE", StringComparison.Ordinal);
        Assert.Equal($"{change.Before[..at]}LEVEL{change.Before[(at + 5)..]}", change.After);
        _planning.Tree[File] = change.After;
        Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync(Keys(new MissingPart("settings", "LEVLE"), "LEVEL", "TIMEOUT")));
    }

    [Theory]
    [InlineData("could be LEVEL1 or LEVEL2 of ConfigMap settings", "LEVEL1", "LEVEL2")]
    [InlineData("ConfigMap settings has no key like LEVEL that Deployment/shop/checkout refers to, only TIMEOUT", "TIMEOUT")]
    [InlineData("ConfigMap settings has the key LEVEL", "LEVEL")]
    public async Task A_key_that_could_be_none_or_several_is_refused(string why, params string[] existing)
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "          env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: settings, key: LEVEL}}}]\n";
        _planning.Solve("fix-reference: {kind: ConfigMapKey}");

        Assert.Contains(why, await _planning.RefusalAsync(Keys(new MissingPart("settings", "LEVEL"), existing)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Git_says_of_a_ConfigMap_outweighs_what_the_cluster_has()
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "          env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: settings, key: LEVLE}}}]\n";
        _planning.Tree["apps/checkout/settings.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {LEVEL: info}\n";
        _planning.Solve("fix-reference: {kind: ConfigMapKey}");

        Assert.Contains("key: LEVEL}", (await _planning.ChangeAsync(Keys(new MissingPart("settings", "LEVLE"), "OTHER"))).After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {password: x}\n")]
    [InlineData("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: login}\nspec: {encryptedData: {password: x}}\n")]
    [InlineData("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: any}\nspec: {target: {name: login}, data: [{secretKey: password, remoteRef: {key: x}}]}\n")]
    [InlineData("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: login}\nspec: {target: {template: {data: {password: '{{ .p }}'}}}, data: [{secretKey: p}]}\n")]
    public async Task The_keys_of_a_Secret_are_those_that_Git_declares(string secret)
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "          env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: pasword}}}]\n";
        _planning.Tree["apps/checkout/secret.yaml"] = secret;
        _planning.Solve("fix-reference: {kind: SecretKey}");

        Assert.Contains("key: password}", (await _planning.ChangeAsync(_planning.Target() with { MissingParts = [new MissingPart("login", "pasword")] })).After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: login}\n")]
    [InlineData("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: login}\nspec: {dataFrom: [{extract: {key: x}}]}\n")]
    public async Task The_keys_of_a_Secret_that_Git_does_not_declare_are_not_known(string secret)
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "          env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: pasword}}}]\n";
        _planning.Tree["apps/checkout/secret.yaml"] = secret;
        _planning.Solve("fix-reference: {kind: SecretKey}");

        Assert.Equal(
            "Which keys Secret login has is not known, since AiSre reads no Secrets and Git does not declare them; correct the key of Deployment/shop/checkout by hand.",
            await _planning.RefusalAsync(_planning.Target() with { MissingParts = [new MissingPart("login", "pasword")] }));
    }

    [Fact]
    public async Task Without_a_symptom_the_runbook_has_to_name_key_and_object()
    {
        _planning.Tree[File] = Planning.Deployment("checkout") + "          env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: settings, key: LEVLE}}}]\n";
        _planning.Solve("fix-reference: {kind: ConfigMapKey}");
        Assert.Contains("name no key that is missing; give the runbook's 'fix-reference' a 'name', and with 'of' the ConfigMap", await _planning.RefusalAsync(), StringComparison.Ordinal);

        _planning.Solve("fix-reference: {kind: ConfigMapKey, name: LEVLE, of: settings}");
        Assert.Contains("key: LEVEL}", (await _planning.ChangeAsync(Keys(null, "LEVEL"))).After, StringComparison.Ordinal);
    }

    private static string Ingress(string paths) => $"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ingressClassName: nginx\n  rules:\n  - http:\n      paths:\n{paths}";

    private static string Service(string port) => $"apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {{app: checkout}}\n  ports:\n    - port: 80\n      {port}  # of the pods\n";

    private static string Pods(string ports) => Planning.Deployment("checkout").Replace("  template:\n", "  template:\n    metadata: {labels: {app: checkout, tier: web}}\n", StringComparison.Ordinal) + "          ports:\n    " + ports.Replace("\n        ", "\n            ", StringComparison.Ordinal);

    private SolutionTarget Target(string kind, string version, ImmutableArray<string> missing = default, params (string Kind, string[] Names)[] existing) =>
        new(new ObjectRef(version, kind, "shop", "web"), "argocd/shop", _planning.Source, []) { Missing = missing.IsDefault ? [] : missing, Existing = Existing(existing) };

    private SolutionTarget Keys(MissingPart? missing, params string[] keys) => _planning.Target() with
    {
        MissingParts = missing is null ? [] : [missing],
        Others = Others("ConfigMap/shop/settings", new { data = keys.ToDictionary(key => key, _ => "x") }),
    };

    private static ImmutableDictionary<string, ImmutableArray<string>> Existing(params (string Kind, string[] Names)[] all) =>
        all.ToImmutableDictionary(one => one.Kind, one => one.Names.ToImmutableArray());

    private static ImmutableDictionary<string, JsonElement> Others(string address, object value) =>
        ImmutableDictionary<string, JsonElement>.Empty.Add(address, JsonSerializer.SerializeToElement(value));
}
