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

    [Fact]
    public void What_sums_up_others_is_given_time() =>
        Assert.All(
            Scene.Of(Scene.Application("shop", "Degraded")).Symptoms,
            symptom => Assert.Equal(TimeSpan.FromSeconds(60), SettleTimes.For(symptom)));
}
