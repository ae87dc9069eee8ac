using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AiSre.Clusters;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground;
using AiSre.Playground.Git;
using AiSre.Playground.GitOps;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.IntegrationTests.Loop;

/// <summary>
/// AiSre as it is shipped beside a playground with one repository, <c>acme/shop</c>, whose applications pull from registry A. Each test has
/// its own database, cluster and GitHub.
/// </summary>
internal sealed class LoopWorld : IAsyncDisposable
{
    public const string RegistryA = "registry-a.example";
    public const string RegistryB = "registry-b.example";
    public const string Owner = "acme";
    public const string Repository = "shop";

    public static readonly GitPerson Pipeline = new("release pipeline", "releases@acme.example");

    private readonly TemporaryFolder _folder = new();
    private readonly string _connectionString;
    private readonly NpgsqlDataSource _dataSource;
    private Server? _server;

    private LoopWorld(string connectionString)
    {
        _connectionString = connectionString;
        _dataSource = NpgsqlDataSource.Create(connectionString);
    }

    public PlaygroundHost Playground { get; private set; } = null!;

    public Server AiSre => _server ?? throw new InvalidOperationException("AiSre was not started.");

    public string RepoUrl => Playground.RepoUrl(Owner, Repository);

    /// <summary>GitHub as a maintainer of the repository sees it.</summary>
    public Octokit.GitHubClient Maintainer => new(new Octokit.ProductHeaderValue("maintainer"), Playground.GitHubAddress)
    {
        Credentials = new Octokit.Credentials(Playground.AdminGitHubToken),
    };

    public static async Task<LoopWorld> CreateAsync(PostgresServer postgres, Uri? webhookUrl = null, TimeProvider? clock = null)
    {
        var world = new LoopWorld(await postgres.CreateDatabaseAsync());
        world.Playground = await PlaygroundHost.StartAsync(new PlaygroundOptions
        {
            DataFolder = world._folder.Path,
            WebhookUrl = webhookUrl,
            Time = clock ?? TimeProvider.System,
            GitOps = new GitOpsOptions { RenderChart = EvaluatedCharts.RenderAsync },
        });
        world.Playground.Registries.Add(RegistryA);
        world.Playground.Registries.Add(RegistryB);
        await world.Playground.Repositories.CreateAsync(Owner, Repository, new Dictionary<string, string> { ["README.md"] = "# Shop\n" });
        return world;
    }

    /// <summary>Adds an application <paramref name="name"/> of one Deployment in <c>apps/name</c>, and waits until it is well.</summary>
    public async Task AddApplicationAsync(string name, string version = "1.0.0", bool isSyncedByHand = false)
    {
        Commit($"apps/{name}/deployment.yaml", Manifest(name, version));
        Playground.ArgoCd.CreateApplication(
            name, RepoUrl, $"apps/{name}", Repository, application => _ = isSyncedByHand && application["spec"]!["syncPolicy"]!.AsObject().Remove("automated"));
        if (isSyncedByHand)
        {
            Playground.ArgoCd.Sync(name);
        }

        await Eventually.BeAsync(() => Application(name) is ("Synced", "Healthy", _), 30);
    }

    /// <summary>Commits a file to <c>main</c>, as its pipeline would; null deletes it.</summary>
    public string Commit(string path, string? text, string message = "Release\n") =>
        Playground.Repositories.Commit(Owner, Repository, "main", new Dictionary<string, string?> { [path] = text }, message, Pipeline);

    /// <summary>Adds a runbook to those that AiSre takes up when it starts.</summary>
    /// <param name="symptom">Its symptom, as front matter writes it in one line.</param>
    /// <param name="operations">The operations of its solution, one a text.</param>
    public void AddRunbook(string symptom, params string[] operations) => AddRunbookOf("another", symptom, operations);

    /// <summary>Adds a runbook of this id.</summary>
    public void AddRunbookOf(string id, string symptom, params string[] operations)
    {
        var runbooks = Directory.CreateDirectory(Path.Combine(_folder.Path, "runbooks")).FullName;
        File.WriteAllText(
            Path.Combine(runbooks, $"{id}.md"),
            $"---\nid: {id}\ntitle: Another\nowner: platform\nsymptom: {symptom}\nsolution:\n{string.Join('\n', operations.Select(operation => $"  - {operation}"))}\n---\n# Another\n");
    }

    /// <summary>Adds a runbook as it is written.</summary>
    public void AddRunbookText(string id, string text) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "runbooks")).FullName, $"{id}.md"), text);

    /// <summary>Registry A stops answering, and the next releases come.</summary>
    public void Break(params string[] names)
    {
        Playground.Registries.Add(RegistryA).Condition = RegistryCondition.TimesOut;
        foreach (var name in names)
        {
            Commit($"apps/{name}/deployment.yaml", Manifest(name, "1.1.0"));
        }
    }

    /// <summary>Starts AiSre on one application, breaks that, and waits for the proposal.</summary>
    public async Task<Incident> ProposedAsync(params string[] settings)
    {
        await AddApplicationAsync("checkout");
        await StartAiSreAsync(settings);
        Break("checkout");
        return await IncidentAsync(IncidentState.AwaitingDecision);
    }

    /// <summary>A ruleset with one rule for <c>main</c>, as a maintainer would set it up.</summary>
    public async Task RulesetAsync(string rule)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Playground.GitHubAddress, "/api/v3/") };
        http.DefaultRequestHeaders.Add("User-Agent", "maintainer");
        http.DefaultRequestHeaders.Add("Authorization", $"token {Playground.AdminGitHubToken}");
        using var body = new StringContent(
            $$$"""{"name":"main","target":"branch","enforcement":"active","conditions":{"ref_name":{"include":["refs/heads/main"],"exclude":[]}},"rules":[{{{rule}}}]}""",
            System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"repos/{Owner}/{Repository}/rulesets", UriKind.Relative), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A file as a branch has it.</summary>
    public async Task<string> ReadAsync(string branch, string path) =>
        (await Maintainer.Repository.Content.GetAllContentsByRef(Owner, Repository, path, branch))[0].Content;

    public static string Manifest(string name, string version) => $$"""
        # The {{name}} of the shop.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          replicas: 2
          selector:
            matchLabels: {app: {{name}}}
          template:
            metadata:
              labels: {app: {{name}}}
            spec:
              containers:
                - name: {{name}}
                  image: {{RegistryA}}/shop/{{name}}:{{version}}   # built by the pipeline

        """;

    /// <summary>Sync status, health and revision as Argo CD reports them.</summary>
    public (string Sync, string Health, string Revision) Application(string name)
    {
        var status = Playground.Cluster.Find(global::AiSre.Playground.Kubernetes.Kinds.KnownKinds.Application, "argocd", name)?.ToJson()["status"];
        return ((string?)status?["sync"]?["status"] ?? "", (string?)status?["health"]?["status"] ?? "", (string?)status?["sync"]?["revision"] ?? "");
    }

    /// <summary>Every pod of the cluster as JSON.</summary>
    public IEnumerable<JsonObject> Pods() =>
        Playground.Cluster.List(global::AiSre.Playground.Kubernetes.Kinds.KnownKinds.Pod).Select(pod => pod.ToJson());

    /// <summary>Starts AiSre in this process.</summary>
    public async Task StartAiSreAsync(params string[] settings) =>
        _server = await Server.StartAsync([.. Settings("http://127.0.0.1:0"), .. settings], Quiet);

    /// <summary>Stops AiSre in good order and starts another.</summary>
    public async Task RestartAiSreAsync(params string[] settings)
    {
        await AiSre.DisposeAsync();
        _server = null;
        await StartAiSreAsync(settings);
    }

    /// <summary>The configuration that connects AiSre to this world.</summary>
    public string[] Settings(string urls)
    {
        var runbooks = Path.Combine(_folder.Path, "runbooks");
        Directory.CreateDirectory(runbooks);
        File.WriteAllText(Path.Combine(runbooks, "override-registry.md"), Runbook);
        return
        [
            $"--urls={urls}",
            $"--ConnectionStrings:AiSre={_connectionString}",
            $"--Data:Folder={Path.Combine(_folder.Path, "data")}",
            "--Clusters:0:Name=test",
            $"--Clusters:0:Kubeconfig={Playground.KubeconfigPath}",
            $"--GitHub:BaseAddress={Playground.GitHubAddress}",
            $"--GitHub:Token={Playground.GitHubToken}",
            $"--GitHub:WebhookSecret={Playground.WebhookSecret}",
            $"--Runbooks:Import={runbooks}",
            $"--Proof:Registries:0:Host={RegistryA}",
            $"--Proof:Registries:0:Address={Playground.RegistryAddress(RegistryA)}",
            $"--Proof:Registries:1:Host={RegistryB}",
            $"--Proof:Registries:1:Address={Playground.RegistryAddress(RegistryB)}",
            "--Verification:Soak=00:00:01",
            "--Verification:Interval=00:00:00.2",
            "--Decisions:PullRequestPollInterval=00:00:00.5",
        ];
    }

    /// <summary>The database, whoever else is at it.</summary>
    public AiSreDbContext Open() =>
        new((DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>().UseAiSre(_dataSource).Options);

    public async Task<List<Incident>> IncidentsAsync()
    {
        await using var db = Open();
        return await db.Set<Incident>().OrderBy(incident => incident.Number).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the only incident is in this state.</summary>
    public async Task<Incident> IncidentAsync(IncidentState state, int seconds = 40)
    {
        List<Incident> seen = [];
        await Eventually.BeAsync(async () => (seen = await IncidentsAsync()) is [var only] && only.State == state, seconds);
        return seen[0];
    }

    /// <summary>Waits until an incident shows a problem that contains these words; a fault in Git may bring a second incident of its own.</summary>
    public Task<Incident> ProblemAsync(string words, int seconds = 40) =>
        OneAsync(incident => incident.Problem?.Contains(words, StringComparison.Ordinal) == true, seconds);

    /// <summary>Waits until some incident is so.</summary>
    public async Task<Incident> OneAsync(Predicate<Incident> isSo, int seconds = 40)
    {
        Incident? seen = null;
        await Eventually.BeAsync(async () => (seen = (await IncidentsAsync()).Find(isSo)) is not null, seconds);
        return seen!;
    }

    /// <summary>Waits until the cluster is in this phase.</summary>
    public async Task<ClusterState> ClusterAsync(ClusterPhase phase, int seconds = 40)
    {
        ClusterState? seen = null;
        await Eventually.BeAsync(
            async () =>
            {
                await using var db = Open();
                seen = await db.Set<ClusterState>().AsNoTracking().SingleOrDefaultAsync(TestContext.Current.CancellationToken);
                return seen?.Phase == phase;
            },
            seconds);
        return seen!;
    }

    public async Task<Proposal> ProposalAsync()
    {
        await using var db = Open();
        return await db.Set<Proposal>().SingleAsync(TestContext.Current.CancellationToken);
    }

    public async Task<List<Proposal>> ProposalsAsync()
    {
        await using var db = Open();
        return await db.Set<Proposal>().OrderBy(proposal => proposal.Round).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a revert waits for its decision.</summary>
    public async Task<Proposal> RevertAsync(int seconds = 60)
    {
        await OneAsync(incident => incident is { State: IncidentState.AwaitingDecision, IsReverting: true }, seconds);
        return (await ProposalsAsync()).Single(proposal => proposal.IsRevert);
    }

    public async Task<List<TimelineEntry>> TimelineAsync()
    {
        await using var db = Open();
        return await db.Set<TimelineEntry>().OrderBy(entry => entry.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<List<Decision>> DecisionsAsync()
    {
        await using var db = Open();
        return await db.Set<Decision>().ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The newest proposal as a page showed it that had this commit.</summary>
    public async Task<ProposalFingerprint> FingerprintAsync(Incident incident, string headSha)
    {
        await using var db = Open();
        var proposal = await db.Set<Proposal>().NewestAsync(incident.Id, TestContext.Current.CancellationToken);
        return (await db.FingerprintAsync(proposal!, TestContext.Current.CancellationToken))! with { HeadSha = headSha };
    }

    public async Task<DecisionOutcome> ApproveAsync(Incident incident, string headSha, string by = "operator") =>
        await ApproveAsync(incident, await FingerprintAsync(incident, headSha), by);

    public async Task<DecisionOutcome> ApproveAsync(Incident incident, ProposalFingerprint seen, string by = "operator") =>
        await AiSre.App.Services.GetRequiredService<DecisionCommand>().ApproveAsync(incident.Id, seen, by, TestContext.Current.CancellationToken);

    public async Task<DecisionOutcome> AskForAnotherAsync(Incident incident, string headSha) =>
        await AiSre.App.Services.GetRequiredService<DecisionCommand>().AskForAnotherAsync(
            incident.Id, await FingerprintAsync(incident, headSha), "operator", TestContext.Current.CancellationToken);

    public async Task<DecisionOutcome> RejectAsync(Incident incident, string headSha, string reason) =>
        await AiSre.App.Services.GetRequiredService<DecisionCommand>().RejectAsync(incident.Id, await FingerprintAsync(incident, headSha), "operator", new Rejection(RejectionReason.Other, reason), TestContext.Current.CancellationToken);

    public async Task<DecisionOutcome> RejectApprovedAsync(Incident incident, string headSha, string reason) =>
        await AiSre.App.Services.GetRequiredService<DecisionCommand>().RejectApprovedAsync(incident.Id, await FingerprintAsync(incident, headSha), "operator", new Rejection(RejectionReason.Other, reason), TestContext.Current.CancellationToken);

    /// <summary>Every pull request that there ever was.</summary>
    public async Task<IReadOnlyList<Octokit.PullRequest>> PullRequestsAsync() =>
        await Maintainer.PullRequest.GetAllForRepository(Owner, Repository, new Octokit.PullRequestRequest { State = Octokit.ItemStateFilter.All });

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _dataSource.DisposeAsync();
        await Playground.DisposeAsync();
        _folder.Dispose();
    }

    private static void Quiet(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder) => builder.Logging.SetMinimumLevel(LogLevel.Warning);

    public const string Runbook = $"""
        ---
        id: override-registry
        title: Pull from registry B while registry A is down
        owner: platform
        symptom:
          cause: RegistryUnavailable
          registry: {RegistryA}
        solution:
          - override-image-registry:
              from: {RegistryA}
              to: {RegistryB}
        ---
        # Pull from registry B while registry A is down

        ## Symptom
        Pods cannot pull their images from registry A.

        ## Root cause
        Registry A does not answer.

        ## Solution
        Registry B mirrors every image.

        """;
}
