using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Tests.Incidents;

public sealed class IncidentStateMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<IncidentState> AllStates => [.. Enum.GetValues<IncidentState>()];

    [Fact]
    public void The_main_job_is_a_way_through_the_states()
    {
        IncidentState[] way =
        [
            IncidentState.Detected, IncidentState.EvidenceKept, IncidentState.Diagnosed, IncidentState.RunbookMatched,
            IncidentState.AwaitingDecision, IncidentState.Approved, IncidentState.Verifying, IncidentState.Resolved,
        ];
        var incident = Incident();
        foreach (var state in way.Skip(1))
        {
            IncidentStateMachine.Move(incident, state, Now);
        }

        Assert.Equal(IncidentState.Resolved, incident.State);
        Assert.Equal(Now, incident.ClosedAt);
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void An_end_has_no_work_and_only_a_recovered_incident_has_a_way_on(IncidentState state)
    {
        if (IncidentStateMachine.IsEnd(state))
        {
            IncidentState[] waysOn = state == IncidentState.Recovered ? [IncidentState.Detected, IncidentState.Flapping] : [];
            Assert.False(IncidentStateMachine.HasWork(state));
            Assert.Equal(waysOn, Enum.GetValues<IncidentState>().Where(next => IncidentStateMachine.Allows(state, next)));
        }
        else
        {
            Assert.Contains(Enum.GetValues<IncidentState>(), next => IncidentStateMachine.Allows(state, next));
        }
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void Every_state_leads_to_an_end(IncidentState state)
    {
        var reached = new HashSet<IncidentState> { state };
        var frontier = new Queue<IncidentState>(reached);
        while (frontier.TryDequeue(out var current))
        {
            foreach (var next in Enum.GetValues<IncidentState>().Where(next => IncidentStateMachine.Allows(current, next) && reached.Add(next)))
            {
                frontier.Enqueue(next);
            }
        }

        Assert.Contains(reached, IncidentStateMachine.IsEnd);
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    public void Only_a_proposal_that_waits_for_a_decision_can_be_approved(IncidentState state) =>
        Assert.Equal(state == IncidentState.AwaitingDecision, IncidentStateMachine.Allows(state, IncidentState.Approved));

    [Fact]
    public void A_step_that_is_not_allowed_changes_nothing()
    {
        var incident = Incident();

        Assert.Throws<InvalidOperationException>(() => IncidentStateMachine.Move(incident, IncidentState.Approved, Now));

        Assert.Equal(IncidentState.Detected, incident.State);
        Assert.Null(incident.ClosedAt);
    }

    [Fact]
    public void A_step_forgets_the_problem_of_the_state_before_and_makes_new_work_due()
    {
        var incident = Incident();
        incident.Problem = "The cluster does not answer.";
        incident.Attempts = 4;

        IncidentStateMachine.Move(incident, IncidentState.EvidenceKept, Now);

        Assert.Null(incident.Problem);
        Assert.Equal(0, incident.Attempts);
        Assert.Equal(Now, incident.NextAttemptAt);
    }

    [Fact]
    public void Every_step_is_recorded()
    {
        var incident = Incident();
        IncidentStateMachine.Open(incident);
        IncidentStateMachine.Move(incident, IncidentState.Recovering, Now.AddMinutes(1));

        Assert.Equal(
            [(Now, null, IncidentState.Detected), (Now.AddMinutes(1), (IncidentState?)IncidentState.Detected, IncidentState.Recovering)],
            incident.Transitions.Select(step => (step.At, step.From, step.To)));
    }

    [Fact]
    public void A_recovered_incident_that_is_opened_again_is_not_closed_any_more()
    {
        var incident = Incident();
        IncidentStateMachine.Move(incident, IncidentState.Recovering, Now);
        IncidentStateMachine.Move(incident, IncidentState.Recovered, Now);
        Assert.False(incident.IsOpen);

        IncidentStateMachine.Move(incident, IncidentState.Detected, Now);

        Assert.True(incident.IsOpen);
        Assert.Equal(Now, incident.NextAttemptAt);
    }

    [Fact]
    public void A_change_that_does_not_help_is_taken_back_by_a_decision_of_its_own()
    {
        var incident = Incident();
        foreach (var state in new[]
        {
            IncidentState.EvidenceKept, IncidentState.Diagnosed, IncidentState.RunbookMatched, IncidentState.AwaitingDecision, IncidentState.Approved, IncidentState.Verifying,
        })
        {
            IncidentStateMachine.Move(incident, state, Now);
            Assert.False(incident.IsReverting);
        }

        foreach (var state in new[] { IncidentState.Reverting, IncidentState.AwaitingDecision, IncidentState.Approved })
        {
            IncidentStateMachine.Move(incident, state, Now);
            Assert.True(incident.IsReverting);
        }

        IncidentStateMachine.Move(incident, IncidentState.Diagnosed, Now);
        Assert.False(incident.IsReverting);
        Assert.True(incident.IsOpen);
        Assert.Equal(Now, incident.NextAttemptAt);
    }

    [Fact]
    public void A_merged_change_cannot_fail_without_a_revert_being_offered()
    {
        Assert.False(IncidentStateMachine.Allows(IncidentState.Verifying, IncidentState.Failed));
        Assert.True(IncidentStateMachine.Allows(IncidentState.Verifying, IncidentState.Reverting));
        Assert.True(IncidentStateMachine.HasWork(IncidentState.Reverting));
        Assert.False(IncidentStateMachine.PausesWhileSilenced(IncidentState.Reverting));
    }

    [Fact]
    public void A_withdrawn_proposal_is_closed_and_the_incident_planned_again()
    {
        Assert.True(IncidentStateMachine.HasWork(IncidentState.Withdrawing));
        Assert.Equal([IncidentState.Detected, IncidentState.Verifying], Enum.GetValues<IncidentState>().Where(next => IncidentStateMachine.Allows(IncidentState.Withdrawing, next)));
        Assert.Equal([IncidentState.AwaitingDecision], Enum.GetValues<IncidentState>().Where(state => IncidentStateMachine.Allows(state, IncidentState.Withdrawing)));
    }

    [Fact]
    public void A_state_that_waits_for_somebody_has_no_work_due()
    {
        var incident = Incident();
        IncidentStateMachine.Move(incident, IncidentState.EvidenceKept, Now);
        IncidentStateMachine.Move(incident, IncidentState.Diagnosed, Now);
        IncidentStateMachine.Move(incident, IncidentState.NeedsPerson, Now);

        Assert.Null(incident.NextAttemptAt);
        Assert.True(incident.IsOpen);
    }

    private static Incident Incident() => new()
    {
        Id = Guid.CreateVersion7(),
        Cluster = "test",
        CorrelationKey = "registry:registry.example",
        Title = "checkout cannot pull its image",
        Severity = Severity.Error,
        Workload = new ObjectRef("apps/v1", "Deployment", "shop", "checkout"),
        OpenedAt = Now,
    };
}
