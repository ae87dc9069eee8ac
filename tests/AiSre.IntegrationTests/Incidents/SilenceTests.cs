using AiSre.Incidents;
using AiSre.Incidents.Silences;
using AiSre.Incidents.Stages;
using AiSre.IntegrationTests.Infrastructure;
using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>Silences and what they keep quiet, on the real database.</summary>
public sealed class SilenceTests(PostgresDatabase database) : ReconcilerTest(database), IClassFixture<PostgresDatabase>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_silenced_symptom_opens_its_incident_when_the_silence_ends()
    {
        await SilenceAsync(Everything);

        var due = await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Empty(await IncidentsAsync());
        Assert.Equal(Clock.GetUtcNow() + Hour, due);
        Assert.Empty(Woken.Jobs);

        Clock.Advance(Hour);
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task What_heals_during_a_silence_never_was_an_incident()
    {
        await SilenceAsync(Everything);
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Clock.Advance(Hour);

        await ReconcileAsync();

        Assert.Empty(await IncidentsAsync());
    }

    [Fact]
    public async Task A_silence_that_is_still_to_come_keeps_nothing_quiet()
    {
        var now = Clock.GetUtcNow();
        await AddAsync(Everything, now + Hour, now + Hour + Hour);

        Assert.Equal(now + Hour, await ReconcileAsync(Group(Pod("checkout", 1))));

        Assert.Single(await IncidentsAsync());
    }

    [Fact]
    public async Task Another_cluster_s_silence_is_not_ours()
    {
        await SilenceAsync(new SilenceSelector { Cluster = "another" });

        await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Single(await IncidentsAsync());
    }

    [Fact]
    public async Task Only_what_is_not_silenced_joins_the_incident()
    {
        await SilenceAsync(Everything with { Name = "checkout*" });

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal("search-1", Assert.Single(await SymptomsAsync(incident)).Symptom.Object.Name);
    }

    [Fact]
    public async Task An_open_incident_that_is_silenced_pauses_and_goes_on_afterwards()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await SilenceAsync(Everything);
        await ReconcileAsync(Group(Pod("checkout", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(Clock.GetUtcNow() + Hour, incident.SilencedUntil);
        Assert.NotNull(incident.NextAttemptAt);
        var ran = new CountingStage();
        await RunAsync(incident, ran);
        Assert.Equal(0, ran.Runs);

        Clock.Advance(Hour);
        await RunAsync(incident, ran);
        Assert.Equal(1, ran.Runs);
        Woken.Jobs.Clear();
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Null(Assert.Single(await IncidentsAsync()).SilencedUntil);
        Assert.Equal(
            [TimelineKind.Silenced, TimelineKind.SilenceEnded],
            (await TimelineAsync(incident)).Select(entry => entry.Kind).Where(kind => kind is TimelineKind.Silenced or TimelineKind.SilenceEnded));
        Assert.Single(Woken.Jobs);
    }

    [Fact]
    public async Task An_incident_of_which_one_symptom_is_heard_goes_on()
    {
        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));
        await SilenceAsync(Everything with { Name = "checkout*" });

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        Assert.Null(Assert.Single(await IncidentsAsync()).SilencedUntil);
    }

    [Fact]
    public async Task What_healed_and_comes_back_in_a_silence_stays_closed_until_it_is_over()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await HealAsync();
        await AddAsync(Everything, Clock.GetUtcNow(), Clock.GetUtcNow() + TimeSpan.FromMinutes(5));

        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Equal(IncidentState.Recovered, Assert.Single(await IncidentsAsync()).State);

        Clock.Advance(TimeSpan.FromMinutes(5));
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_silence_that_somebody_ended_is_over_at_once()
    {
        var silence = await SilenceAsync(Everything);
        Assert.True(await (await CommandAsync()).EndAsync(silence.Id, "ada", Cancelled));
        Assert.False(await (await CommandAsync()).EndAsync(Guid.NewGuid(), "ada", Cancelled));

        await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Single(await IncidentsAsync());
    }

    [Theory]
    [InlineData(false, 60, "Deploy", "Say what to silence")]
    [InlineData(true, null, "Deploy", "Say when the silence ends")]
    [InlineData(true, 0, "Deploy", "must end after it starts")]
    [InlineData(true, 60, " ", "Say why")]
    [InlineData(true, 200_000, "Deploy", "lasts 90 days at most")]
    [InlineData(true, 60, "a\0b", "NUL")]
    public async Task A_silence_needs_something_to_silence_an_end_and_a_reason(bool isNamed, int? minutes, string reason, string says)
    {
        var selector = isNamed ? Everything : new SilenceSelector { Namespace = " " };
        DateTimeOffset? end = minutes is { } length ? Clock.GetUtcNow().AddMinutes(length) : null;

        var problem = await Assert.ThrowsAsync<ProblemException>(async () => await (await CommandAsync()).AddAsync(selector, null, end, "ada", reason, Cancelled));

        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private SilenceSelector Everything => new() { Cluster = Cluster };

    private async Task<SilenceCommand> CommandAsync() => new(new Contexts(await Database.DataSourceAsync()), Clock);

    private Task<Silence> SilenceAsync(SilenceSelector selector) => AddAsync(selector, null, Clock.GetUtcNow() + Hour);

    private async Task<Silence> AddAsync(SilenceSelector selector, DateTimeOffset? start, DateTimeOffset end) =>
        await (await CommandAsync()).AddAsync(selector, start, end, "ada", "Migration of the registry.", Cancelled);

    private async Task RunAsync(Incident incident, IIncidentStage stage)
    {
        var runner = new StageRunner(
            new Contexts(await Database.DataSourceAsync()),
            new PostgresDistributedSynchronizationProvider(await Database.ConnectionStringAsync()),
            [stage],
            new StageDispatcher(Woken, Clock, NullLogger<StageDispatcher>.Instance),
            Clock,
            NullLogger<StageRunner>.Instance);
        await runner.RunAsync(incident.Id, incident.State, Cancelled);
    }

    private sealed class CountingStage : IIncidentStage
    {
        public int Runs { get; private set; }

        public IncidentState State => IncidentState.Detected;

        public Task RunAsync(StageContext context, CancellationToken cancellationToken)
        {
            Runs++;
            context.WaitUntil(context.Now, null);
            return Task.CompletedTask;
        }
    }
}
