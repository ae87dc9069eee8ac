using AiSre.Remediation.Decisions;

namespace AiSre.Tests.Remediation.Decisions;

public sealed class RejectionPatternTests
{
    [Fact]
    public void Three_alike_say_what_the_owner_should_change()
    {
        var suggestions = RejectionPattern.Of(
        [
            Rejected(RejectionReason.TooRisky, "eve", "Not twice the memory."), Rejected(RejectionReason.WrongCause, "bob", "It leaks."), Rejected(RejectionReason.TooRisky, "ada", "Too much."),
            Rejected(RejectionReason.WrongCause, "bob", "It leaks."), Rejected(RejectionReason.TooRisky, "ada", "Too much."), Rejected(RejectionReason.TooRisky, "ada", "Too much."),
        ]);

        Assert.Equal(
            ["4 proposals of this version were rejected as too risky, last by eve (“Not twice the memory.”): lower its bounds, narrow 'applies-to', or have it advise only."],
            suggestions);
    }

    [Theory]
    [InlineData(RejectionReason.Other, 9, 0)]
    [InlineData(RejectionReason.NotNow, 2, 0)]
    [InlineData(RejectionReason.NotNow, 3, 1)]
    [InlineData(null, 9, 0)]
    public void Fewer_or_unlike_ones_say_nothing(RejectionReason? reason, int count, int expected) =>
        Assert.Equal(expected, RejectionPattern.Of(Enumerable.Repeat(Rejected(reason, "ada", "No."), count)).Length);

    private static Decision Rejected(RejectionReason? reason, string by, string text) => new()
    {
        Id = Guid.NewGuid(),
        ProposalId = Guid.NewGuid(),
        IncidentId = Guid.NewGuid(),
        Verdict = Verdict.Reject,
        HeadSha = "1111111",
        By = by,
        Channel = DecisionChannel.AiSre,
        Reason = text,
        ReasonKind = reason,
        At = DateTimeOffset.UnixEpoch,
    };
}
