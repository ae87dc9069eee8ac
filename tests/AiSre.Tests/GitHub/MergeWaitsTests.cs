using System.Collections.Immutable;
using System.Text.Json;
using AiSre.GitHub.Standing;

namespace AiSre.Tests.GitHub;

public sealed class MergeWaitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_waited_for_where_nothing_is_asked() => Assert.Empty(Of("clean", BranchRules.None));

    [Fact]
    public void Reviews_are_counted_and_code_owners_named()
    {
        var rules = BranchRules.None with { Approvals = 2, NeedsCodeOwners = true };

        Assert.Equal(
            ["It waits for 1 approving review, by the code owners too: @acme/platform."],
            Of("blocked", rules, reviews: [Review("ben", ReviewVerdict.Approved)]));
        Assert.Equal(
            ["It may wait for an approving review by the code owners: @acme/platform."],
            Of("blocked", rules, reviews: [Review("ben", ReviewVerdict.Approved), Review("anna", ReviewVerdict.Approved)]));
        Assert.Equal(["It waits for 2 approving reviews."], Of("blocked", rules with { NeedsCodeOwners = false }));
    }

    [Fact]
    public void Checks_are_told_apart_by_how_they_stand()
    {
        var rules = BranchRules.None with { Checks = ["lint", "test", "scan", "AiSre"] };

        Assert.Equal(
            [
                "The required check scan failed.",
                "It waits for the required check lint, which nobody has reported yet.",
                "It waits for the required check test, which is running.",
            ],
            Of("blocked", rules, checks: [new("test", CheckOutcome.Running), new("scan", CheckOutcome.Failed), new("AiSre", CheckOutcome.Succeeded)]));
    }

    [Theory]
    [InlineData("dirty", MergeWaitKind.Conflict)]
    [InlineData("behind", MergeWaitKind.Behind)]
    [InlineData("unknown", MergeWaitKind.NotKnownYet)]
    [InlineData("blocked", MergeWaitKind.Other)]
    public void GitHubs_own_verdict_is_never_left_without_a_word(string state, MergeWaitKind kind) =>
        Assert.Equal(kind, Assert.Single(MergeWaits.Of(new MergeFacts(state, false, "main", BranchRules.None, [], []), [])).Kind);

    [Fact]
    public void What_a_person_wants_changed_comes_before_what_passes_by_itself() =>
        Assert.Equal(
            ["ben asked for changes; it is merged once they approve or their review is dismissed.", "It waits for 1 approving review."],
            Of("blocked", BranchRules.None with { Approvals = 1 }, reviews: [Review("ben", ReviewVerdict.ChangesRequested)]));

    [Fact]
    public void Rulesets_and_the_older_protection_hold_together_the_stricter_one()
    {
        var rulesets = BranchRules.OfRulesets(JsonDocument.Parse(
            """
            [
              {"type": "pull_request", "parameters": {"required_approving_review_count": 1, "require_code_owner_review": true, "required_review_thread_resolution": true, "allowed_merge_methods": ["squash", "merge"]}},
              {"type": "required_linear_history"},
              {"type": "required_status_checks", "parameters": {"required_status_checks": [{"context": "test"}], "strict_required_status_checks_policy": true}},
              {"type": "merge_queue", "parameters": {"merge_method": "SQUASH"}},
              {"type": "commit_message_pattern", "parameters": {"pattern": "x"}},
              {"parameters": 1}
            ]
            """).RootElement);
        var protection = BranchRules.OfProtection(JsonDocument.Parse(
            """{"required_pull_request_reviews": {"required_approving_review_count": 2}, "required_status_checks": {"strict": false, "contexts": ["lint", "test"]}}""").RootElement);

        var both = rulesets.And(protection);

        Assert.Equal((2, true, true, true, true), (both.Approvals, both.NeedsCodeOwners, both.NeedsResolvedConversations, both.NeedsNewestBase, both.HasQueue));
        Assert.Equal(["test", "lint"], both.Checks);
        Assert.Equal(["squash"], both.Methods);
    }

    [Fact]
    public void Checks_that_are_not_enforced_are_not_waited_for() =>
        Assert.Empty(BranchRules.OfProtection(JsonDocument.Parse("""{"enabled": false, "required_status_checks": {"enforcement_level": "off", "contexts": ["lint"], "checks": []}}""").RootElement).Checks);

    private static IEnumerable<string> Of(string state, BranchRules rules, ImmutableArray<PullRequestReview> reviews = default, ImmutableArray<CheckState> checks = default) =>
        MergeWaits.Of(
            new MergeFacts(state, false, "main", rules, reviews.IsDefault ? [] : reviews, checks.IsDefault ? [] : checks),
            [new FileOwners("apps/web/a.yaml", ["@acme/platform"]), new FileOwners("apps/web/b.yaml", ["@acme/platform"])]).Select(wait => wait.Sentence);

    private static PullRequestReview Review(string by, ReviewVerdict verdict) => new(by, verdict, "", "c0ffee", Noon);
}
