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

/// <summary>What the tests of reconciliation share: a cluster of their own in the class's database, its clock, and the symptoms it shows.</summary>
public abstract class ReconcilerTest(PostgresDatabase database)
{
    protected const string Registry = "registry:registry.example";

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    protected LifeCycleOptions Life { get; } = new();
    protected Workloads View { get; } = new();
    private protected RecordedJobs Woken { get; } = new();
    protected string Cluster { get; } = Guid.NewGuid().ToString();

    protected PostgresDatabase Database { get; } = database;

    /// <summary>Everything goes, and the stage that closes the incident has run.</summary>
    protected async Task HealAsync()
    {
        await ReconcileAsync();
        Clock.Advance(Life.RecoveryTime);
        await ReconcileAsync();
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        var incident = await db.Set<Incident>().SingleAsync(candidate => candidate.Cluster == Cluster && candidate.State == IncidentState.Recovering, TestContext.Current.CancellationToken);
        IncidentStateMachine.Move(incident, IncidentState.Recovered, Clock.GetUtcNow());
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    protected async Task FlapAsync()
    {
        for (var time = 1; time < Life.FlapCount; time++)
        {
            await ReconcileAsync(Group(Pod("checkout", 1)));
            Clock.Advance(TimeSpan.FromMinutes(2));
            await HealAsync();
            Clock.Advance(TimeSpan.FromMinutes(2));
        }

        await ReconcileAsync(Group(Pod("checkout", 1)));
    }

    protected async Task<List<TimelineEntry>> TimelineAsync(Incident incident)
    {
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        return await db.Set<TimelineEntry>().Where(entry => entry.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    protected async Task<List<IncidentTransition>> TransitionsAsync(Incident incident)
    {
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        return await db.Set<IncidentTransition>().Where(step => step.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    protected async Task<DateTimeOffset?> ReconcileAsync(params CorrelatedGroup[] groups)
    {
        var contexts = new Contexts(await Database.DataSourceAsync());
        var reconciler = new IncidentReconciler(contexts, new StageDispatcher(Woken, Clock, NullLogger<StageDispatcher>.Instance), Options.Create(Life), Clock);
        var showing = groups.SelectMany(group => group.Symptoms).Select(symptom => symptom.Fingerprint).ToHashSet();
        return await reconciler.ReconcileAsync(
            Cluster, _ => groups, showing, View, TestContext.Current.CancellationToken);
    }

    protected async Task<List<Incident>> IncidentsAsync()
    {
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        return await db.Set<Incident>().Where(incident => incident.Cluster == Cluster).OrderBy(incident => incident.Number)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    protected async Task<List<SymptomRecord>> SymptomsAsync(Incident incident)
    {
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        return await db.Set<SymptomRecord>().Where(symptom => symptom.IncidentId == incident.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    protected async Task SetStateAsync(IncidentState state)
    {
        await using var db = new Contexts(await Database.DataSourceAsync()).CreateDbContext();
        var now = Clock.GetUtcNow();
        DateTimeOffset? closedAt = IncidentStateMachine.IsEnd(state) ? now : null;
        await db.Set<Incident>().Where(incident => incident.Cluster == Cluster).ExecuteUpdateAsync(
            set => set.SetProperty(incident => incident.State, state).SetProperty(incident => incident.ClosedAt, closedAt),
            TestContext.Current.CancellationToken);
    }

    protected static CorrelatedGroup Group(params Symptom[] symptoms) => new()
    {
        Key = Registry,
        Title = "Registry registry.example cannot be reached",
        Severity = Severity.Error,
        Symptoms = [.. symptoms],
        Consequences = [],
        Workload = symptoms[0].Workload,
    };

    protected static Symptom Pod(string workload, int number, PullFailure failure = PullFailure.RegistryUnavailable) => new()
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

    protected sealed class Workloads : IWorkloadView
    {
        public bool AreWell { get; set; } = true;

        public string? ApplicationOf(ObjectRef workload) => $"argocd/{workload.Name}";

        public StringMap LabelsOf(ObjectRef workload) => StringMap.Empty;

        public bool IsWell(ObjectRef workload) => AreWell;
    }

    protected sealed class Contexts(NpgsqlDataSource dataSource) : IDbContextFactory<AiSreDbContext>
    {
        public AiSreDbContext CreateDbContext() =>
            new((DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>().UseAiSre(dataSource).Options);
    }
}
