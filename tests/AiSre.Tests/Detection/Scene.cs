using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;

namespace AiSre.Tests.Detection;

/// <summary>A cluster written down in YAML, and what the stages make of it.</summary>
internal sealed class Scene
{
    /// <summary>The present of every scene.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Scene(EvidenceSet evidence) => Evidence = evidence;

    public EvidenceSet Evidence { get; }

    public ObjectCache Objects => Evidence.Objects;

    public IReadOnlyList<Symptom> Symptoms => Detector.Default.AnalyzeAll(Objects, Now);

    public IReadOnlyList<CorrelatedGroup> Groups => Correlation.Correlate(Symptoms, Objects);

    public IReadOnlyList<RootCauseAnalysis> Causes => [.. Groups.Select(group => CausalAnalyst.Analyze(DiagnosisInput.Of(group, Evidence)))];

    /// <summary>Reads YAML documents, however many to a text.</summary>
    public static Scene Of(params IEnumerable<string> yaml)
    {
        var evidence = new EvidenceSet();
        foreach (var document in yaml.SelectMany(text => YamlToJson.Documents(text, problem => Assert.Fail(problem))))
        {
            var json = JsonElement.Parse(document);
            evidence.Add(ObjectReader.Read(json) ?? throw new InvalidOperationException("The scene has something that is no object."), json);
        }

        return new Scene(evidence);
    }

    /// <summary>Adds what a container wrote.</summary>
    /// <param name="container"><c>namespace/pod/container</c>, with <c>.previous</c> for the run before.</param>
    /// <param name="text">The lines.</param>
    public void Log(string container, string text) =>
        Evidence.Add(ContainerLog.FromAddress($"log/{container}", text) ?? throw new ArgumentException("This names no container.", nameof(container)));

    /// <summary>The same with what a container wrote.</summary>
    public Scene Logging(string pod, string text, string space = "shop", string container = "app", bool previous = true)
    {
        Evidence.Add(new ContainerLog(space, pod, container, previous, text));
        return this;
    }

    /// <summary>A Deployment's pod that keeps crashing, with its owners.</summary>
    public static string Crashing(string app, string space = "shop") => Waiting(app, $"{app}:1", "CrashLoopBackOff", "back-off 5m0s restarting failed container", space: space)
        .With("labels: {pod-template-hash: abc}", $"labels: {{app: {app}, pod-template-hash: abc}}")
        .With("phase: Pending", "phase: Running")
        .With("restartCount: 0,", "restartCount: 9, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: \"2026-03-01T11:58:00Z\"}},");

    /// <summary>A Service of an application's pods.</summary>
    public static string ServiceOf(string app, string space = "shop", string port = "port: 80") =>
        $"apiVersion: v1\nkind: Service\nmetadata: {{name: {app}, namespace: {space}}}\nspec: {{selector: {{app: {app}}}, ports: [{{{port}}}]}}";

    /// <summary>A Deployment's pod that waits, with its owners.</summary>
    public static string Waiting(
        string app, string image, string reason, string message, string pod = "1", string space = "shop", bool withOwners = true) => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{app}}-abc-{{pod}}
          namespace: {{space}}
          uid: {{space}}-{{app}}-{{pod}}
          labels: {pod-template-hash: abc}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: {{app}}-abc, uid: rs-{{app}}, controller: true}]
        spec: {containers: [{name: app, image: "{{image}}"}]}
        status:
          phase: Pending
          startTime: "2026-03-01T11:00:00Z"
          containerStatuses: [{name: app, image: "{{image}}", ready: false, restartCount: 0, state: {waiting: {reason: {{reason}}, message: {{JsonSerializer.Serialize(message)}}} } }]
        """ + (withOwners ? "\n---\n" + Owners(app, space) : "");

    /// <summary>A Deployment and its ReplicaSet.</summary>
    public static string Owners(string app, string space = "shop") => $$"""
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: {{app}}-abc
          namespace: {{space}}
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: {{app}}, uid: d-{{app}}, controller: true}]
        spec: {replicas: 2}
        status: {replicas: 2, readyReplicas: 0}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{app}}, namespace: {{space}}, uid: d-{{app}}, generation: 2}
        spec: {replicas: 2}
        status:
          observedGeneration: 2
          updatedReplicas: 2
          conditions:
          - {type: Available, status: "False", reason: MinimumReplicasUnavailable, message: Deployment does not have minimum availability., lastTransitionTime: "2026-03-01T11:30:00Z"}
          - {type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: 'ReplicaSet "{{app}}-abc" has timed out progressing.', lastTransitionTime: "2026-03-01T11:40:00Z"}
        """;

    /// <summary>An Argo CD application that manages Deployments.</summary>
    public static string Application(string name, string health, params IEnumerable<string> deployments) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: {{name}}, namespace: argocd}
        spec:
          project: default
          source: {repoURL: https://github.example/shop/deploy, path: {{name}}, targetRevision: main}
          destination: {server: https://kubernetes.default.svc, namespace: shop}
        status:
          sync: {status: Synced, revision: 0123456789abcdef}
          health: {status: {{health}} }
          resources: [{{string.Join(", ", deployments.Select(deployment => $"{{group: apps, version: v1, kind: Deployment, namespace: shop, name: {deployment}}}"))}}]
        """;

    /// <summary>Something the kubelet said about a waiting pod's container.</summary>
    public static string Said(string app, string reason, string message, string at = "2026-03-01T11:59:00Z", string pod = "1", string uid = "") => $$"""
        apiVersion: v1
        kind: Event
        metadata: {name: {{app}}-abc-{{pod}}.{{Math.Abs(string.GetHashCode(message + at, StringComparison.Ordinal))}}, namespace: shop}
        involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: {{app}}-abc-{{pod}}, uid: "{{uid}}", fieldPath: "spec.containers{app}"}
        reason: {{reason}}
        type: Warning
        message: {{JsonSerializer.Serialize(message)}}
        firstTimestamp: "2026-03-01T11:00:00Z"
        lastTimestamp: "{{at}}"
        count: 3
        """;
}
