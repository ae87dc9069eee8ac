using AiSre.Detection;

namespace AiSre.Tests.Detection;

public sealed class SettleTimesTests
{
    [Fact]
    public void A_pull_that_says_why_counts_at_once_and_one_that_does_not_waits_for_the_word()
    {
        var known = Scene.Of(Scene.Waiting("a", "r.example/a:1", "ErrImagePull", "dial tcp: i/o timeout", withOwners: false)).Symptoms[0];
        var unknown = Scene.Of(Scene.Waiting("a", "r.example/a:1", "ErrImagePull", "", withOwners: false)).Symptoms[0];
        Assert.Equal(SettleTimes.Fact, SettleTimes.For(known));
        Assert.Equal(SettleTimes.Unexplained, SettleTimes.For(unknown));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", true)] // nothing tells of a later moment
    [InlineData("2026-03-01T11:59:50Z", false)]
    [InlineData("2026-03-01T11:59:30Z", true)]
    public void Of_what_is_as_new_as_the_present_nobody_can_tell_how_long_it_held(string since, bool settled)
    {
        var lost = Assert.Single(Scene.Of($$"""
            apiVersion: v1
            kind: Node
            metadata: {name: w1, creationTimestamp: "2026-01-01T00:00:00Z"}
            status: {conditions: [{type: Ready, status: "Unknown", message: Kubelet stopped posting node status., lastTransitionTime: "{{since}}"}]}
            """).Symptoms);
        Assert.Equal(settled, SettleTimes.IsSettled(lost, Scene.Now));
    }

    [Fact]
    public void What_sums_up_others_is_given_time() =>
        Assert.All(
            Scene.Of(Scene.Application("shop", "Degraded")).Symptoms,
            symptom => Assert.Equal(TimeSpan.FromSeconds(60), SettleTimes.For(symptom)));
}
