using System.Text;
using AiSre.Clusters.Objects.Files;
using AiSre.Runbooks;
using AiSre.Runbooks.Format;
using NJsonSchema;

namespace AiSre.Tests.Runbooks;

/// <summary>The published schema says the same as the parser, as far as a schema can.</summary>
public sealed class RunbookSchemaTests
{
    private const string Symptom = "symptom: {cause: Unknown}\n";

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(RunbookSchema.Text));

    /// <summary>One example of each operation.</summary>
    private static readonly Dictionary<string, string> Operations = new()
    {
        ["override-image-registry"] = "{from: a.example, to: b.example}",
        ["set-image"] = "{tag: 1.4.2, container: web}",
        ["roll-back-image"] = "{container: web}",
        ["set-resources"] = "{requests: {cpu: 100m}, limits: {memory: x1.5}, at-most: {memory: 1Gi}, container: web}",
        ["set-environment"] = "{name: A, value: 1, container: web}",
        ["set-field"] = "{path: spec.a, value: {b: [1, true, c]}, kind: Ingress, name: web}",
        ["remove-field"] = "{path: spec.a}",
        ["scale"] = "{replicas: +2, at-least: 1, at-most: 5}",
        ["set-autoscaler-bounds"] = "{min: 2, max: 10}",
        ["fix-probe"] = "{probe: readiness, path: /healthz, port: 8080, initial-delay: 0, period: 10, timeout: 1, failure-threshold: 3, success-threshold: 1, container: web}",
        ["fix-reference"] = "{kind: ConfigMapKey, name: a, of: b}",
        ["set-storage-class"] = "{name: fast, template: data}",
        ["revert-commit"] = "{whole: true, at-most-files: 3}",
        ["pin-target-revision"] = "{revision: last-healthy, source: charts/web}",
        ["add-toleration"] = "{key: gpu, value: 'true', effect: NoSchedule}",
        ["set-node-selector"] = "{disk: ssd}",
        ["add-image-pull-secret"] = "{name: login}",
    };

    public static TheoryData<string> Valid =>
    [
        "", Symptom,
        "symptom: {reason: [ImagePullFailed, RolloutStalled], pull-failure: Unauthorized, registry: a*, exit-code: 1, message: ['a.b']}",
        "symptom: {alert: KubeRolloutStalleding}",
        Symptom + "applies-to: {clusters: a, namespaces: [a, b], applications: argocd/*, labels: {team: [a, b], tier: gold}}",
        Symptom + "not-when: [{reason: RolloutStalled, namespaces: a}]",
        Symptom + "when: [{field: spec.replicas, at-least: 2, at-most: 5, is: ['3', 4], is-not: 1, exists: true}]",
        Symptom + "mode: shadow", Symptom + "mode: [{is: automatic, clusters: dev-*}, {is: propose}]",
        Symptom + "verify: {soak: 5m, timeout: 1h}",
        Symptom + "tests: [{name: a, cluster: c, application: argocd/a, objects: [{apiVersion: v1, kind: Pod}], logs: {a/b/c: text}, git: {path: a, files: {a/b.yaml: 'x: 1'}}, expect: {fits: false, cause: Unknown}}]",
        .. Operations.Select(operation => $"{Symptom}solution: [{{{operation.Key}: {operation.Value}}}]"),
    ];

    public static TheoryData<string> Invalid =>
    [
        "mode: auto", "modes: propose", "symptom: {cause: Nothing}", "symptom: {reasons: Unknown}", "symptom: []", "symptom: {registry: a}",
        Symptom + "applies-to: {cluster: a}", Symptom + "applies-to: {labels: a}", Symptom + "not-when: {reason: RolloutStalled}",
        Symptom + "when: [{is: a}]", Symptom + "when: []", Symptom + "verify: {soak: 5}", Symptom + "verify: {soaks: 5m}",
        Symptom + "mode: [{clusters: a}]", Symptom + "mode: [{is: auto}]",
        Symptom + "tests: [{name: a, objects: [{apiVersion: v1, kind: Pod}]}]", Symptom + "tests: [{objects: [{apiVersion: v1, kind: Pod}], expect: {}}]",
        Symptom + "tests: [{name: a, objects: [{kind: Pod}], expect: {}}]", Symptom + "tests: [{name: a, objects: [], expect: {}}]",
        Symptom + "solution: {roll-back-image: {}}", Symptom + "solution: [{roll-back: {}}]", Symptom + "solution: []",
        Symptom + "solution: [{roll-back-image: {}, revert-commit: {}}]",
        .. Operations.Where(operation => operation.Key is not "set-node-selector").Select(operation => $"{Symptom}solution: [{{{operation.Key}: {{nothing: 1, {operation.Value[1..]}}}]"),
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task What_the_parser_takes_the_schema_takes(string frontMatter)
    {
        Assert.Empty(RunbookParser.Parse(RunbookTexts.With("a-runbook", frontMatter)).Errors);
        Assert.Empty((await Schema.Value).Validate(Json(frontMatter)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_schema_refuses_the_parser_refuses(string frontMatter)
    {
        Assert.NotEmpty(RunbookParser.Parse(RunbookTexts.With("a-runbook", frontMatter)).Errors);
        Assert.NotEmpty((await Schema.Value).Validate(Json(frontMatter)));
    }

    [Fact]
    public void Every_operation_has_its_schema() => Assert.Equal(RunbookParser.Operations.Keys.Order(), OperationSchemas.All.Keys);

    [Fact]
    public void Every_operation_has_its_example() => Assert.Equal(RunbookParser.Operations.Keys.Order(), Operations.Keys.Order());

    private static string Json(string frontMatter) =>
        Encoding.UTF8.GetString(YamlToJson.Documents($"id: a-runbook\ntitle: A title\nowner: somebody\n{frontMatter}\n", problem => Assert.Fail(problem))[0]);
}
