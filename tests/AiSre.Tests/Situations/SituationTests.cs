using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Tests.Detection;

namespace AiSre.Tests.Situations;

/// <summary>What is made of situations that clusters get into: of faulty ones as many incidents as causes, of healthy ones none.</summary>
public sealed class SituationTests
{
    public static TheoryData<Situation> All => [.. Situation.All];

    public static TheoryData<Situation> WithTwins => [.. Situation.All.Where(situation => situation.HasTwin)];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Each_cause_is_named_by_one_incident_and_nothing_else_is(Situation situation)
    {
        var found = situation.ToScene().Causes;
        var left = found.ToList();
        foreach (var (codes, objects) in situation.Causes)
        {
            var match = left.Find(cause => codes.Contains(cause.Code.ToString()) && objects.Contains(cause.Object.Address));
            Assert.True(match is not null, $"{string.Join('|', codes)} {string.Join('|', objects)} is not among: {string.Join("; ", found.Select(Words))}");
            left.Remove(match);
        }

        Assert.True(left.Count == 0, $"Too much: {string.Join("; ", left.Select(Words))}");
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Whatever_is_cited_is_in_the_evidence_and_every_cause_cites(Situation situation)
    {
        var scene = situation.ToScene();
        foreach (var cause in scene.Causes)
        {
            var citations = cause.Chain.SelectMany(link => link.Citations).ToList();
            Assert.All(citations, citation => Assert.True(scene.Evidence.Holds(citation), $"{citation.Evidence}: {citation.Quote}"));
            Assert.True(cause.Code == RootCause.Unknown || citations.Count > 0, Words(cause));
        }
    }

    [Theory]
    [MemberData(nameof(WithTwins), DisableDiscoveryEnumeration = true)]
    public void The_healthy_twin_opens_nothing(Situation situation)
    {
        var found = situation.ToTwin().Causes;
        Assert.True(found.Count == 0, string.Join("; ", found.Select(Words)));
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_order_in_which_symptoms_arrive_does_not_matter(Situation situation)
    {
        var scene = situation.ToScene();
        var expected = scene.Groups.Select(Words).ToList();
        for (var seed = 0; seed < 5; seed++)
        {
            var shuffled = scene.Symptoms.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(expected, Correlation.Correlate(shuffled, scene.Objects).Select(Words));
        }
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Keys_and_fingerprints_do_not_change_with_messages(Situation situation)
    {
        var scene = situation.ToScene();
        var other = scene.Symptoms.Select(symptom => symptom with { Message = "something else 4711" }).ToList();
        Assert.Equal(scene.Symptoms.Select(symptom => symptom.Fingerprint), other.Select(symptom => symptom.Fingerprint));
        Assert.Equal(scene.Groups.Select(group => group.Key), Correlation.Correlate(other, scene.Objects).Select(group => group.Key));
    }

    // Clusters and AiSre do not agree on the time to the second; within a few minutes nothing is to change.
    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void A_clock_that_is_behind_finds_the_same_faults(Situation situation)
    {
        if (situation.Causes.Count > 0)
        {
            var scene = situation.ToScene();
            var early = Correlation.Correlate(Detector.Default.AnalyzeAll(scene.Objects, Scene.Now - TimeSpan.FromMinutes(1)), scene.Objects);
            Assert.Equal(scene.Groups.Select(group => group.Key), early.Select(group => group.Key));
        }
    }

    private static string Words(RootCauseAnalysis cause) => $"{cause.Code} {cause.Object.Address} ({cause.Statement})";

    private static string Words(CorrelatedGroup group) =>
        $"{group.Key} {group.Title} {group.Severity}: {string.Join(' ', group.Symptoms.Select(symptom => symptom.Fingerprint))} > {string.Join(' ', group.Consequences.Select(symptom => symptom.Fingerprint))}";
}
