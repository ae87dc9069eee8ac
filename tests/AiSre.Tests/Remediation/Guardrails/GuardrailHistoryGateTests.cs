using System.Collections.Immutable;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Gates;
using static AiSre.Remediation.Guardrails.BreakerEventKind;
using static AiSre.Remediation.Guardrails.GuardrailOutcome;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>The gates that look at what was before: rate, in flight, breaker.</summary>
public sealed class GuardrailHistoryGateTests
{
    [Theory]
    [InlineData("per-application: 1 in 1h", 30, RequireApproval)]
    [InlineData("per-application: 2 in 1h", 30, Allow)]
    [InlineData("per-application: 1 in 1h", 60, Allow)]
    [InlineData("per-application: 1 in 1h", 59, RequireApproval)]
    [InlineData("per-cluster: 1 in 1h", 30, RequireApproval)]
    [InlineData("fleet: 1 in 1d", 600, RequireApproval)]
    [InlineData("fleet: 0 in 1d", 9999, RequireApproval)]
    public void The_rate_holds_in_every_span(string rate, int minutesAgo, GuardrailOutcome expected)
    {
        var past = ImmutableArray.Create(new PastChange(Noon.AddMinutes(-minutesAgo), [Shop], ["dev-1"]));

        Assert.Equal(expected, Ask<RateGate>(Good with { Past = past }, Rule($"rate: {{{rate}}}")).Outcome);
    }

    [Fact]
    public void Others_changes_count_only_where_they_were()
    {
        var past = ImmutableArray.Create(new PastChange(Noon, [new("prod-1", "argocd/shop")], ["prod-1"]));

        Assert.Equal(Allow, Ask<RateGate>(Good with { Past = past }, Rule("rate: {per-application: 1 in 1h, per-cluster: 1 in 1h}")).Outcome);
        Assert.Equal(RequireApproval, Ask<RateGate>(Good with { Past = past }, Rule("rate: {fleet: 1 in 1h}")).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(60 * 24 * 365)]
    public void A_clock_that_goes_back_makes_no_room(int minutes)
    {
        var past = ImmutableArray.Create(new PastChange(Noon, [Shop], ["dev-1"]));

        Assert.Equal(RequireApproval, Ask<RateGate>(Good with { Past = past, At = Noon.AddMinutes(-minutes) }, Rule("rate: {per-application: 1 in 1h}")).Outcome);
    }

    [Fact]
    public void One_change_of_an_application_is_on_its_way_at_a_time()
    {
        var same = ImmutableArray.Create(new ChangeInFlight([Shop], "other", "incident #12"));
        var other = ImmutableArray.Create(new ChangeInFlight([new("prod-1", "argocd/shop")], "other", "incident #12"));

        var result = Ask<InFlightGate>(Good with { InFlight = same }, File());
        Assert.Equal((RequireApproval, "The change of incident #12 for argocd/shop of cluster dev-1 is not verified yet."), (result.Outcome, result.Sentence));
        Assert.Equal(Allow, Ask<InFlightGate>(Good with { InFlight = other }, File()).Outcome);
    }

    [Theory]
    [InlineData("", Allow)]
    [InlineData("F", Allow)]
    [InlineData("FF", RequireApproval)]
    [InlineData("FFV", RequireApproval)] // What people approved meanwhile does not close it.
    [InlineData("FFR", Allow)]
    [InlineData("FFRV", Allow)]
    [InlineData("FFRF", RequireApproval)]
    [InlineData("FFRVF", Allow)]
    [InlineData("FFRVFF", RequireApproval)]
    [InlineData("RFF", RequireApproval)]
    [InlineData("FVF", RequireApproval)]
    public void A_breaker_follows_what_happened(string events, GuardrailOutcome expected)
    {
        foreach (var key in new[] { BreakerKey.Of(Shop), BreakerKey.Of("more-memory") })
        {
            Assert.Equal(expected, Ask<BreakerGate>(Good with { Outcomes = Events(key, events) }, File()).Outcome);
        }

        Assert.Equal(Allow, Ask<BreakerGate>(Good with { Outcomes = Events(BreakerKey.Of("other"), events) }, File()).Outcome);
    }

    [Fact]
    public void Failures_far_apart_open_nothing()
    {
        var key = BreakerKey.Of(Shop);
        ImmutableArray<BreakerEvent> events = [new(key, Failed, Noon.AddDays(-20), "incident #1"), new(key, Failed, Noon.AddDays(-2), "incident #2")];

        Assert.Equal(Allow, Ask<BreakerGate>(Good with { Outcomes = events }, File()).Outcome);
        Assert.Equal(RequireApproval, Ask<BreakerGate>(Good with { Outcomes = events }, Rule("breaker: {failures: 2, within: 30d}")).Outcome);
        Assert.Equal(RequireApproval, Ask<BreakerGate>(Good with { Outcomes = events }, Rule("breaker: {failures: 1, within: 1d}")).Outcome);
    }

    [Fact]
    public void An_open_breaker_says_why_and_time_does_not_close_it()
    {
        var result = Ask<BreakerGate>(Good with { Outcomes = Events(BreakerKey.Of(Shop), "FF"), At = Noon.AddYears(5) }, File());

        Assert.Equal("Of the application dev-1 argocd/shop 2 changes did not help within 7 d (event 0, event 1), so nothing is automatic until a person has reviewed that.", result.Sentence);
    }

    [Fact]
    public void After_a_review_one_change_of_the_runbook_tries_at_a_time()
    {
        var subject = Good with { Outcomes = Events(BreakerKey.Of("more-memory"), "FFR"), InFlight = ImmutableArray.Create(new ChangeInFlight([new("dev-2", "argocd/x")], "more-memory", "incident #9")) };

        Assert.Equal(RequireApproval, Ask<BreakerGate>(subject, File()).Outcome);
        Assert.Equal(Allow, Ask<BreakerGate>(subject with { InFlight = ImmutableArray<ChangeInFlight>.Empty }, File()).Outcome);
    }

    private static ImmutableArray<BreakerEvent> Events(BreakerKey key, string events) =>
        [.. events.Select((letter, index) => new BreakerEvent(key, letter switch { 'F' => Failed, 'V' => Verified, _ => Reviewed }, Noon.AddHours(index - 100), $"event {index}"))];
}
