using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Images;
using AiSre.Remediation.Proof;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Operations of runbooks through the whole loop: from the fault to the merged change that ends it.</summary>
public sealed class SolutionTests(PostgresServer postgres)
{
    private const string File = "apps/checkout/deployment.yaml";

    [Fact]
    public async Task A_container_that_is_killed_for_its_memory_gets_more()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout", new ImageBehaviour { WorkingSet = 80m * 1024 * 1024 });
        world.AddRunbook("{cause: OutOfMemoryKilled}", "set-resources: {limits: {memory: x1.5}, at-most: 1Gi}");

        await ResolveAsync(world, Release("1.0.0") + Resources("64Mi"), Release("1.0.0") + Resources("96Mi"));

        Assert.Equal("Set the memory limit times 1.5 (at most 1Gi) (incident #1)", (await world.ProposalAsync()).Title);
    }

    [Fact]
    public async Task A_program_that_lacks_a_setting_gets_it()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout:1.1.0", new ImageBehaviour { RequiredEnvironment = ["LEVEL"] });
        world.AddRunbook("{reason: ContainerCrashing}", "set-environment: {name: LEVEL, value: info}");

        await ResolveAsync(world, Release("1.1.0"), Release("1.1.0") + "          env:\n            - name: LEVEL\n              value: info\n");
    }

    [Fact]
    public async Task A_release_that_crashes_is_rolled_back_to_the_image_that_was_well()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout:1.1.0", new ImageBehaviour { ExitCode = 3, CrashLog = ["Fatal: no licence."] });
        world.AddRunbook("{reason: ContainerCrashing}", "roll-back-image: {}");

        await ResolveAsync(world, Release("1.1.0"), Release("1.0.0"));
    }

    [Fact]
    public async Task A_misspelled_name_is_corrected_to_the_one_that_the_cluster_has()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit("apps/settings/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {LEVEL: info}\n");
        world.Playground.ArgoCd.CreateApplication("settings", world.RepoUrl, "apps/settings", LoopWorld.Repository);
        world.AddRunbook("{cause: MissingConfigMap}", "fix-reference: {kind: ConfigMap}");

        const string From = "          envFrom:\n            - configMapRef: {name: setings}\n";
        await ResolveAsync(world, Release("1.0.0") + From, Release("1.0.0") + From.Replace("setings", "settings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_misspelled_key_is_corrected_to_the_one_that_the_ConfigMap_has()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit("apps/settings/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {LEVEL: info, TIMEOUT: 5s}\n");
        world.Playground.ArgoCd.CreateApplication("settings", world.RepoUrl, "apps/settings", LoopWorld.Repository);
        world.AddRunbook("{cause: MissingConfigMapKey}", "fix-reference: {kind: ConfigMapKey}");

        const string From = "          env:\n            - name: LEVEL\n              valueFrom:\n                configMapKeyRef: {name: settings, key: LEVLE}\n";
        await ResolveAsync(world, Release("1.0.0") + From, Release("1.0.0") + From.Replace("LEVLE", "LEVEL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_commit_that_brought_a_fault_is_reverted_with_all_that_it_did_to_the_application()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout:1.1.0", new ImageBehaviour { ExitCode = 3, CrashLog = ["Fatal: no licence."] });
        world.AddRunbook("{reason: ContainerCrashing}", "revert-commit: {}");
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        const string Settings = "apps/checkout/settings.yaml";
        var broken = world.Playground.Repositories.Commit(
            LoopWorld.Owner, LoopWorld.Repository, "main",
            new Dictionary<string, string?> { [File] = Release("1.1.0"), [Settings] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: licence}\n", ["README.md"] = "# Shop 1.1\n" },
            "Release 1.1.0\n", LoopWorld.Pipeline);

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 60);
        var proposal = await world.ProposalAsync();
        Assert.Equal([(File, Release("1.1.0"), LoopWorld.Manifest("checkout", "1.0.0"), false), (Settings, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: licence}\n", "", true)], proposal.Files.Select(file => (file.Path, file.Before, file.After, file.IsRemoved)));
        Assert.Contains($"left as that commit made them, since argocd/checkout does not use them: README.md", proposal.Files.SelectMany(file => file.Edits));
        Assert.Contains(proposal.Proof!.Checks, check => check.Sentence.StartsWith($"The change does exactly the opposite of what commit {broken[..7]} did", StringComparison.Ordinal));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved, 60);
        var tree = world.Playground.Repositories.ReadTree(LoopWorld.Owner, LoopWorld.Repository, (await world.ProposalAsync()).MergeSha!);
        Assert.Equal(["README.md", File], tree.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_application_that_another_one_declares_is_pinned_to_the_revision_that_was_last_well()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout:1.1.0", new ImageBehaviour { ExitCode = 3, CrashLog = ["Fatal: no licence."] });
        world.AddRunbook("{reason: ContainerCrashing}", "pin-target-revision: {revision: last-healthy}");
        const string Declared = "argocd/checkout.yaml";
        var application = $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: checkout\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: {world.RepoUrl}\n    path: apps/checkout\n    targetRevision: main\n  destination: {{server: https://kubernetes.default.svc, namespace: {LoopWorld.Repository}}}\n  syncPolicy: {{automated: {{selfHeal: true}}, syncOptions: [CreateNamespace=true]}}\n";
        world.Commit(File, Release("1.0.0"));
        var well = world.Commit(Declared, application);
        world.Playground.ArgoCd.CreateApplication("root", world.RepoUrl, "argocd", "argocd");
        await Eventually.BeAsync(() => world.Application("checkout") is ("Synced", "Healthy", _), 60);
        await world.StartAiSreAsync();
        world.Commit(File, Release("1.1.0"));

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 60);
        var proposal = await world.ProposalAsync();
        var file = Assert.Single(proposal.Files);
        Assert.Equal((Declared, application.Replace("targetRevision: main", $"targetRevision: {well}", StringComparison.Ordinal)), (file.Path, file.After));
        Assert.Equal(["argocd/root"], proposal.Applications);
        Assert.Contains(proposal.Proof!.Checks, check => check is { Name: "Pinned", State: ProofState.Proven });
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved, 60);
        Assert.Equal(("Synced", "Healthy", well), world.Application("checkout"));
    }

    [Fact]
    public async Task A_limit_of_a_shared_base_is_raised_in_a_patch_of_the_application()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Playground.Images.Describe("shop/checkout", new ImageBehaviour { WorkingSet = 80m * 1024 * 1024 });
        world.AddRunbook("{cause: OutOfMemoryKilled}", "set-resources: {limits: {memory: x2}, at-most: 1Gi}");
        const string Overlay = "resources: [../../base]\nnamePrefix: prod-\npatches:\n  - path: scale.yaml\n    target: {kind: Service}\n";
        world.Commit("base/kustomization.yaml", "resources: [deployment.yaml]\n");
        world.Commit("base/deployment.yaml", Release("1.0.0") + Resources("64Mi"));
        world.Commit("apps/checkout/scale.yaml", "- {op: remove, path: /spec/ports}\n");
        world.Commit("apps/checkout/kustomization.yaml", Overlay);
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, "apps/checkout", LoopWorld.Repository);
        await world.StartAiSreAsync();

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        Assert.Equal(["apps/checkout/deployment-checkout.patch.yaml", "apps/checkout/kustomization.yaml"], proposal.Files.Select(file => file.Path));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal(("Synced", "Healthy", (await world.ProposalAsync()).MergeSha), world.Application("checkout"));
    }

    private static string Release(string version) => LoopWorld.Manifest("checkout", version).TrimEnd() + "\n";

    private static string Resources(string memory) => $"          resources:\n            limits:\n              memory: {memory}  # as the others\n";

    // The application is well, what breaks it is committed, and the proposal that mends it approved.
    private static async Task ResolveAsync(LoopWorld world, string broken, string mended)
    {
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        world.Commit(File, broken);

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        var change = Assert.Single(proposal.Files);
        Assert.Equal((File, broken, mended), (change.Path, change.Before, change.After));
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal(("Synced", "Healthy", (await world.ProposalAsync()).MergeSha), world.Application("checkout"));
    }
}
