using AiSre.Components.Incidents.Details;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using static AiSre.Components.Incidents.Details.StepProgress;

namespace AiSre.Tests.Components.Incidents;

public class IncidentStepsTests
{
    private static readonly DateTimeOffset At = IncidentSamples.Opened.AddMinutes(1);

    [Fact]
    public void While_it_waits_the_decision_is_the_step_that_is_on()
    {
        Assert.Equal([Done, Done, Done, Now, Later, Later], Progress(IncidentSamples.Waiting));
    }

    [Fact]
    public void At_first_the_diagnosis_is_the_step_that_is_on()
    {
        var incident = IncidentSamples.Waiting with { State = IncidentState.Detected, Causal = null, Proposal = null };

        Assert.Equal([Done, Now, Later, Later, Later, Later], Progress(incident));
    }

    [Fact]
    public void A_rejected_change_ends_the_way_at_the_decision()
    {
        var incident = IncidentSamples.Waiting with
        {
            State = IncidentState.Rejected,
            ClosedAt = At,
            Decision = new(Verdict.Reject, "ada", DecisionChannel.AiSre, "not tonight", At, null),
        };

        Assert.Equal([Done, Done, Done, Bad, Skipped, Skipped], Progress(incident));
        Assert.Equal("Rejected", IncidentSteps.Of(incident)[3].Name);
    }

    [Fact]
    public void A_decision_that_was_made_void_does_not_count()
    {
        var incident = IncidentSamples.Waiting with { Decision = new(Verdict.Approve, "ada", DecisionChannel.AiSre, null, At, "The head moved.") };

        Assert.Equal(Now, Progress(incident)[3]);
    }

    [Fact]
    public void A_resolved_incident_went_all_the_way()
    {
        Assert.Equal([Done, Done, Done, Done, Done, Done], Progress(Merged(IncidentState.Resolved)));
    }

    [Fact]
    public void A_change_that_did_not_help_ends_badly()
    {
        Assert.Equal([Done, Done, Done, Done, Done, Bad], Progress(Merged(IncidentState.Failed)));
    }

    [Fact]
    public void While_a_revert_waits_its_decision_is_the_step_that_is_on()
    {
        var incident = IncidentSamples.Waiting with
        {
            Proposal = IncidentSamples.Waiting.Proposal! with { IsRevert = true },
            Timeline = [.. IncidentSamples.Waiting.Timeline, new(99, At, TimelineKind.Failed, "It did not help.", "AiSre")],
        };

        Assert.Equal([Done, Done, Done, Now, Later, Later], Progress(incident));
    }

    [Fact]
    public void A_change_that_was_reverted_stays_one_that_did_not_help()
    {
        var merged = Merged(IncidentState.NeedsPerson);
        var incident = merged with
        {
            ClosedAt = null,
            Proposal = merged.Proposal! with { IsRevert = true, State = PullRequestState.Merged },
            Timeline = [.. merged.Timeline, new(99, At, TimelineKind.Failed, "It did not help.", "AiSre")],
        };

        Assert.Equal([Done, Done, Done, Done, Done, Bad], Progress(incident));
        Assert.Equal("Not verified", IncidentSteps.Of(incident)[5].Name);
    }

    [Fact]
    public void What_healed_by_itself_needed_no_more_steps()
    {
        var incident = IncidentSamples.Waiting with { State = IncidentState.Recovered, ClosedAt = At, Proposal = null };

        Assert.Equal([Done, Done, Skipped, Skipped, Skipped, Skipped], Progress(incident));
    }

    private static IncidentDetails Merged(IncidentState state) => IncidentSamples.Waiting with
    {
        State = state,
        ClosedAt = At.AddMinutes(2),
        Decision = new(Verdict.Approve, "ada", DecisionChannel.AiSre, null, At, null),
        Proposal = IncidentSamples.Waiting.Proposal! with { MergedAt = At.AddMinutes(1) },
    };

    private static List<StepProgress> Progress(IncidentDetails incident) => [.. IncidentSteps.Of(incident).Select(step => step.Progress)];
}
