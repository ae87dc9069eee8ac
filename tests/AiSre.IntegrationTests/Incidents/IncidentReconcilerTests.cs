using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Incidents.Intake;
using AiSre.Incidents.Stages;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>From correlated symptoms to rows, on the real database.</summary>
public sealed class IncidentReconcilerTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const string Registry = "registry:registry.example";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Workloads _workloads = new();
    private readonly RecordedJobs _jobs = new();
    private readonly string _cluster = Guid.NewGuid().ToString();

    [Fact]
    public async Task Many_pods_of_one_cause_are_one_incident()
    {
        await ReconcileAsync(Group(Pod("checkout", 1), Pod("checkout", 2), Pod("search", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.Equal(3, (await SymptomsAsync(incident)).Count);
        Assert.Single(_jobs.Jobs);
    }

    [Fact]
    public async Task Looking_again_changes_nothing()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        var before = Assert.Single(await IncidentsAsync());

        await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Equal(before.Version, Assert.Single(await IncidentsAsync()).Version);
        Assert.Single(_jobs.Jobs);
    }

    [Fact]
    public async Task Two_replicas_that_see_the_same_fault_at_once_open_one_incident()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReconcileAsync(Group(Pod("checkout", 1)))));

        Assert.Single(await IncidentsAsync());
    }

    [Fact]
    public async Task Another_workload_of_the_same_cause_makes_the_incident_look_again()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.AwaitingDecision);

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task Another_pod_of_a_known_workload_leaves_the_proposal_alone()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.AwaitingDecision);

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("checkout", 2)));

        Assert.Equal(IncidentState.AwaitingDecision, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task An_incident_recovers_only_when_everything_has_stayed_gone()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));

        var due = await ReconcileAsync();
        Assert.Equal(_time.GetUtcNow() + IncidentReconciler.RecoveryTime, due);
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);

        _time.Advance(IncidentReconciler.RecoveryTime);
        await ReconcileAsync();
        Assert.Equal(IncidentState.Recovering, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task Silence_is_no_recovery_while_the_workload_is_not_well()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        _workloads.AreWell = false;
        await ReconcileAsync();
        _time.Advance(TimeSpan.FromMinutes(10));

        await ReconcileAsync();

        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_pod_that_fails_again_keeps_its_incident_from_recovering()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await ReconcileAsync();
        _time.Advance(IncidentReconciler.RecoveryTime / 2);

        await ReconcileAsync(Group(Pod("checkout", 2)));
        _time.Advance(IncidentReconciler.RecoveryTime);
        await ReconcileAsync(Group(Pod("checkout", 2)));

        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_rejected_fault_is_not_proposed_again_while_it_lasts()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.Rejected);

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("checkout", 2)));

        Assert.Equal(IncidentState.Rejected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task Another_workload_that_is_hit_is_not_hidden_in_a_rejected_incident()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.Rejected);

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        Assert.Equal([IncidentState.Rejected, IncidentState.Detected], (await IncidentsAsync()).Select(incident => incident.State));
    }

    [Fact]
    public async Task A_rejected_fault_that_went_away_and_came_back_is_a_new_incident()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.Rejected);
        await ReconcileAsync();

        await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Equal([IncidentState.Rejected, IncidentState.Detected], (await IncidentsAsync()).Select(incident => incident.State));
    }

    [Fact]
    public async Task New_facts_about_a_symptom_wake_an_incident_that_had_no_answer()
    {
        await ReconcileAsync(Group(Pod("checkout", 1, PullFailure.Unknown)));
        await SetStateAsync(IncidentState.NeedsPerson);

        await ReconcileAsync(Group(Pod("checkout", 1, PullFailure.RegistryUnavailable)));

        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_symptom_that_says_less_than_before_changes_nothing()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SetStateAsync(IncidentState.NeedsPerson);

        await ReconcileAsync(Group(Pod("checkout", 1, PullFailure.Unknown)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.NeedsPerson, incident.State);
        Assert.Equal(PullFailure.RegistryUnavailable, Assert.Single(await SymptomsAsync(incident)).Symptom.PullFailure);
    }

    [Fact]
    public async Task Every_symptom_knows_the_application_of_its_workload()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal("argocd/checkout", Assert.Single(await SymptomsAsync(incident)).Application);
    }

    private async Task<DateTimeOffset?> ReconcileAsync(params CorrelatedGroup[] groups)
    {
        var contexts = new Contexts(await database.DataSourceAsync());
        var reconciler = new IncidentReconciler(contexts, new StageDispatcher(_jobs, _time, NullLogger<StageDispatcher>.Instance), _time);
        var showing = groups.SelectMany(group => group.Symptoms).Select(symptom => symptom.Fingerprint).ToHashSet();
        return await reconciler.ReconcileAsync(
            _cluster, _ => groups, showing, _workloads, TestContext.Current.CancellationToken);
    }

    private async Task<List<Incident>> IncidentsAsync()
    {
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        return await db.Set<Incident>().Where(incident => incident.Cluster == _cluster).OrderBy(incident => incident.Number)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<SymptomRecord>> SymptomsAsync(Incident incident)
    {
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        return await db.Set<SymptomRecord>().Where(symptom => symptom.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task SetStateAsync(IncidentState state)
    {
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        var now = _time.GetUtcNow();
        DateTimeOffset? closedAt = IncidentStateMachine.IsEnd(state) ? now : null;
        await db.Set<Incident>().Where(incident => incident.Cluster == _cluster).ExecuteUpdateAsync(
            set => set.SetProperty(incident => incident.State, state).SetProperty(incident => incident.ClosedAt, closedAt),
            TestContext.Current.CancellationToken);
    }

    private static CorrelatedGroup Group(params Symptom[] symptoms) => new()
    {
        Key = Registry,
        Title = "Registry registry.example cannot be reached",
        Severity = Severity.Error,
        Symptoms = [.. symptoms],
        Consequences = [],
        Workload = symptoms[0].Workload,
    };

    private static Symptom Pod(string workload, int number, PullFailure failure = PullFailure.RegistryUnavailable) => new()
    {
        Reason = SymptomReason.ImagePullFailed,
        Severity = Severity.Error,
        Object = new ObjectRef("v1", "Pod", "shop", $"{workload}-{number}"),
        Workload = new ObjectRef("apps/v1", "Deployment", "shop", workload),
        Message = "ErrImagePull",
        Parameters = ImmutableSortedDictionary<string, string>.Empty
            .Add(SymptomParameters.Container, "app")
            .Add(SymptomParameters.PullFailure, failure.ToString()),
    };

    private sealed class Workloads : IWorkloadView
    {
        public bool AreWell { get; set; } = true;

        public string? ApplicationOf(ObjectRef workload) => $"argocd/{workload.Name}";

        public bool IsWell(ObjectRef workload) => AreWell;
    }

    private sealed class Contexts(NpgsqlDataSource dataSource) : IDbContextFactory<AiSreDbContext>
    {
        public AiSreDbContext CreateDbContext() =>
            new((DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>().UseAiSre(dataSource).Options);
    }
}
