using System.Text.Json;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>What a branch asks for before something is merged into it: its protection and the rulesets that are for it, together.</summary>
internal sealed record BranchDemands(int Approvals, bool CodeOwners, IReadOnlyList<string> Checks, bool NewestBase, bool Queue, IReadOnlyList<string> Methods)
{
    private static readonly string[] AllMethods = ["merge", "squash", "rebase"];

    public static BranchDemands Of(RepositoryState state, string branch)
    {
        var protection = state.Protections.GetValueOrDefault(branch);
        var rules = RulesFor(state, branch).ToList();
        var reviews = rules.Where(rule => rule.Type == "pull_request").Select(rule => rule.Parameters).ToList();
        var checks = rules.Where(rule => rule.Type == "required_status_checks").Select(rule => rule.Parameters).ToList();
        return new BranchDemands(
            reviews.Select(rule => rule.TryGetProperty("required_approving_review_count", out var count) ? count.GetInt32() : 0)
                .Append(protection?.RequiredApprovals ?? 0).Max(),
            protection?.NeedsCodeOwners == true || reviews.Exists(rule => IsOn(rule, "require_code_owner_review")),
            [.. (protection?.RequiredChecks ?? []).Union(checks.SelectMany(rule => rule.GetProperty("required_status_checks").EnumerateArray().Select(check => check.GetProperty("context").GetString()!)))],
            protection?.IsStrict == true || checks.Exists(rule => IsOn(rule, "strict_required_status_checks_policy")),
            rules.Exists(rule => rule.Type == "merge_queue"),
            reviews.Aggregate(AllMethods, (left, rule) => rule.TryGetProperty("allowed_merge_methods", out var allowed)
                ? [.. left.Intersect(allowed.EnumerateArray().Select(method => method.GetString()!))]
                : left));
    }

    /// <summary>The rules that are for a branch.</summary>
    public static IEnumerable<RuleState> RulesFor(RepositoryState state, string branch) =>
        state.Rulesets.Where(ruleset => ruleset.Branches.Contains($"refs/heads/{branch}")).SelectMany(ruleset => ruleset.Rules);

    private static bool IsOn(JsonElement rule, string name) => rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
