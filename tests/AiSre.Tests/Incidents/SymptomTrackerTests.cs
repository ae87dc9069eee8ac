using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.Intake;

namespace AiSre.Tests.Incidents;

public sealed class SymptomTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ObjectRef Pod = new("v1", "Pod", "shop", "checkout-1");
    private readonly SymptomTracker _tracker = new();

    [Fact]
    public void A_symptom_counts_only_after_its_settle_time()
    {
        var symptom = Symptom();
        _tracker.Observe(Pod, [symptom], Start);

        var due = Start + SettleTimes.For(symptom);
        Assert.Empty(_tracker.Settled(due - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(due, _tracker.NextDue(Start));
        Assert.Equal([symptom], _tracker.Settled(due));
        Assert.Null(_tracker.NextDue(due));
    }

    [Fact]
    public void Another_message_of_the_same_symptom_does_not_begin_the_settling_anew()
    {
        var symptom = Symptom();
        _tracker.Observe(Pod, [symptom], Start);

        Assert.True(_tracker.Observe(Pod, [symptom with { Message = "Back-off pulling image" }], Start + TimeSpan.FromMilliseconds(400)));

        Assert.Single(_tracker.Settled(Start + SettleTimes.For(symptom)));
    }

    [Fact]
    public void Seeing_the_same_again_is_no_difference()
    {
        _tracker.Observe(Pod, [Symptom()], Start);

        Assert.False(_tracker.Observe(Pod, [Symptom()], Start + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_symptom_that_went_and_came_back_settles_anew()
    {
        var symptom = Symptom();
        _tracker.Observe(Pod, [symptom], Start);
        Assert.True(_tracker.Observe(Pod, [], Start + TimeSpan.FromSeconds(10)));
        Assert.Empty(_tracker.Showing);
        Assert.Empty(_tracker.Objects);

        _tracker.Observe(Pod, [symptom], Start + TimeSpan.FromSeconds(20));

        Assert.Empty(_tracker.Settled(Start + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void What_is_only_worth_knowing_is_at_hand_and_wakes_nobody()
    {
        _tracker.Observe(Pod, [Symptom() with { Severity = Severity.Info }], Start);

        Assert.Equal(Severity.Info, Assert.Single(_tracker.Settled(Start + TimeSpan.FromHours(1))).Severity);
        Assert.Null(_tracker.NextDue(Start));
    }

    private static Symptom Symptom() => new()
    {
        Reason = SymptomReason.ImagePullFailed,
        Severity = Severity.Error,
        Object = Pod,
        Workload = new ObjectRef("apps/v1", "Deployment", "shop", "checkout"),
        Message = "ErrImagePull",
        Parameters = ImmutableSortedDictionary<string, string>.Empty
            .Add(SymptomParameters.Container, "app")
            .Add(SymptomParameters.PullFailure, nameof(PullFailure.RegistryUnavailable)),
    };
}
