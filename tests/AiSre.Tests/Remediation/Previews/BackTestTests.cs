using AiSre.Remediation.Previews;

namespace AiSre.Tests.Remediation.Previews;

public sealed class BackTestTests
{
    private const string Own = "override the registry";

    private static readonly TriedFix Verified = new(Own, true, false);
    private static readonly TriedFix Rejected = new(Own, false, true);
    private static readonly TriedFix Failed = new(Own, false, false);
    private static readonly TriedFix Other = new("roll back", true, false);

    public static TheoryData<bool, TriedFix[], BackTestVerdict?> Cases => new()
    {
        { true, [Verified], BackTestVerdict.Right },
        { true, [Rejected, Verified], BackTestVerdict.Right },
        { true, [Rejected], BackTestVerdict.Wrong },
        { true, [Failed], BackTestVerdict.Wrong },
        { true, [Other], BackTestVerdict.Wrong },
        { true, [Failed, Other], BackTestVerdict.Wrong },
        { true, [], BackTestVerdict.Open },
        { true, [new("roll back", false, true)], BackTestVerdict.Open },
        { false, [Verified], BackTestVerdict.Missed },
        { false, [Rejected], null },
        { false, [Other], null },
        { false, [], null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_incident_speaks_by_what_was_merged_and_verified(bool fits, TriedFix[] tried, BackTestVerdict? expected)
    {
        var judged = BackTest.Judge(fits, "the cause is X", Own, tried);

        Assert.Equal(expected, judged?.Verdict);
        Assert.True(judged is null || judged.Value.Sentence.EndsWith('.'));
    }

    [Fact]
    public void Prose_is_never_right() => Assert.Equal(BackTestVerdict.Wrong, BackTest.Judge(true, "", null, [Other])?.Verdict);

    [Fact]
    public void Precision_and_recall_count_only_what_is_known()
    {
        var test = new BackTest([Of(BackTestVerdict.Right), Of(BackTestVerdict.Right), Of(BackTestVerdict.Right), Of(BackTestVerdict.Wrong), Of(BackTestVerdict.Missed), Of(BackTestVerdict.Missed), Of(BackTestVerdict.Missed), Of(BackTestVerdict.Open)], 20);

        Assert.Equal((0.75, 0.5), (test.Precision, test.Recall));
        Assert.Equal((null, null), (new BackTest([Of(BackTestVerdict.Open)], 1).Precision, new BackTest([], 0).Recall));
    }

    private static BackTestedIncident Of(BackTestVerdict verdict) => new(1, "A", verdict, "B.");
}
