using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>Coming back, again and again: re-opened, recurring, flapping; on the real database.</summary>
public sealed class LifeCycleTests(PostgresDatabase database) : ReconcilerTest(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task What_healed_and_comes_back_soon_is_the_same_incident_again()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await HealAsync();
        Clock.Advance(Life.ReopenWithin - TimeSpan.FromMinutes(1));

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
        Clock.Advance(Life.ReopenWithin + TimeSpan.FromMinutes(1));

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
        Assert.Equal(2, Woken.Jobs.Count(job => Equals(job.Args[1], IncidentState.Detected)));
    }

    [Fact]
    public async Task A_flapping_incident_stays_open_until_it_has_stayed_well()
    {
        await FlapAsync();
        await ReconcileAsync();
        Clock.Advance(Life.RecoveryTime);
        Assert.Equal(Clock.GetUtcNow() + Life.CalmAfter, await ReconcileAsync());
        Assert.Equal(IncidentState.Calming, Assert.Single(await IncidentsAsync()).State);

        Clock.Advance(TimeSpan.FromMinutes(2));
        await ReconcileAsync(Group(Pod("checkout", 1)));
        Assert.Equal(IncidentState.Flapping, Assert.Single(await IncidentsAsync()).State);

        await ReconcileAsync();
        Clock.Advance(Life.RecoveryTime);
        await ReconcileAsync();
        Clock.Advance(Life.CalmAfter);
        await ReconcileAsync();
        Assert.Equal(IncidentState.Recovering, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_flapping_incident_that_stays_broken_is_worked_on()
    {
        await FlapAsync();
        Clock.Advance(Life.CalmAfter);

        await ReconcileAsync(Group(Pod("checkout", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.Equal(Clock.GetUtcNow(), incident.NextAttemptAt);
    }

    [Fact]
    public async Task A_flapping_incident_that_grows_stays_flapping()
    {
        await FlapAsync();

        await ReconcileAsync(Group(Pod("checkout", 1), Pod("search", 1)));

        Assert.Equal(IncidentState.Flapping, Assert.Single(await IncidentsAsync()).State);
    }
}
