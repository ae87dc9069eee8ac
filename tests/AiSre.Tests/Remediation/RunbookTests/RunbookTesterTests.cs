using System.Text.Json.Nodes;
using AiSre.Detection;
using AiSre.Remediation.RunbookTests;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Tests.Remediation.RunbookTests;

/// <summary>How the tests that runbooks carry end.</summary>
public sealed class RunbookTesterTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, uid: d1}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "registry.example/shop/web:1.0", resources: {limits: {memory: 256Mi}}}]}
        """;

    private const string ReplicaSet = """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web-7d9c, namespace: shop, uid: r1, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d1, controller: true}]}
        spec: {replicas: 1, selector: {matchLabels: {app: web}}}
        """;

    private const string Killed = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-7d9c-x1, namespace: shop, labels: {app: web}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7d9c, uid: r1, controller: true}]}
        spec: {containers: [{name: web, image: "registry.example/shop/web:1.0", resources: {limits: {memory: 256Mi}}}]}
        status:
          phase: Running
          containerStatuses:
            - name: web
              ready: false
              restartCount: 5
              state: {waiting: {reason: CrashLoopBackOff, message: back-off 2m40s restarting failed container}}
              lastState: {terminated: {reason: OOMKilled, exitCode: 137, finishedAt: "2026-01-05T10:01:00Z"}}
        """;

    private const string MoreMemory = "symptom: {cause: OutOfMemoryKilled}\nsolution:\n  - set-resources: {limits: {memory: x1.5}, at-most: 1Gi}\n";

    private static readonly RunbookTester Tester = new(new SolutionPlanner(NullLogger<SolutionPlanner>.Instance));

    [Theory]
    [InlineData("last-healthy", "+targetRevision: \"3333333333333333333333333333333333333333\"")]
    [InlineData("v1.2", "+targetRevision: v1.2")]
    public async Task An_application_is_pinned_in_the_file_that_declares_it(string revision, string expected)
    {
        const string child = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop, namespace: argocd}
            spec:
              project: default
              source:
                repoURL: https://github.com/test/test
                path: apps/shop
                targetRevision: main
              destination: {server: https://kubernetes.default.svc, namespace: shop}
            """;
        const string root = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: root, namespace: argocd}
            spec:
              project: default
              source: {repoURL: https://github.com/test/test, path: applications, targetRevision: main}
              destination: {server: https://kubernetes.default.svc, namespace: argocd}
            status:
              resources: [{group: argoproj.io, version: v1alpha1, kind: Application, namespace: argocd, name: shop, status: Synced}]
            """;
        var result = await RunAsync(
            $"symptom: {{cause: OutOfMemoryKilled}}\nsolution:\n  - pin-target-revision: {{revision: {revision}}}\n",
            $"application: argocd/shop\ngit:\n  path: apps/shop\n  files:\n    applications/shop.yaml: |\n      {Indented(child, 6)}\n    apps/shop/web.yaml: |\n      {Indented(Deployment, 6)}\n  commit:\n    before:\n      apps/shop/web.yaml: |\n        {Indented(Deployment, 8)}\nexpect:\n  diff: |\n    -targetRevision: main\n    {expected}\n",
            Deployment, ReplicaSet, Killed, child, root);

        Assert.True(result.IsPassed, $"{result.Sentence} {string.Join('|', result.Diff)}");
    }

    [Fact]
    public async Task A_test_whose_lines_are_changed_passes_and_tells_the_incident_that_fits()
    {
        var result = await RunAsync(MoreMemory, "expect:\n  cause: OutOfMemoryKilled\n  diff: |\n    -memory: 256Mi\n    +memory: 384Mi\n", Deployment, ReplicaSet, Killed);

        Assert.True(result.IsPassed, result.Sentence);
        Assert.Equal(["-memory: 256Mi", "+memory: 384Mi"], result.Diff.Select(line => line[0] + line[1..].Trim()));
        Assert.Equal(RootCause.OutOfMemoryKilled, result.Subject!.Analysis.Code);
    }

    [Theory]
    [InlineData("expect: {cause: ImageNotFound, refused: '*'}", "The cause ImageNotFound was expected, and found was OutOfMemoryKilled at Deployment/shop/web.")]
    [InlineData("expect: {fits: false}", "It fits, and it should not: the cause is OutOfMemoryKilled.")]
    [InlineData("expect: {refused: 'The runbook allows at most*'}", "It should be refused (The runbook allows at most*), and it changes 2 lines.")]
    [InlineData("expect: {diff: '-memory: 256Mi'}", "It changes other lines than expected: *384Mi*")]
    [InlineData("cluster: prod\nexpect: {fits: false, cause: QuotaExceeded}", "The cause QuotaExceeded was expected*")]
    public async Task What_is_not_as_expected_is_one_sentence(string expectation, string sentence) =>
        await FailsAsync(MoreMemory, expectation, sentence, Deployment, ReplicaSet, Killed);

    [Fact]
    public async Task A_runbook_that_does_not_fit_says_which_condition_fails() =>
        await FailsAsync(
            "symptom: {cause: OutOfMemoryKilled, container: db}\nsolution:\n  - scale: {replicas: 2}\n", "expect: {diff: '+replicas: 2'}",
            "It does not fit: at Deployment/shop/web the container is web, not db.", Deployment, ReplicaSet, Killed);

    [Fact]
    public async Task A_refusal_for_another_reason_is_told() =>
        await FailsAsync(
            "symptom: {cause: OutOfMemoryKilled}\nsolution:\n  - set-resources: {limits: {memory: x1.5}, at-most: 256Mi}\n", "expect: {refused: 'No image*'}",
            "It is refused for another reason: The runbook allows at most 256Mi*", Deployment, ReplicaSet, Killed);

    [Fact]
    public async Task Objects_that_are_well_show_no_fault() =>
        await FailsAsync(MoreMemory, "expect: {refused: '*'}", "The objects show no fault*", Deployment);

    [Fact]
    public async Task Files_of_Git_decide_where_the_change_goes()
    {
        const string git = """
            git:
              path: overlay
              files:
                base/kustomization.yaml: |
                  resources: [web.yaml]
                base/web.yaml: |
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: web}
                  spec:
                    selector: {matchLabels: {app: web}}
                    template:
                      metadata: {labels: {app: web}}
                      spec:
                        containers:
                          - name: web
                            image: registry.example/shop/web:1.0
                overlay/kustomization.yaml: |
                  namespace: shop
                  resources: [../base]
                  patches:
                    - path: memory.yaml
                overlay/memory.yaml: |
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: web}
                  spec:
                    template:
                      spec:
                        containers:
                          - name: web
                            resources: {limits: {memory: 256Mi}}
            expect:
              diff: |
                -resources: {limits: {memory: 256Mi}}
                +resources: {limits: {memory: 384Mi}}
            """;

        var result = await RunAsync(MoreMemory, git, Deployment, ReplicaSet, Killed);

        Assert.True(result.IsPassed, result.Sentence);
    }

    [Fact]
    public async Task Logs_name_the_cause_and_are_searched_for_messages()
    {
        var crashing = Killed.Replace("reason: OOMKilled, exitCode: 137", "reason: Error, exitCode: 1", StringComparison.Ordinal);
        const string expectation = "logs:\n  shop/web-7d9c-x1/web.previous: |\n    Error: environment variable DATABASE_URL is not set\nexpect: {cause: ApplicationConfigurationError}\n";

        var result = await RunAsync("symptom: {cause: ApplicationConfigurationError, message: DATABASE_URL}\n", expectation, Deployment, ReplicaSet, crashing);

        Assert.True(result.IsPassed, result.Sentence);
    }

    [Fact]
    public async Task A_container_of_a_CronJob_is_changed_in_its_template()
    {
        const string cronJob = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: report, namespace: shop, uid: c1}
            spec:
              schedule: 0 3 * * *
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: web, image: "registry.example/shop/web:1.0", resources: {limits: {memory: 256Mi}}}]}}}}
            """;
        const string job = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: report-1, namespace: shop, uid: j1, ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: report, uid: c1, controller: true}]}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: web, image: "registry.example/shop/web:1.0"}]}}}
            status: {failed: 1, conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit}]}
            """;
        const string pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: report-1-x, namespace: shop, ownerReferences: [{apiVersion: batch/v1, kind: Job, name: report-1, uid: j1, controller: true}]}
            spec: {containers: [{name: web, image: "registry.example/shop/web:1.0", resources: {limits: {memory: 256Mi}}}]}
            status:
              phase: Failed
              containerStatuses: [{name: web, ready: false, restartCount: 0, state: {terminated: {reason: OOMKilled, exitCode: 137, finishedAt: "2026-01-05T10:01:00Z"}}}]
            """;

        var result = await RunAsync(MoreMemory, "expect:\n  cause: OutOfMemoryKilled\n  diff: |\n    -memory: 256Mi\n    +memory: 384Mi\n", cronJob, job, pod);

        Assert.True(result.IsPassed, result.Sentence);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":7}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":["a"]},"spec":[],"status":"down"}""")]
    [InlineData("""{"apiVersion":7,"kind":"Pod","metadata":{"name":"a"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"","metadata":{"name":""}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"../../x","metadata":{"name":"../../x","namespace":"../.."}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":7}""")]
    [InlineData("""{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"test","namespace":"argocd"},"spec":"x"}""")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":null,"replicas":"many"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"involvedObject":[],"count":"x","lastTimestamp":"yesterday"}""")]
    public async Task Objects_of_any_shape_end_as_a_failed_test_with_a_sentence(string json)
    {
        await IsTamedAsync([(JsonObject)JsonNode.Parse(json)!]);
    }

    [Fact]
    public async Task A_thousand_objects_are_read() =>
        await IsTamedAsync([.. Enumerable.Range(0, 1000).Select(number => (JsonObject)JsonNode.Parse($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c{{{number}}}","namespace":"shop"}}""")!)]);

    [Theory]
    [InlineData(60)]
    [InlineData(900)]
    [InlineData(5000)]
    public async Task Objects_that_are_nested_deep_are_refused_or_read(int depth)
    {
        JsonNode node = new JsonObject();
        for (var level = 0; level < depth; level++)
        {
            node = level % 2 == 0 ? new JsonObject { ["deeper"] = node } : new JsonArray(node);
        }

        await IsTamedAsync([new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "a" }, ["spec"] = node }]);
    }

    private static async Task IsTamedAsync(IEnumerable<JsonObject> objects)
    {
        var runbook = Parse(MoreMemory, "objects: [{apiVersion: v1, kind: Pod}]\nexpect: {refused: '*'}\n");
        runbook = runbook with { Tests = [runbook.Tests[0] with { Objects = [.. objects] }] };

        var result = Assert.Single(await Tester.RunAsync(runbook, TestContext.Current.CancellationToken));

        Assert.False(result.IsPassed);
        Assert.EndsWith(".", result.Sentence, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(string rules, string expectation, string sentence, params string[] objects)
    {
        var result = await RunAsync(rules, expectation, objects);

        Assert.False(result.IsPassed);
        Assert.True(new Glob(sentence).Matches(result.Sentence), result.Sentence);
    }

    private static async Task<RunbookTestResult> RunAsync(string rules, string expectation, params string[] objects) => Assert.Single(
        await Tester.RunAsync(Parse(rules, $"objects:\n{string.Concat(objects.Select(one => $"  - {Indented(one, 4)}\n"))}{expectation}"), TestContext.Current.CancellationToken));

    private static Runbook Parse(string rules, string test)
    {
        var parsed = RunbookParser.Parse($"---\nid: tested\ntitle: A title\nowner: somebody\n{rules}tests:\n  - name: A test\n    {Indented(test, 4)}\n---\nText.\n");
        Assert.Empty(parsed.Errors);
        return parsed.Runbook!;
    }

    private static string Indented(string text, int by) => text.ReplaceLineEndings("\n").TrimEnd('\n').Replace("\n", "\n" + new string(' ', by), StringComparison.Ordinal);
}
