using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Proof;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Where the value that breaks something may stand, through the whole loop: only the line that gives it is changed, wherever it is.</summary>
public sealed class ProvenanceTests(PostgresServer postgres)
{
    private const string Chart = "charts/checkout";
    private const string Defaults = $"{Chart}/values.yaml";
    private const string Production = "env/production.yaml";
    private const string Declared = "argocd/checkout.yaml";

    [Fact]
    public async Task A_registry_in_a_values_file_of_the_application_is_changed_there()
    {
        await using var world = await WorldAsync();
        world.Commit(Production, Image("1.0.0"));
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, Chart, LoopWorld.Repository, application =>
            application["spec"]!["source"]!["helm"] = System.Text.Json.Nodes.JsonNode.Parse($$"""{"valueFiles": ["/{{Production}}"]}"""));

        await ResolveAsync(world, Production, Image("1.1.0"), Image("1.1.0").Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal), isRendered: true);
    }

    [Fact]
    public async Task A_limit_in_the_values_of_a_chart_that_nobody_else_uses_is_raised_there()
    {
        await using var world = await WorldAsync();
        world.Playground.Images.Describe("shop/checkout", new ImageBehaviour { WorkingSet = 80m * 1024 * 1024 });
        world.AddRunbook("{cause: OutOfMemoryKilled}", "set-resources: {limits: {memory: x2}, at-most: 1Gi}");
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, Chart, LoopWorld.Repository);

        await ResolveAsync(world, Defaults, Values("64Mi"), Values("128Mi"), isRendered: true);
    }

    [Theory]
    [InlineData("      valuesObject:\n        image: {registry: registry-a.example, tag: 1.0.0}   # of production\n")]
    [InlineData("      values: |\n        image:\n          registry: registry-a.example\n          tag: 1.0.0\n")]
    [InlineData("      parameters:\n        - {name: image.registry, value: registry-a.example}\n        - {name: image.tag, value: 1.0.0}\n")]
    public async Task A_registry_that_the_application_itself_gives_is_changed_where_Git_declares_the_application(string inline)
    {
        await using var world = await WorldAsync();
        world.Commit(Declared, Application(world, inline));
        world.Playground.ArgoCd.CreateApplication("root", world.RepoUrl, "argocd", "argocd");

        var broken = Application(world, inline.Replace("1.0.0", "1.1.0", StringComparison.Ordinal));
        await ResolveAsync(world, Declared, broken, broken.Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "{{.name}}", "{{.registry}}", "{{.tag}}")]
    [InlineData(false, "{{name}}", "{{registry}}", "{{tag}}")]
    public async Task A_registry_of_one_element_of_a_list_is_changed_in_that_element(bool isGo, string name, string registry, string tag)
    {
        await using var world = await WorldAsync();
        const string Cart = "          - {name: cart, registry: registry-b.example, tag: 1.0.0}\n";
        world.Commit(Declared, Set(world, "    - list:\n        elements:\n" + Element("1.0.0") + Cart, isGo, name, registry, tag));
        world.Playground.ArgoCd.CreateApplication("root", world.RepoUrl, "argocd", "argocd");

        var broken = Set(world, "    - list:\n        elements:\n" + Element("1.1.0") + Cart, isGo, name, registry, tag);
        await ResolveAsync(world, Declared, broken, broken.Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_of_a_file_of_a_git_generator_is_changed_in_that_file()
    {
        await using var world = await WorldAsync();
        const string File = "teams/checkout/config.yaml";
        world.Commit(File, Config("1.0.0"));
        world.Commit(Declared, Set(world, $"    - git:\n        repoURL: {world.RepoUrl}\n        revision: main\n        files: [{{path: 'teams/*/config.yaml'}}]\n", true, "{{.path.basename}}", "{{.image.registry}}", "{{.image.tag}}"));
        world.Playground.ArgoCd.CreateApplication("root", world.RepoUrl, "argocd", "argocd");

        await ResolveAsync(world, File, Config("1.1.0"), Config("1.1.0").Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_hydrated_application_what_people_write_is_changed()
    {
        await using var world = await WorldAsync();
        const string Path = "apps/checkout/deployment.yaml";
        world.Commit(Path, LoopWorld.Manifest("checkout", "1.0.0"));
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, "apps/checkout", LoopWorld.Repository, application =>
        {
            application["spec"]!.AsObject().Remove("source");
            application["spec"]!["sourceHydrator"] = System.Text.Json.Nodes.JsonNode.Parse(
                $$$"""{"drySource": {"repoURL": "{{{world.RepoUrl}}}", "targetRevision": "main", "path": "apps/checkout"}, "syncSource": {"targetBranch": "environments/prod", "path": "checkout"}}""");
        });

        var broken = LoopWorld.Manifest("checkout", "1.1.0");
        await ResolveAsync(world, Path, broken, broken.Replace(LoopWorld.RegistryA, LoopWorld.RegistryB, StringComparison.Ordinal), isRendered: null);
        Assert.Contains(LoopWorld.RegistryB, await world.ReadAsync("environments/prod", "checkout/manifest.yaml"), StringComparison.Ordinal);
    }

    // The application is well, what breaks it is committed, and the proposal that mends it approved.
    private static async Task ResolveAsync(LoopWorld world, string path, string broken, string mended, bool? isRendered = false)
    {
        await Eventually.BeAsync(() => world.Application("checkout") is ("Synced", "Healthy", _), 30);
        await world.StartAiSreAsync($"--ArgoCd:0:Address={world.Playground.ArgoCdAddress}", $"--ArgoCd:0:Token={world.Playground.ArgoCdToken}");
        if (!mended.Contains("128Mi", StringComparison.Ordinal))
        {
            world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        }

        world.Commit(path, broken);

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var proposal = await world.ProposalAsync();
        var change = Assert.Single(proposal.Files);
        Assert.Equal((path, broken, mended), (change.Path, change.Before, change.After));
        Assert.True(isRendered is null || (isRendered.Value ? ProofState.Proven : ProofState.Unproven) == proposal.Proof!.Checks.Single(check => check.Name == "Rendered").State);
        Assert.True((await world.ApproveAsync(incident, proposal.HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal(("Synced", "Healthy"), (world.Application("checkout").Sync, world.Application("checkout").Health));
        Assert.Equal(mended, await world.ReadAsync("main", path));
    }

    private async Task<LoopWorld> WorldAsync()
    {
        var world = await LoopWorld.CreateAsync(postgres);
        world.Commit($"{Chart}/Chart.yaml", "apiVersion: v2\nname: checkout\nversion: 0.1.0\n");
        world.Commit(Defaults, Values("256Mi"));
        world.Commit($"{Chart}/templates/_helpers.tpl", "{{- define \"checkout.labels\" -}}\napp: {{ .Release.Name }}\n{{- end -}}\n");
        world.Commit($"{Chart}/templates/deployment.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ .Release.Name }}
            spec:
              replicas: {{ .Values.replicas }}
              selector:
                matchLabels: {{- include "checkout.labels" . | nindent 6 }}
              template:
                metadata:
                  labels: {{- include "checkout.labels" . | nindent 8 }}
                spec:
                  containers:
                    - name: checkout
                      image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
                      resources: {{- toYaml .Values.resources | nindent 12 }}

            """);
        return world;
    }

    private static string Values(string memory) =>
        $"replicas: 2\nimage: {{registry: {LoopWorld.RegistryB}, repository: shop/checkout, tag: \"1.0.0\"}}\nresources:\n  limits:\n    memory: {memory}  # as measured\n";

    private static string Image(string tag) => $"# Production\nimage:\n  registry: {LoopWorld.RegistryA} # near the cluster; repository of the shop\n  tag: {tag}\n";

    private static string Config(string tag) => $"team: shop\nimage:\n  registry: {LoopWorld.RegistryA}\n  tag: {tag}\n";

    private static string Element(string tag) => $"          - {{name: checkout, registry: {LoopWorld.RegistryA}, tag: {tag}}}\n";

    private static string Application(LoopWorld world, string inline) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: checkout
          namespace: argocd
        spec:
          project: default
          destination: {server: 'https://kubernetes.default.svc', namespace: shop}
          syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
          source:
            repoURL: {{world.RepoUrl}}
            path: {{Chart}}
            targetRevision: main
            helm:
        {{inline.TrimEnd()}}

        """;

    private static string Set(LoopWorld world, string generators, bool isGo, string name, string registry, string tag) => $$$"""
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata:
          name: shop
          namespace: argocd
        spec:
          goTemplate: {{{(isGo ? "true" : "false")}}}
          generators:
        {{{generators.TrimEnd()}}}
          template:
            metadata:
              name: '{{{name}}}'
            spec:
              project: default
              destination: {server: 'https://kubernetes.default.svc', namespace: shop}
              source:
                repoURL: {{{world.RepoUrl}}}
                path: {{{Chart}}}
                targetRevision: main
                helm:
                  parameters:
                    - name: image.registry
                      value: '{{{registry}}}'
                    - name: image.tag
                      value: '{{{tag}}}'
              syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}

        """;
}
