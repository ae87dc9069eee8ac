using AiSre.Detection;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Incidents;

/// <summary>From correlated symptoms to rows, on the real database.</summary>
public sealed class IncidentReconcilerTests(PostgresDatabase database) : ReconcilerTest(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Many_pods_of_one_cause_are_one_incident()
    {
        await ReconcileAsync(Group(Pod("checkout", 1), Pod("checkout", 2), Pod("search", 1)));

        var incident = Assert.Single(await IncidentsAsync());
        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.Equal(3, (await SymptomsAsync(incident)).Count);
        Assert.Single(Woken.Jobs);
    }

    [Fact]
    public async Task Looking_again_changes_nothing()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        var before = Assert.Single(await IncidentsAsync());

        await ReconcileAsync(Group(Pod("checkout", 1)));

        Assert.Equal(before.Version, Assert.Single(await IncidentsAsync()).Version);
        Assert.Single(Woken.Jobs);
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
        Assert.Equal(Clock.GetUtcNow() + Life.RecoveryTime, due);
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);

        Clock.Advance(Life.RecoveryTime);
        await ReconcileAsync();
        Assert.Equal(IncidentState.Recovering, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task Silence_is_no_recovery_while_the_workload_is_not_well()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        View.AreWell = false;
        await ReconcileAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        await ReconcileAsync();

        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync()).State);
    }

    [Fact]
    public async Task A_pod_that_fails_again_keeps_its_incident_from_recovering()
    {
        await ReconcileAsync(Group(Pod("checkout", 1)));
        await ReconcileAsync();
        Clock.Advance(Life.RecoveryTime / 2);

        await ReconcileAsync(Group(Pod("checkout", 2)));
        Clock.Advance(Life.RecoveryTime);
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
}
