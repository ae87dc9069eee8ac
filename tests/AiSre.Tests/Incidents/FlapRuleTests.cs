using AiSre.Incidents;
using AiSre.Incidents.LifeCycle;

namespace AiSre.Tests.Incidents;

public sealed class FlapRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LifeCycleOptions Options = new();

    [Fact]
    public void The_third_opening_within_the_hour_is_flapping() =>
        Assert.Equal(IncidentState.Flapping, FlapRule.StateOnReturn([Opened(50), Recovered(40), Returned(30), Recovered(10)], Options, Now));

    [Fact]
    public void The_second_is_not() =>
        Assert.Equal(IncidentState.Detected, FlapRule.StateOnReturn([Opened(50), Recovered(40)], Options, Now));

    [Fact]
    public void What_was_longer_ago_does_not_count() =>
        Assert.Equal(IncidentState.Detected, FlapRule.StateOnReturn([Opened(61), Recovered(40), Returned(30), Recovered(10)], Options, Now));

    [Fact]
    public void An_incident_that_grows_or_is_looked_at_again_has_not_opened_again()
    {
        var grown = new IncidentTransition { At = Now.AddMinutes(-5), From = IncidentState.AwaitingDecision, To = IncidentState.Detected };
        var steady = new IncidentTransition { At = Now.AddMinutes(-4), From = IncidentState.Flapping, To = IncidentState.Detected };

        Assert.Equal(1, FlapRule.Openings([Opened(50), grown, steady], Options, Now));
    }

    private static IncidentTransition Opened(int minutesAgo) => new() { At = Now.AddMinutes(-minutesAgo), To = IncidentState.Detected };

    private static IncidentTransition Recovered(int minutesAgo) =>
        new() { At = Now.AddMinutes(-minutesAgo), From = IncidentState.Recovering, To = IncidentState.Recovered };

    private static IncidentTransition Returned(int minutesAgo) =>
        new() { At = Now.AddMinutes(-minutesAgo), From = IncidentState.Recovered, To = IncidentState.Detected };
}
