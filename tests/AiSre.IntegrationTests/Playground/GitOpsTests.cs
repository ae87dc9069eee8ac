using System.Text.Json.Nodes;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground;
using AiSre.Playground.Git;
using AiSre.Playground.GitOps;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Registries;

namespace AiSre.IntegrationTests.Playground;

/// <summary>The GitOps controller brings to the cluster what Git says, and reports on Applications as Argo CD does.</summary>
public sealed class GitOpsTests(GitOpsTests.QuickGitOps fixture) : IClassFixture<GitOpsTests.QuickGitOps>
{
    private PlaygroundHost Playground => fixture.Playground;

    [Fact]
    public async Task A_commit_becomes_a_synced_and_healthy_revision()
    {
        var app = await NewApplicationAsync(Files("registry-up.example/shop/web:1"));

        var first = await app.ReachesAsync("Synced", "Healthy", app.Head);
        var sha = app.Commit(Files("registry-up.example/shop/web:2"));
        var second = await app.ReachesAsync("Synced", "Healthy", sha);

        Assert.Equal("Succeeded", second.Text("status", "operationState", "phase"));
        Assert.Equal("successfully synced (all tasks run)", second.Text("status", "operationState", "message"));
        Assert.Equal(sha, second.Text("status", "operationState", "syncResult", "revision"));
        Assert.Equal(["configmap/web unchanged", "deployment.apps/web configured"],
            second.Items("status", "operationState", "syncResult", "resources").Select(resource => resource.Text("message")));
        Assert.Equal([first.Text("status", "sync", "revision"), sha], second.Items("status", "history").Select(entry => entry.Text("revision")));
        Assert.Equal(["registry-up.example/shop/web:2"], second.Texts("status", "summary", "images"));
        Assert.Equal(["ConfigMap Synced ", "Deployment Synced Healthy"], second.Items("status", "resources")
            .Select(resource => $"{resource.Text("kind")} {resource.Text("status")} {resource.Text("health", "status")}"));
        Assert.Equal("Directory", second.Text("status", "sourceType"));
        var deployment = Playground.Cluster.Get(KnownKinds.Deployment, app.Name, "web").ToJson();
        Assert.Equal($"{app.Name}:apps/Deployment:{app.Name}/web", deployment.Text("metadata", "annotations", "argocd.argoproj.io/tracking-id"));
        var events = Playground.Cluster.List(KnownKinds.Event).Select(e => e.ToJson()).Where(e => e.Text("involvedObject", "name") == app.Name).Select(e => $"{e.Text("reason")}: {e.Text("message")}").ToList();
        Assert.Contains($"OperationStarted: Initiated automated sync to '{sha}'", events);
        Assert.Contains($"OperationCompleted: Sync operation to {sha} succeeded", events);
        Assert.Contains("ResourceUpdated: Updated health status: Progressing -> Healthy", events);
    }

    [Fact]
    public async Task Only_the_right_change_in_git_heals_a_release_whose_registry_is_down()
    {
        var registryA = Playground.Registries.Add("registry-a.example");
        Playground.Registries.Add("registry-b.example");
        var app = await NewApplicationAsync(Files("registry-a.example/shop/web:1", replicas: 3, deadline: 2));
        await app.ReachesAsync("Synced", "Healthy", app.Head);

        registryA.Condition = RegistryCondition.TimesOut;
        var release = app.Commit(Files("registry-a.example/shop/web:2", replicas: 3, deadline: 2));
        var degraded = await app.ReachesAsync("Synced", "Degraded", release);
        var pods = await Eventually.SeeAsync("a pod that cannot pull", () => Task.FromResult(
            Playground.Cluster.List(KnownKinds.Pod).Where(pod => pod.Namespace == app.Name).Select(pod => pod.ToJson()).ToList() is var seen && seen.Any(CannotPull) ? seen : null));
        var wrong = app.Commit(Files("registry-a.example/shop/web:3", replicas: 3, deadline: 2));
        await app.ReachesAsync("Synced", "Degraded", wrong);
        var right = app.Commit(Files("registry-b.example/shop/web:2", replicas: 3, deadline: 2));
        await app.ReachesAsync("Synced", "Healthy", right);
        registryA.Condition = RegistryCondition.Up;

        Assert.Equal("Deployment \"web\" exceeded its progress deadline",
            degraded.Items("status", "resources").Single(resource => resource.Text("kind") == "Deployment").Text("health", "message"));
        Assert.Equal(3, pods.Count(pod => pod.Items("status", "containerStatuses").All(status => status.Flag("ready"))));
        Assert.Equal([0, 0, 0, 3], Playground.Cluster.List(KnownKinds.ReplicaSet).Where(set => set.Namespace == app.Name).Select(set => set.ToJson())
            .OrderBy(set => int.Parse(set.Text("metadata", "annotations", "deployment.kubernetes.io/revision")!, System.Globalization.CultureInfo.InvariantCulture))
            .Select(set => set.Number("spec", "replicas")));
    }

    [Fact]
    public async Task A_kustomization_is_rendered_with_its_images_and_replicas()
    {
        var app = await NewApplicationAsync(new()
        {
            ["base/kustomization.yaml"] = "resources: [deployment.yaml]\n",
            ["base/deployment.yaml"] = DeploymentYaml("shop/web"),
            ["overlay/kustomization.yaml"] = """
                namePrefix: prod-
                resources: [../base]
                images: [{name: shop/web, newName: registry-up.example/shop/web, newTag: "7"}]
                replicas: [{name: web, count: 2}]
                """,
        }, "overlay");

        var healthy = await app.ReachesAsync("Synced", "Healthy", app.Head);
        var deployment = Playground.Cluster.Get(KnownKinds.Deployment, app.Name, "prod-web").ToJson();

        Assert.Equal("Kustomize", healthy.Text("status", "sourceType"));
        Assert.Equal(2, deployment.Number("spec", "replicas"));
        Assert.Equal(["registry-up.example/shop/web:7"], healthy.Texts("status", "summary", "images"));
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_comparison_error_that_leaves_the_cluster_alone()
    {
        var app = await NewApplicationAsync(Files("registry-up.example/shop/web:1"));
        await app.ReachesAsync("Synced", "Healthy", app.Head);

        var nothing = Files("").ToDictionary(file => file.Key, _ => (string?)null);
        var sha = app.Commit(new(nothing) { ["elsewhere/web.yaml"] = DeploymentYaml("registry-up.example/shop/web:1") });
        var broken = await app.ReachesAsync("Unknown", "Healthy", sha);

        var condition = Assert.Single(broken.Items("status", "conditions"));
        Assert.Equal("ComparisonError", condition.Text("type"));
        Assert.Equal("Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = app: app path does not exist", condition.Text("message"));
        Assert.NotNull(Playground.Cluster.Find(KnownKinds.Deployment, app.Name, "web"));
    }

    [Fact]
    public async Task Text_that_is_not_yaml_is_a_comparison_error_naming_file_and_line()
    {
        var app = await NewApplicationAsync(Files("registry-up.example/shop/web:1"));
        await app.ReachesAsync("Synced", "Healthy", app.Head);

        var sha = app.Commit(new() { ["app/web.yaml"] = "kind: Deployment\nmetadata: {name: web\n" });
        var broken = await app.ReachesAsync("Unknown", "Healthy", sha);
        var repaired = app.Commit(Files("registry-up.example/shop/web:1"));
        var healthy = await app.ReachesAsync("Synced", "Healthy", repaired);

        Assert.StartsWith(
            "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = FailedPrecondition desc = Failed to unmarshal \"web.yaml\": failed to unmarshal manifest: error converting YAML to JSON: yaml: line ",
            broken.Items("status", "conditions").Single().Text("message"), StringComparison.Ordinal);
        Assert.Empty(healthy.Items("status", "conditions"));
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_a_failed_sync_that_is_not_tried_again_until_git_changes()
    {
        var app = await NewApplicationAsync(new() { ["app/web.yaml"] = DeploymentYaml("registry-up.example/shop/web:1").Replace("app: web", "app: other", StringComparison.Ordinal).Replace("matchLabels: {app: other}", "matchLabels: {app: web}", StringComparison.Ordinal) });

        var failed = await app.SeesAsync("a failed sync", json => json.Items("status", "conditions").Any(condition => condition.Text("type") == "SyncError"));
        var sha = app.Commit(Files("registry-up.example/shop/web:1"));
        await app.ReachesAsync("Synced", "Healthy", sha);

        Assert.Equal(("OutOfSync", "Failed"), (failed.Text("status", "sync", "status"), failed.Text("status", "operationState", "phase")));
        Assert.StartsWith("one or more objects failed to apply, reason: Deployment.apps \"web\" is invalid: spec.template.metadata.labels: ", failed.Text("status", "operationState", "message"), StringComparison.Ordinal);
        Assert.StartsWith($"Failed last sync attempt to [{failed.Text("status", "sync", "revision")}]: one or more objects failed to apply", failed.Items("status", "conditions").Single().Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_git_no_longer_has_is_pruned_where_the_application_says_so()
    {
        var pruning = await NewApplicationAsync(Files("registry-up.example/shop/web:1"));
        var keeping = await NewApplicationAsync(Files("registry-up.example/shop/web:1"), change: json => json["spec"]!["syncPolicy"]!["automated"]!.AsObject().Remove("prune"));
        await pruning.ReachesAsync("Synced", "Healthy", pruning.Head);
        await keeping.ReachesAsync("Synced", "Healthy", keeping.Head);

        await pruning.ReachesAsync("Synced", "Healthy", pruning.Commit(new() { ["app/settings.yaml"] = null }));
        var kept = await keeping.ReachesAsync("OutOfSync", "Healthy", keeping.Commit(new() { ["app/settings.yaml"] = null }));

        Assert.Null(Playground.Cluster.Find(KnownKinds.ConfigMap, pruning.Name, "web"));
        Assert.NotNull(Playground.Cluster.Find(KnownKinds.ConfigMap, keeping.Name, "web"));
        Assert.True(kept.Items("status", "resources").Single(resource => resource.Text("kind") == "ConfigMap").Flag("requiresPruning"));
    }

    [Fact]
    public async Task Without_automation_it_syncs_only_when_asked()
    {
        var app = await NewApplicationAsync(Files("registry-up.example/shop/web:1"), change: json => json["spec"]!.AsObject()["syncPolicy"] = new JsonObject { ["syncOptions"] = new JsonArray("CreateNamespace=true") });
        var before = await app.ReachesAsync("OutOfSync", "Missing", app.Head);

        Playground.ArgoCd.Sync(app.Name);
        var after = await app.ReachesAsync("Synced", "Healthy", app.Head);

        Assert.Null(before.At("status", "operationState"));
        Assert.Equal("admin", after.Text("status", "operationState", "operation", "initiatedBy", "username"));
    }

    [Fact]
    public async Task A_change_made_in_the_cluster_is_put_back()
    {
        var app = await NewApplicationAsync(Files("registry-up.example/shop/web:1", replicas: 2));
        await app.ReachesAsync("Synced", "Healthy", app.Head);

        Playground.Cluster.Change(KnownKinds.Deployment, app.Name, "web", WritePart.Object, json => json["spec"]!["replicas"] = 5);
        await Eventually.BeAsync(() => Playground.Cluster.Get(KnownKinds.Deployment, app.Name, "web").ToJson().Number("spec", "replicas") == 2);

        await app.ReachesAsync("Synced", "Healthy", app.Head);
        Assert.Single(app.Read().Items("status", "history"));
    }

    [Fact]
    public async Task Two_definitions_of_one_object_are_a_warning()
    {
        var files = Files("registry-up.example/shop/web:1");
        files["app/zz-again.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: \"2\"}\n";
        var app = await NewApplicationAsync(files);

        var healthy = await app.ReachesAsync("Synced", "Healthy", app.Head);

        Assert.Equal($"Resource /ConfigMap/{app.Name}/web appeared 2 times among application resources.", healthy.Items("status", "conditions").Single().Text("message"));
        Assert.Equal("2", Playground.Cluster.Get(KnownKinds.ConfigMap, app.Name, "web").ToJson().Text("data", "a"));
    }

    private async Task<Driver> NewApplicationAsync(Dictionary<string, string?> files, string path = "app", Action<JsonObject>? change = null)
    {
        var name = $"app-{Guid.NewGuid():n}"[..20];
        await Playground.Repositories.CreateAsync("acme", name, files.ToDictionary(file => file.Key, file => file.Value!));
        Playground.ArgoCd.CreateApplication(name, Playground.RepoUrl("acme", name), path, name, change);
        return new(Playground, name);
    }

    private static bool CannotPull(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff");

    private static Dictionary<string, string?> Files(string image, int replicas = 1, int deadline = 600) => new()
    {
        ["app/web.yaml"] = DeploymentYaml(image, replicas, deadline),
        ["app/settings.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: \"1\"}\n",
        ["app/notes.txt"] = "not a manifest",
        ["app/deeper/ignored.yaml"] = "not: a manifest",
    };

    private static string DeploymentYaml(string image, int replicas = 1, int deadline = 600) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: {{replicas}}
          progressDeadlineSeconds: {{deadline}}
          selector: {matchLabels: {app: web} }
          template:
            metadata: {labels: {app: web} }
            spec:
              containers:
              - name: web
                image: {{image}}

        """;

    /// <summary>One application and its repository.</summary>
    private sealed class Driver(PlaygroundHost playground, string name)
    {
        public string Name => name;

        public string Head => playground.Repositories.ResolveBranch("acme", name, "main")!;

        public string Commit(Dictionary<string, string?> files) => playground.Repositories.Commit("acme", name, "main", files, "Change", GitPerson.Of("dev"));

        public JsonObject Read() => playground.Cluster.Get(KnownKinds.Application, ArgoCd.Namespace, name).ToJson();

        public Task<JsonObject> ReachesAsync(string sync, string health, string revision) => SeesAsync($"{sync} and {health} at {revision}", json =>
            json.Text("status", "sync", "status") == sync && json.Text("status", "health", "status") == health && json.Text("status", "sync", "revision") == revision);

        public Task<JsonObject> SeesAsync(string what, Func<JsonObject, bool> holds)
        {
            JsonObject? last = null;
            return Eventually.SeeAsync(what, () => Task.FromResult(holds(last = Read()) ? last : null));
        }
    }

    public sealed class QuickGitOps : PlaygroundFixture
    {
        protected override PlaygroundOptions Options(string folder) => new()
        {
            DataFolder = folder,
            World = WorldTests.QuickWorld.Timings,
            GitOps = new() { PollInterval = TimeSpan.FromMilliseconds(100), SyncTime = TimeSpan.FromMilliseconds(30), SelfHealDelay = TimeSpan.FromMilliseconds(300) },
        };

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Playground.Registries.Add("registry-up.example");
        }
    }
}
