using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.GitHub.Standing;

/// <summary>What a branch asks of pull requests, from rulesets and from the older branch protection together: the stricter of both holds.</summary>
/// <param name="Approvals">How many approving reviews.</param>
/// <param name="NeedsCodeOwners">Whether code owners have to approve.</param>
/// <param name="NeedsResolvedConversations">Whether comments on the code have to be resolved.</param>
/// <param name="Checks">Which checks have to succeed.</param>
/// <param name="NeedsNewestBase">Whether they have to succeed on top of the branch as it is.</param>
/// <param name="HasQueue">Whether merges go through a queue.</param>
/// <param name="Methods">The merge methods that rulesets allow; empty when they name none.</param>
internal sealed record BranchRules(
    int Approvals, bool NeedsCodeOwners, bool NeedsResolvedConversations, ImmutableArray<string> Checks, bool NeedsNewestBase, bool HasQueue, ImmutableArray<string> Methods)
{
    public static readonly BranchRules None = new(0, false, false, [], false, false, []);

    /// <summary>The rules of rulesets.</summary>
    /// <remarks>https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch.</remarks>
    /// <param name="rules">The answer: an array of rules, each with <c>type</c> and <c>parameters</c>.</param>
    public static BranchRules OfRulesets(JsonElement rules) => rules.EnumerateArray().Select(OfRule).Aggregate(None, (all, one) => all.And(one));

    /// <summary>The older protection, as far as the branch itself or the protection's own answer tells.</summary>
    /// <remarks>https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection.</remarks>
    /// <param name="protection">The object <c>protection</c> of a branch, or the answer about its protection.</param>
    public static BranchRules OfProtection(JsonElement protection)
    {
        var reviews = Member(protection, "required_pull_request_reviews");
        var checks = Member(protection, "required_status_checks");
        return new BranchRules(
            Number(reviews, "required_approving_review_count"),
            Flag(reviews, "require_code_owner_reviews"),
            Flag(Member(protection, "required_conversation_resolution"), "enabled"),
            Member(checks, "enforcement_level") is { ValueKind: JsonValueKind.String } level && level.GetString() == "off" ? [] : Texts(checks, "contexts"),
            Flag(checks, "strict"),
            HasQueue: false,
            Methods: []);
    }

    /// <summary>Both together.</summary>
    public BranchRules And(BranchRules other) => new(
        Math.Max(Approvals, other.Approvals),
        NeedsCodeOwners || other.NeedsCodeOwners,
        NeedsResolvedConversations || other.NeedsResolvedConversations,
        [.. Checks.Union(other.Checks, StringComparer.Ordinal)],
        NeedsNewestBase || other.NeedsNewestBase,
        HasQueue || other.HasQueue,
        Methods.IsEmpty ? other.Methods : other.Methods.IsEmpty ? Methods : [.. Methods.Intersect(other.Methods)]);

    private static BranchRules OfRule(JsonElement rule)
    {
        var parameters = Member(rule, "parameters");
        return Member(rule, "type").ValueKind == JsonValueKind.String ? rule.GetProperty("type").GetString() switch
        {
            "pull_request" => None with
            {
                Approvals = Number(parameters, "required_approving_review_count"),
                NeedsCodeOwners = Flag(parameters, "require_code_owner_review"),
                NeedsResolvedConversations = Flag(parameters, "required_review_thread_resolution"),
                Methods = Texts(parameters, "allowed_merge_methods"),
            },
            "required_status_checks" => None with
            {
                Checks = [.. Items(parameters, "required_status_checks").Select(check => Member(check, "context")).Where(context => context.ValueKind == JsonValueKind.String).Select(context => context.GetString()!)],
                NeedsNewestBase = Flag(parameters, "strict_required_status_checks_policy"),
            },
            "merge_queue" => None with { HasQueue = true },
            "required_linear_history" => None with { Methods = ["squash", "rebase"] },
            _ => None,
        } : None;
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static int Number(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;

    private static bool Flag(JsonElement json, string name) => Member(json, name).ValueKind == JsonValueKind.True;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static ImmutableArray<string> Texts(JsonElement json, string name) =>
        [.. Items(json, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
