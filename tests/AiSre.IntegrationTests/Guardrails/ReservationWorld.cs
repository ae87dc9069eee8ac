using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Loop;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.IntegrationTests.Guardrails;

/// <summary>Two replicas over one database and one cluster with some applications, and proposals for them that everything allows.</summary>
internal sealed class ReservationWorld : IAsyncDisposable
{
    public const string Head = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Start = "environments: {test: {criticality: low, clusters: [test]}}\nautomatic: [{environments: [test]}]\n";

    private readonly LoopWorld _world;
    private readonly List<WebApplication> _replicas = [];

    private ReservationWorld(LoopWorld world) => _world = world;

    public LoopWorld Loop => _world;

    public MovableClock Clock { get; } = new();

    public static async Task<ReservationWorld> CreateAsync(PostgresServer postgres, string rules, params string[] applications)
    {
        var world = new ReservationWorld(await LoopWorld.CreateAsync(postgres));
        foreach (var application in applications)
        {
            await world._world.AddApplicationAsync(application);
        }

        world._replicas.AddRange([world.Replica(), world.Replica()]);
        var saved = await world.Get<GuardrailStore>().SaveAsync(new(Start + rules, 0, "ada", "For a test."), TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Refusal);
        return world;
    }

    public T Get<T>(int replica = 0)
        where T : notnull => _replicas[replica].Services.GetRequiredService<T>();

    public Task<GuardrailReservationResult> ReserveAsync(Proposal proposal, int replica = 0) =>
        Get<GuardrailEvaluator>(replica).ReserveAsync(proposal.Id, Head, TestContext.Current.CancellationToken);

    /// <summary>An incident with an open pull request that gives an application's container more memory.</summary>
    public async Task<Proposal> ProposeAsync(string application, IncidentState state = IncidentState.AwaitingDecision, Action<Proposal>? change = null, string cluster = "test")
    {
        await using var db = _world.Open();
        var now = Clock.GetUtcNow();
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(),
            Cluster = cluster,
            CorrelationKey = Guid.NewGuid().ToString(),
            Title = application,
            Severity = Severity.Error,
            Workload = new ObjectRef("apps/v1", "Deployment", LoopWorld.Repository, application),
            OpenedAt = now,
        };
        incident.State = state;
        incident.StateChangedAt = now;
        incident.ClosedAt = IncidentStateMachine.IsEnd(state) ? now : null;
        var path = $"spec.template.spec.containers[{application}].resources.limits.memory";
        var proposal = new Proposal
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            RunbookId = $"more-memory-{application}",
            RunbookVersion = 1,
            RepositoryUrl = _world.RepoUrl,
            Applications = [$"argocd/{application}"],
            Workloads = [incident.Workload.Address],
            BaseBranch = "main",
            BaseSha = Head,
            Branch = $"aisre/{incident.Id:N}",
            Files = [new($"apps/{application}/deployment.yaml", "a", "b", [])],
            Title = "More memory",
            Body = "",
            CreatedAt = now,
            Parents = [Head],
            HeadSha = Head,
            PullRequestNumber = 1,
            PullRequestState = PullRequestState.Open,
            Proof = new ProposalProof(
                [new(ProposalProver.Rendered, ProofState.Proven, "It was rendered.")],
                [new($"Deployment/{application}", RenderedChangeKind.Changed, [new RenderedField(path, "\"256Mi\"", "\"512Mi\"")])]),
        };
        change?.Invoke(proposal);
        db.AddRange(incident, proposal);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return proposal;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _world.DisposeAsync();
    }

    // The services of the shipped application, without its hosted ones: nothing but the test moves the rows.
    private WebApplication Replica()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = _world.Settings("http://127.0.0.1:0"), ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Server).Assembly.GetName().Name });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddAiSre();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IRunbookStandings>(new Earned());
        return builder.Build();
    }

    private sealed class Earned : IRunbookStandings
    {
        public Task<RunbookStanding?> OfAsync(Guid proposalId, CancellationToken cancellationToken) =>
            Task.FromResult<RunbookStanding?>(new(RunbookMode.Automatic, true, "It has earned it."));
    }
}
