using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground;
using AiSre.Playground.Git;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Scenes.RegistryDown;
using AiSre.Runbooks;

namespace AiSre.IntegrationTests.Playground;

/// <summary>The scene that the demo plays, in this process and as a process of its own.</summary>
public sealed class RegistryDownSceneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_fault_strikes_two_applications_and_the_other_registry_heals_both()
    {
        using var folder = new TemporaryFolder();
        await using var playground = await PlaygroundHost.StartAsync(Options(folder.Path), Cancellation);

        await playground.Scene.AllWellAsync(Cancellation);
        await playground.Scene.BreakAsync(Cancellation);
        await Eventually.SeeAsync("both releases in back-off", () => Task.FromResult(Waiting(playground) is ["checkout", "storefront"] waiting ? waiting : null));
        var catalog = HealthOf(playground, "catalog");
        OverrideRegistry(playground);
        await playground.Scene.AllWellAsync(Cancellation);

        Assert.Equal("Healthy", catalog);
        Assert.Equal(["registry-b.example/shop/checkout:1.5.0"], ImagesOf(playground, "checkout"));
        Assert.Equal(["registry-b.example/shop/storefront:2.8.0"], ImagesOf(playground, "storefront"));
        Assert.Empty(Waiting(playground));
    }

    [Fact]
    public async Task A_second_start_over_the_same_folder_begins_the_story_again()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await PlaygroundHost.StartAsync(Options(folder.Path), Cancellation))
        {
            await first.Scene.BreakAsync(Cancellation);
            OverrideRegistry(first);
        }

        await using var second = await PlaygroundHost.StartAsync(Options(folder.Path), Cancellation);
        await second.Scene.AllWellAsync(Cancellation);

        Assert.Equal(["registry-a.example/shop/checkout:1.4.2"], ImagesOf(second, "checkout"));
    }

    [Fact]
    public void The_scenes_runbook_is_one_that_AiSre_can_act_on()
    {
        var file = Path.Combine(new RegistryDownScene().Runbooks, "override-registry.md");

        var parsed = RunbookParser.Parse(File.ReadAllText(file));

        Assert.Empty(parsed.Errors);
        Assert.True(parsed.Runbook!.CanAct);
    }

    [Fact]
    public async Task The_process_says_when_it_is_ready_obeys_its_control_and_ends_with_its_parent()
    {
        using var folder = new TemporaryFolder();
        using var parent = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        var ready = Path.Combine(folder.Path, "ready", "playground.json");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(PlaygroundHost).Assembly.Location, "--data", Path.Combine(folder.Path, "data"), "--ready-file", ready, "--fault-after", "600", "--parent-pid", $"{parent.Id}"]))!;
        try
        {
            var said = await Eventually.SeeAsync("the ready file", () => Task.FromResult(File.Exists(ready) ? JsonNode.Parse(File.ReadAllText(ready)) : null), 60);
            using var http = new HttpClient { BaseAddress = new Uri(said["control"]!.GetValue<string>()) };
            using var answer = await http.PutAsJsonAsync("registries/registry-a.example", new { condition = "RefusesConnections" }, Cancellation);
            using var fault = await http.PostAsync("scene/fault", null, Cancellation);
            var state = await http.GetFromJsonAsync<JsonObject>("", Cancellation);

            Assert.True(answer.IsSuccessStatusCode && fault.IsSuccessStatusCode);
            Assert.True(state.Flag("hasBroken"));
            Assert.Equal("TimesOut", state.Items("registries").Single(registry => registry.Text("host") == "registry-a.example").Text("condition"));
            Assert.True(File.Exists(said["kubeconfig"]!.GetValue<string>()));
            Assert.Equal(["/acme/runbooks.git", "/acme/shop.git"], said["repositories"]!.AsArray().Select(url => new Uri(url!.GetValue<string>()).AbsolutePath).Order());
            Assert.EndsWith("/acme/runbooks.git", said["runbookRepository"]!.GetValue<string>(), StringComparison.Ordinal);
            parent.Kill();
            await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            parent.Kill();
            process.Kill();
        }
    }

    private static PlaygroundOptions Options(string folder) => new() { DataFolder = folder, Scene = new RegistryDownScene(), World = WorldTests.QuickWorld.Timings };

    private static void OverrideRegistry(PlaygroundHost playground)
    {
        var head = playground.Repositories.ResolveBranch("acme", "shop", "main")!;
        var changes = playground.Repositories.ReadTree("acme", "shop", head)
            .Select(file => (file.Key, Text: System.Text.Encoding.UTF8.GetString(file.Value)))
            .Where(file => file.Text.Contains(RegistryDownScene.RegistryA, StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => (string?)file.Text.Replace(RegistryDownScene.RegistryA, RegistryDownScene.RegistryB, StringComparison.Ordinal));
        playground.Repositories.Commit("acme", "shop", "main", changes, "Override the registry", GitPerson.Of("dev"));
    }

    private static List<string> Waiting(PlaygroundHost playground) =>
        [.. playground.Cluster.List(KnownKinds.Pod).Where(pod => !pod.IsTerminating).Select(pod => pod.ToJson())
            .Where(pod => pod.Items("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"))
            .Select(pod => pod.Text("metadata", "labels", "app")!).Distinct().Order(StringComparer.Ordinal)];

    private static string? HealthOf(PlaygroundHost playground, string name) => playground.Cluster.Get(KnownKinds.Application, "argocd", name).ToJson().Text("status", "health", "status");

    private static IEnumerable<string> ImagesOf(PlaygroundHost playground, string name) =>
        playground.Cluster.Get(KnownKinds.Application, "argocd", name).ToJson().Texts("status", "summary", "images");
}
