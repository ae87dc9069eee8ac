using System.Collections.Immutable;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Decisions.Rejections;
using AiSre.Runbooks;

namespace AiSre.Tests.Remediation.Decisions.Rejections;

public sealed class RejectionPatternTests
{
    private const string Text = """
        ---
        id: more-memory
        title: More memory   # raised step by step
        owner: platform
        symptom: {cause: OutOfMemoryKilled}
        solution:
          - set-resources: {limits: {memory: x1.5}, at-most: 2Gi}
        ---
        # More memory

        """;

    [Fact]
    public void Three_alike_say_what_the_owner_should_change()
    {
        var suggestions = Of(
        [
            Rejected(RejectionReason.TooRisky, "eve", "Not twice the memory."), Rejected(RejectionReason.WrongCause, "bob", "It leaks."), Rejected(RejectionReason.TooRisky, "ada", "Too much."),
            Rejected(RejectionReason.WrongCause, "bob", "It leaks."), Rejected(RejectionReason.TooRisky, "ada", "Too much."), Rejected(RejectionReason.TooRisky, "ada", "Too much."),
        ]);

        Assert.Equal(
            ["4 proposals of this version were rejected as too risky, last by eve (“Not twice the memory.”): lower its bounds, narrow 'applies-to', or have it advise only."],
            suggestions.Select(suggestion => suggestion.Sentence));
    }

    [Theory]
    [InlineData(RejectionReason.Other, 9, 0)]
    [InlineData(RejectionReason.NotNow, 2, 0)]
    [InlineData(RejectionReason.NotNow, 3, 1)]
    [InlineData(null, 9, 0)]
    public void Fewer_or_unlike_ones_say_nothing(RejectionReason? reason, int count, int expected) =>
        Assert.Equal(expected, Of(Enumerable.Repeat(Rejected(reason), count)).Length);

    [Theory]
    [InlineData(RejectionReason.WrongCause)]
    [InlineData(RejectionReason.WrongFix)]
    public void What_was_wrong_in_one_place_is_left_out_there(RejectionReason reason)
    {
        var amendment = Amendment(Text, reason, ("prod", "shop"), ("prod", "shop"), ("prod", "shop"));

        Assert.Equal("leave out namespace shop of cluster prod", amendment.Words);
        var place = Assert.Single(RunbookParser.Parse(amendment.Text).Runbook!.NotWhen).Where;
        Assert.Equal(("prod", "shop"), (Assert.Single(place.Clusters).Pattern, Assert.Single(place.Namespaces).Pattern));

        // Nothing else changes: without the new lines it is the old text.
        string[] added = ["not-when:", "  - clusters:", "      - prod", "    namespaces:", "      - shop"];
        Assert.Equal(Text, string.Join('\n', amendment.Text.Split('\n').Where(line => !added.Contains(line))));
    }

    [Theory]
    [InlineData("not-when: [{reason: ImagePullFailed}]\n")]
    [InlineData("not-when:\n  - reason: ImagePullFailed\n  - {clusters: dev-*}\n")]
    public void What_is_left_out_already_stays_left_out(string notWhen)
    {
        var text = Text.Replace("solution:", notWhen + "solution:", StringComparison.Ordinal);
        var before = RunbookParser.Parse(text).Runbook!.NotWhen;

        var after = RunbookParser.Parse(Amendment(text, RejectionReason.WrongCause, ("prod", "a"), ("prod", "b"), ("prod", "c")).Text).Runbook!.NotWhen;

        Assert.Equal(before.Length + 1, after.Length);
        Assert.Equal(("prod", 0), (after[^1].Where.Clusters.Single().Pattern, after[^1].Where.Namespaces.Length));
    }

    [Theory]
    [InlineData("", "cluster prod: advise; everywhere: propose")]
    [InlineData("mode: shadow\n", "cluster prod: advise; everywhere: shadow")]
    [InlineData("mode:\n  - {is: shadow, clusters: dev-*, labels: {tier: [a, b]}}\n", "cluster prod: advise; clusters dev-*, label tier a or b: shadow; everywhere: propose")]
    public void What_was_too_risky_is_only_advised_there(string mode, string expected)
    {
        var text = Text.Replace("solution:", mode + "solution:", StringComparison.Ordinal);

        var modes = RunbookParser.Parse(Amendment(text, RejectionReason.TooRisky, ("prod", "a"), ("prod", "b"), ("prod", "c")).Text).Runbook!.Modes.Scopes;

        Assert.Equal(expected.Replace("cluster prod", "clusters prod", StringComparison.Ordinal), string.Join("; ", modes.DistinctBy(scope => scope.Where.Summary).Select(scope => $"{scope.Where.Summary}: {scope.Mode.ToString().ToLowerInvariant()}")));
    }

    [Fact]
    public void Places_that_have_nothing_in_common_or_where_it_helped_are_not_taken_away()
    {
        RejectedProposal[] apart = [Rejected(RejectionReason.WrongFix, "a", "x", "eu", "shop"), Rejected(RejectionReason.WrongFix, "a", "x", "us", "cart"), Rejected(RejectionReason.WrongFix, "a", "x", "us", "shop")];
        Assert.Null(Assert.Single(Of(apart)).Amendment);

        RejectedProposal[] together = [.. Enumerable.Repeat(Rejected(RejectionReason.WrongFix, "a", "x", "eu", "shop"), 3)];
        Assert.Null(Assert.Single(Of(together, new ProposalPlace("eu", "shop"))).Amendment);
        Assert.NotNull(Assert.Single(Of(together, new ProposalPlace("eu", "cart"), new ProposalPlace("us", "shop"))).Amendment);
    }

    [Fact]
    public void What_is_not_now_belongs_into_the_guardrails() =>
        Assert.Null(Assert.Single(Of(Enumerable.Repeat(Rejected(RejectionReason.NotNow), 3))).Amendment);

    private static RunbookAmendment Amendment(string text, RejectionReason reason, params (string Cluster, string Namespace)[] places) =>
        Assert.Single(RejectionPattern.Of(text, places.Select(place => Rejected(reason, "ada", "No.", place.Cluster, place.Namespace)), [])).Amendment!;

    private static ImmutableArray<RejectionSuggestion> Of(IEnumerable<RejectedProposal> rejections, params ProposalPlace[] proven) => RejectionPattern.Of(Text, rejections, proven);

    private static RejectedProposal Rejected(RejectionReason? reason, string by = "ada", string text = "No.", string cluster = "prod", string? space = "shop") => new(
        new Decision
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
        },
        new ProposalPlace(cluster, space));
}
