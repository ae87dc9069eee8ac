using AiSre.Data;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static AiSre.IntegrationTests.Model.AnalystScene;

namespace AiSre.IntegrationTests.Model;

public sealed class ModelAnalysisJobTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task The_analysis_is_kept_beside_the_causal_one_with_its_exchange_and_a_line_on_the_timeline()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Says(Answer(TrueClaim, FalseClaim));
        var incident = await scene.AddIncidentAsync();

        await scene.RunAsync(incident);

        var record = Assert.Single(await scene.RecordsAsync(incident), record => record.Analyst is Analyst.Model);
        Assert.Equal(("scripted-1", 1, null), (record.Model, record.DroppedClaims, record.Problem));
        Assert.Equal(RootCause.RegistryUnavailable, record.Analysis!.Code);
        Assert.Equal(
            "The model scripted-1 comes to the same cause, RegistryUnavailable at Deployment/shop/checkout; one of its claims was dropped because no evidence has its words.",
            Assert.Single(await scene.TimelineAsync(incident)));
        var exchange = Assert.Single(await scene.ExchangesAsync(incident));
        Assert.Equal(ExchangeOutcome.Answered, exchange.Outcome);
        Assert.Equal(scene.Server.Requests.Single().Text, exchange.RequestText);
        Assert.NotNull(exchange.ResponseText);
        Assert.Empty(scene.Scheduled);
    }

    [Fact]
    public async Task A_duplicate_start_asks_once()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Does(async context =>
        {
            await Task.Delay(50);
            await ScriptedModelServer.Completion(context, System.Text.Json.JsonSerializer.Serialize(Answer(TrueClaim)));
        });
        var incident = await scene.AddIncidentAsync();

        await Task.WhenAll(scene.RunAsync(incident), scene.RunAsync(incident), scene.RunAsync(incident));
        await scene.RunAsync(incident);

        Assert.Single(scene.Server.Requests);
        Assert.Single(await scene.TimelineAsync(incident));
    }

    [Fact]
    public async Task Before_the_causal_diagnosis_nothing_is_asked()
    {
        await using var scene = await JobScene.StartAsync(database);
        var incident = await scene.AddIncidentAsync(isDiagnosed: false);

        await scene.RunAsync(incident);
        await scene.RunAsync(Guid.NewGuid());

        Assert.Empty(scene.Server.Requests);
        Assert.Empty(await scene.RecordsAsync(incident));
    }

    [Fact]
    public async Task A_failure_that_passes_is_shown_asked_again_and_replaced()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Fails(503).Fails(503).Says(Answer(TrueClaim));
        var incident = await scene.AddIncidentAsync();

        await scene.RunAsync(incident);

        Assert.Contains("failed (503)", Assert.Single(await scene.RecordsAsync(incident), record => record.Analyst is Analyst.Model).Problem, StringComparison.Ordinal);
        Assert.Equal((incident, 2, TimeSpan.FromMinutes(1)), Assert.Single(scene.Scheduled));

        await scene.RetryAsync(incident, attempt: 2);
        Assert.Equal((incident, 3, TimeSpan.FromMinutes(2)), scene.Scheduled[1]);

        await scene.RetryAsync(incident, attempt: 3);
        await scene.RetryAsync(incident, attempt: 3);
        var record = Assert.Single(await scene.RecordsAsync(incident), record => record.Analyst is Analyst.Model);
        Assert.Null(record.Problem);
        Assert.NotNull(record.Analysis);
        Assert.Equal(2, (await scene.TimelineAsync(incident)).Count);
        Assert.Equal(3, scene.Server.Requests.Count);
    }

    [Fact]
    public async Task A_lying_model_is_not_asked_again()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Says(Answer(FalseClaim));
        var incident = await scene.AddIncidentAsync();

        await scene.RunAsync(incident);

        var record = Assert.Single(await scene.RecordsAsync(incident), record => record.Analyst is Analyst.Model);
        Assert.Null(record.Analysis);
        Assert.Equal(record.Problem, Assert.Single(await scene.TimelineAsync(incident)));
        Assert.Empty(scene.Scheduled);
    }

    [Fact]
    public async Task Retries_end()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Fails(500);
        var incident = await scene.AddIncidentAsync();

        await scene.RetryAsync(incident, attempt: 4);

        Assert.NotNull(Assert.Single(await scene.RecordsAsync(incident), record => record.Analyst is Analyst.Model).Problem);
        Assert.Empty(scene.Scheduled);
    }

    [Fact]
    public async Task An_incident_that_is_over_is_not_asked_about_again()
    {
        await using var scene = await JobScene.StartAsync(database);
        var incident = await scene.AddIncidentAsync(isOver: true);

        await scene.RetryAsync(incident, attempt: 2);

        Assert.Empty(scene.Server.Requests);
    }

    [Fact]
    public async Task An_incident_that_was_never_asked_about_is_found()
    {
        await using var scene = await JobScene.StartAsync(database);
        scene.Server.Says(Answer(TrueClaim));
        var asked = await scene.AddIncidentAsync();
        var forgotten = await scene.AddIncidentAsync();
        var undiagnosed = await scene.AddIncidentAsync(isDiagnosed: false);
        var over = await scene.AddIncidentAsync(isOver: true);
        await scene.RunAsync(asked);

        await scene.SweepAsync();

        var woken = scene.Scheduled.ConvertAll(job => job.Incident);
        Assert.Contains(forgotten, woken);
        Assert.DoesNotContain(asked, woken);
        Assert.DoesNotContain(undiagnosed, woken);
        Assert.DoesNotContain(over, woken);
    }

    [Fact]
    public async Task Hangfire_runs_the_job_on_the_queue_of_its_own()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        server.Says(Answer(TrueClaim));
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["ConnectionStrings:AiSre"] = await database.ConnectionStringAsync();
        builder.Configuration["Model:BaseAddress"] = server.BaseAddress;
        builder.Configuration["Model:Name"] = "scripted-1";
        builder.Services.AddSingleton(TimeProvider.System).AddData(builder.Configuration).AddModelAnalyst(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
        var incident = await JobScene.AddIncidentAsync(contexts, isDiagnosed: true, isOver: false);

        host.Services.GetRequiredService<IBackgroundJobClient>().Enqueue<ModelAnalysisJob>(job => job.RunAsync(incident, CancellationToken.None));

        await Eventually.BeAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            return await db.Set<DiagnosisRecord>().AnyAsync(record => record.IncidentId == incident && record.Analyst == Analyst.Model && record.Analysis != null);
        }, seconds: 60);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The job as the product registers it, on a real database; only Hangfire's client is a list.</summary>
    private sealed class JobScene : IAsyncDisposable, IBackgroundJobClient
    {
        private readonly ServiceProvider _services;

        private JobScene(ScriptedModelServer server, string connectionString)
        {
            Server = server;
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager
            {
                ["ConnectionStrings:AiSre"] = connectionString,
                ["Model:BaseAddress"] = server.BaseAddress,
                ["Model:Name"] = "scripted-1",
            };
            _services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(TimeProvider.System)
                .AddData(configuration)
                .AddModelAnalyst(configuration)
                .AddSingleton<IBackgroundJobClient>(this)
                .BuildServiceProvider();
        }

        public ScriptedModelServer Server { get; }

        public List<(Guid Incident, int Attempt, TimeSpan Wait)> Scheduled { get; } = [];

        private IDbContextFactory<AiSreDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();

        public static async Task<JobScene> StartAsync(PostgresDatabase database) =>
            new(await ScriptedModelServer.StartAsync(), await database.ConnectionStringAsync());

        public Task RunAsync(Guid incident) =>
            _services.GetRequiredService<ModelAnalysisJob>().RunAsync(incident, TestContext.Current.CancellationToken);

        public Task RetryAsync(Guid incident, int attempt) =>
            _services.GetRequiredService<ModelAnalysisJob>().RetryAsync(incident, attempt, TestContext.Current.CancellationToken);

        public Task SweepAsync() =>
            _services.GetServices<IHostedService>().OfType<ModelSweep>().Single().SweepAsync(TestContext.Current.CancellationToken);

        public Task<Guid> AddIncidentAsync(bool isDiagnosed = true, bool isOver = false) => AddIncidentAsync(Contexts, isDiagnosed, isOver);

        public static async Task<Guid> AddIncidentAsync(IDbContextFactory<AiSreDbContext> contexts, bool isDiagnosed, bool isOver)
        {
            var question = Question();
            var now = DateTimeOffset.UnixEpoch;
            var incident = new Incident
            {
                Id = Guid.NewGuid(),
                Cluster = "test",
                CorrelationKey = Guid.NewGuid().ToString(),
                Title = question.Title,
                Severity = Detection.Severity.Error,
                Workload = Workload,
                OpenedAt = now,
                State = isOver ? IncidentState.Recovered : IncidentState.NeedsPerson,
                ClosedAt = isOver ? now : null,
            };
            await using var db = await contexts.CreateDbContextAsync();
            db.Add(incident);
            db.AddRange(question.Symptoms.Select(symptom => new SymptomRecord
            {
                Id = Guid.NewGuid(),
                IncidentId = incident.Id,
                Cluster = "test",
                Fingerprint = symptom.Fingerprint,
                Symptom = symptom,
                FirstSeenAt = now,
                LastSeenAt = now,
            }));
            db.AddRange(question.Evidence.Select(text => new Evidence
            {
                Id = Guid.NewGuid(),
                IncidentId = incident.Id,
                Kind = text.Kind,
                Address = text.Address,
                Content = text.Text,
                Sha256 = new string('0', 64),
                CapturedAt = now,
            }));
            if (isDiagnosed)
            {
                db.Add(new DiagnosisRecord { Id = Guid.NewGuid(), IncidentId = incident.Id, Analyst = Analyst.Causal, Analysis = question.Causal, At = now });
            }

            await db.SaveChangesAsync();
            return incident.Id;
        }

        public Task<List<DiagnosisRecord>> RecordsAsync(Guid incident) =>
            ReadAsync<DiagnosisRecord>(rows => rows.Where(row => row.IncidentId == incident));

        public Task<List<ModelExchange>> ExchangesAsync(Guid incident) =>
            ReadAsync<ModelExchange>(rows => rows.Where(row => row.IncidentId == incident));

        public async Task<List<string>> TimelineAsync(Guid incident) =>
            [.. (await ReadAsync<TimelineEntry>(rows => rows.Where(row => row.IncidentId == incident && row.Kind == TimelineKind.ModelAnalysed).OrderBy(row => row.Id)))
                .Select(row => row.Text)];

        public string Create(Job job, IState state)
        {
            var wait = state is ScheduledState scheduled ? scheduled.EnqueueAt - DateTime.UtcNow : TimeSpan.Zero;
            var attempt = job.Method.Name == nameof(ModelAnalysisJob.RetryAsync) ? (int)job.Args[1] : 1;
            Scheduled.Add(((Guid)job.Args[0], attempt, TimeSpan.FromMinutes(Math.Round(wait.TotalMinutes))));
            return "1";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => false;

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            await Server.DisposeAsync();
        }

        private async Task<List<T>> ReadAsync<T>(Func<IQueryable<T>, IQueryable<T>> query)
            where T : class
        {
            await using var db = await Contexts.CreateDbContextAsync();
            return await query(db.Set<T>().AsNoTracking()).ToListAsync();
        }
    }
}
