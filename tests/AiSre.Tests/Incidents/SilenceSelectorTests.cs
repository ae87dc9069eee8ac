using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.Silences;

namespace AiSre.Tests.Incidents;

public sealed class SilenceSelectorTests
{
    private static readonly Symptom Symptom = new()
    {
        Reason = SymptomReason.ImagePullFailed,
        Severity = Severity.Error,
        Object = new ObjectRef("v1", "Pod", "shop-eu", "checkout-7d9-abc"),
        Workload = new ObjectRef("apps/v1", "Deployment", "shop-eu", "checkout"),
        Message = "ErrImagePull",
    };

    public static TheoryData<SilenceSelector, bool> Selectors => new()
    {
        { new() { Cluster = "prod" }, true },
        { new() { Cluster = "test" }, false },
        { new() { Namespace = "shop-*" }, true },
        { new() { Namespace = "shop" }, false },
        { new() { Kind = "Deployment", Name = "checkout" }, true },
        { new() { Kind = "Pod", Name = "checkout-*" }, true },
        { new() { Kind = "Pod", Name = "checkout" }, false },
        { new() { Kind = "StatefulSet" }, false },
        { new() { Name = "check?ut" }, true },
        { new() { Reason = SymptomReason.ImagePullFailed }, true },
        { new() { Reason = SymptomReason.RolloutStalled }, false },
        { new() { Labels = Labels(("team", "shop")) }, true },
        { new() { Labels = Labels(("team", "shop"), ("tier", "web")) }, false },
        { new() { Cluster = "prod", Namespace = "search" }, false },
    };

    [Theory]
    [MemberData(nameof(Selectors))]
    public void All_that_is_given_must_fit(SilenceSelector selector, bool fits)
    {
        var labels = ObjectReader.Read("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "checkout", "labels": {"team": "shop"}}}""")!.Metadata.Labels;

        Assert.Equal(fits, selector.Matches("prod", Symptom, labels));
    }

    [Fact]
    public void It_reads_as_words()
    {
        Assert.Equal("Deployment shop/checkout* on prod, ImagePullFailed", new SilenceSelector { Cluster = "prod", Namespace = "shop", Kind = "Deployment", Name = "checkout*", Reason = SymptomReason.ImagePullFailed }.ToString());
        Assert.Equal("Everything on prod", new SilenceSelector { Cluster = "prod" }.ToString());
        Assert.Equal("Objects in namespace shop with team=a", new SilenceSelector { Namespace = "shop", Labels = Labels(("team", "a")) }.ToString());
        Assert.True(new SilenceSelector().IsEmpty);
    }

    private static ImmutableSortedDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
}
