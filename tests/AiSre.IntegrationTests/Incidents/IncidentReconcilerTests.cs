using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Incidents.Intake;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Stages;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>From correlated symptoms to rows, on the real database.</summary>
public sealed class IncidentReconcilerTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const string Registry = "registry:registry.example";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LifeCycleOptions _options = new();
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
        Assert.Equal(_time.GetUtcNow() + _options.RecoveryTime, due);
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);

        _time.Advance(_options.RecoveryTime);
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
        _time.Advance(_options.RecoveryTime / 2);

        await ReconcileAsync(Group(Pod("checkout", 2)));
        _time.Advance(_options.RecoveryTime);
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

    [Fact]
    public async Task What_healed_and_comes_back_soon_is_the_same_incident_again()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await HealAsync();
        _time.Advance(_options.ReopenWithin - TimeSpan.FromMinutes(1));

        await ReconcileAsync(Group(Pod("checkout", 2)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.True(incident.IsOpen);
        Assert.Contains(await TimelineAsync(incident), entry => entry is { Kind: TimelineKind.Reopened, Text: "It came back 29 min after it had healed, so the incident is open again." });
    }

    [Fact]
    public async Task What_comes_back_later_is_a_new_incident_that_knows_the_earlier_one()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        var first = Assert.Single(await IncidentsAsync());
        await HealAsync();
        _time.Advance(_options.ReopenWithin + TimeSpan.FromMinutes(1));

        await ReconcileAsync(Group(Pod("checkout", 1)));

        var incidents = await IncidentsAsync();
        Assert.Equal([IncidentState.Recovered, IncidentState.Detected], incidents.Select(incident => incident.State));
        Assert.Contains($"last 31 min 5 s ago as #{first.Number}.", Assert.Single(await TimelineAsync(incidents[1]), entry => entry.Kind == TimelineKind.Recurring).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_replicas_that_see_it_come_back_at_once_open_it_once()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await HealAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReconcileAsync(Group(Pod("checkout", 1)))));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(2, (await TransitionsAsync(incident)).Count(step => step.IsOpening));
    }

    [Fact]
    public async Task Another_cause_is_not_the_one_that_healed()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await HealAsync();

        await ReconcileAsync(Group(Pod("checkout", 1)) with { Key = "registry:other.example" });

        Assert.Equal([IncidentState.Recovered, IncidentState.Detected], (await IncidentsAsync()).Select(incident => incident.State));
    }

    [Fact]
    public async Task What_comes_and_goes_is_flapping_and_wakes_no_stage_any_more()
    {
        await FlapAsync();

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Flapping, incident.State);
        Assert.Equal("It opened 3 times within 1 h: AiSre proposes nothing more until it has been broken, or well, for 10 min without a break.", incident.Problem);
        Assert.Null(incident.NextAttemptAt);
        Assert.Equal(2, _jobs.Jobs.Count(job => Equals(job.Args[1], IncidentState.Detected)));
    }

    [Fact]
    public async Task A_flapping_incident_stays_open_until_it_has_stayed_well()
    {
        await FlapAsync();
        await ReconcileAsync();
        _time.Advance(_options.RecoveryTime);
        Assert.Equal(_time.GetUtcNow() + _options.CalmAfter, await ReconcileAsync());
        Assert.Equal(IncidentState.Calming, Assert.Single(await IncidentsAsync()).State);

        _time.Advance(TimeSpan.FromMinutes(2));
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Equal(IncidentState.Flapping, Assert.Single(await IncidentsAsync()).State);

        await ReconcileAsync();
        _time.Advance(_options.RecoveryTime);
        await ReconcileAsync();
        _time.Advance(_options.CalmAfter);
        await ReconcileAsync();
        Assert.Equal(IncidentState.Recovering, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_flapping_incident_that_stays_broken_is_worked_on()
    {
        await FlapAsync();
        _time.Advance(_options.CalmAfter);

        await ReconcileAsync(Group(Pod("checkout", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.Equal(_time.GetUtcNow(), incident.NextAttemptAt);
    }

    [Fact]
    public async Task A_flapping_incident_that_grows_stays_flapping()
    {
        await FlapAsync();

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        Assert.Equal(IncidentState.Flapping, Assert.Single(await IncidentsAsync()).State);
    }

    /// <summary>Everything goes, and the stage that closes the incident has run.</summary>
    private async Task HealAsync()
    {
        await ReconcileAsync();
        _time.Advance(_options.RecoveryTime);
        await ReconcileAsync();
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        var incident = await db.Set<Incident>().SingleAsync(candidate => candidate.Cluster == _cluster && candidate.State == IncidentState.Recovering, TestContext.Current.CancellationToken);
        IncidentStateMachine.Move(incident, IncidentState.Recovered, _time.GetUtcNow());
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task FlapAsync()
    {
        for (var time = 1; time < _options.FlapCount; time++)
        {
            await ReconcileAsync(Group(Pod("checkout", 1)));
            _time.Advance(TimeSpan.FromMinutes(2));
            await HealAsync();
            _time.Advance(TimeSpan.FromMinutes(2));
        }

        await ReconcileAsync(Group(Pod("checkout", 1)));
    }

    private async Task<List<TimelineEntry>> TimelineAsync(Incident incident)
    {
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        return await db.Set<TimelineEntry>().Where(entry => entry.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<IncidentTransition>> TransitionsAsync(Incident incident)
    {
        await using var db = new Contexts(await database.DataSourceAsync()).CreateDbContext();
        return await db.Set<IncidentTransition>().Where(step => step.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<DateTimeOffset?> ReconcileAsync(params CorrelatedGroup[] groups)
    {
        var contexts = new Contexts(await database.DataSourceAsync());
        var reconciler = new IncidentReconciler(contexts, new StageDispatcher(_jobs, _time, NullLogger<StageDispatcher>.Instance), Options.Create(_options), _time);
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
