using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Tests.Incidents;

public sealed class CauseRankTests
{
    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");

    public static TheoryData<SymptomReason> Shown => [.. Enum.GetValues<SymptomReason>().Where(reason => reason != SymptomReason.AlertFiring)];

    [Theory]
    [MemberData(nameof(Shown))]
    public void Whatever_an_object_shows_is_nearer_to_the_cause_than_an_alert_on_it(SymptomReason reason)
    {
        // Whether or not the one or the other names a cause, and whichever that is.
        var most = Faults().Max(fault => CauseRank.Of(Of(SymptomReason.AlertFiring, fault)));
        Assert.All(Faults(), fault => Assert.True(CauseRank.Of(Of(reason, fault)) > most, $"{fault?.Code}"));
    }

    private static IEnumerable<Fault?> Faults() => Enum.GetValues<RootCause>().Select(code => new Fault(code, Checkout, null)).Prepend<Fault?>(null);

    private static Symptom Of(SymptomReason reason, Fault? fault) => new()
    {
        Reason = reason,
        Severity = Severity.Error,
        Object = Checkout,
        Workload = Checkout,
        Message = "It is so.",
        Parameters = ImmutableSortedDictionary<string, string>.Empty,
        Fault = fault,
    };
}
