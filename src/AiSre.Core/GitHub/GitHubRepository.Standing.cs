using System.Collections.Immutable;
using System.Text.Json;
using AiSre.GitHub.Standing;

namespace AiSre.GitHub;

/// <summary>How pull requests of the repository stand.</summary>
public sealed partial class GitHubRepository
{
    /// <summary>How an open pull request stands, and what keeps it from being merged.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="owners">Who owns the files that it changes.</param>
    /// <param name="withReviews">Whether reviews are of interest although nothing is in the way.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PullRequestStanding> StandingAsync(int number, ImmutableArray<FileOwners> owners, bool withReviews = false, CancellationToken cancellationToken = default)
    {
        var json = await JsonAsync($"pulls/{number}", $"read pull request #{number} of {Address.FullName}", cancellationToken);
        var state = json.GetProperty("mergeable_state").GetString() ?? "unknown";
        var isDraft = json.GetProperty("draft").ValueKind == JsonValueKind.True;
        var autoMergeBy = json.TryGetProperty("auto_merge", out var auto) && auto.ValueKind == JsonValueKind.Object
            && auto.TryGetProperty("enabled_by", out var by) && by.ValueKind == JsonValueKind.Object ? by.GetProperty("login").GetString() : null;
        var isClear = state is "clean" or "has_hooks" or "unstable";
        var reviews = isClear && !withReviews ? [] : await ReviewsAsync(number, cancellationToken);
        if (isClear)
        {
            // What nothing is in the way of may still have to go through the queue; that is said when the merge is refused.
            return new PullRequestStanding([], reviews, isDraft, autoMergeBy);
        }

        var @base = json.GetProperty("base").GetProperty("ref").GetString()!;
        var rules = await RulesAsync(@base, cancellationToken);
        var checks = rules.Checks.IsEmpty ? [] : await ChecksAsync(json.GetProperty("head").GetProperty("sha").GetString()!, cancellationToken);
        return new PullRequestStanding(MergeWaits.Of(new MergeFacts(state, isDraft, @base, rules, reviews, checks), owners), reviews, isDraft, autoMergeBy);
    }

    /// <summary>What a branch asks of pull requests, as far as the token may know.</summary>
    private async Task<BranchRules> RulesAsync(string branch, CancellationToken cancellationToken)
    {
        var subject = $"read the rules of {branch} in {Address.FullName}";
        var name = Uri.EscapeDataString(branch);
        var rules = BranchRules.None;
        try
        {
            rules = BranchRules.OfRulesets(await JsonAsync($"rules/branches/{name}?per_page=100", subject, cancellationToken, IsNoRight));
        }
        catch (Octokit.ApiException refusal) when (IsNoRight(refusal))
        {
            // An Enterprise Server of before rulesets.
        }

        var shown = await JsonAsync($"branches/{name}", subject, cancellationToken);
        if (shown.GetProperty("protected").ValueKind != JsonValueKind.True)
        {
            return rules;
        }

        rules = rules.And(BranchRules.OfProtection(shown.GetProperty("protection")));
        try
        {
            return rules.And(BranchRules.OfProtection(await JsonAsync($"branches/{name}/protection", subject, cancellationToken, IsNoRight)));
        }
        catch (Octokit.ApiException refusal) when (IsNoRight(refusal))
        {
            return rules; // Only who may administer the repository is told how many reviews are asked for.
        }
    }

    private async Task<ImmutableArray<PullRequestReview>> ReviewsAsync(int number, CancellationToken cancellationToken)
    {
        var reviews = await CallAsync(
            client => client.PullRequest.Review.GetAll(Owner, Name, number, new Octokit.ApiOptions { PageSize = 100 }),
            $"read the reviews of pull request #{number} of {Address.FullName}", cancellationToken);
        // A comment is no verdict, and a dismissed one does not count any more. Who is deleted has no name.
        return
        [
            .. reviews
                .Where(review => review.User is not null && review.State.StringValue is "APPROVED" or "CHANGES_REQUESTED" or "DISMISSED")
                .GroupBy(review => review.User.Login, StringComparer.OrdinalIgnoreCase)
                .Select(words => words.MaxBy(review => review.SubmittedAt)!)
                .Where(review => review.State.StringValue != "DISMISSED")
                .OrderBy(review => review.SubmittedAt)
                .Select(review => new PullRequestReview(
                    review.User.Login,
                    review.State.StringValue == "APPROVED" ? ReviewVerdict.Approved : ReviewVerdict.ChangesRequested,
                    review.Body ?? "",
                    review.CommitId ?? "",
                    review.SubmittedAt)),
        ];
    }

    private async Task<ImmutableArray<CheckState>> ChecksAsync(string sha, CancellationToken cancellationToken)
    {
        var subject = $"read the checks of commit {sha} of {Address.FullName}";
        var runs = await CallAsync(
            client => client.Check.Run.GetAllForReference(Owner, Name, sha, new Octokit.CheckRunRequest(), new Octokit.ApiOptions { PageSize = 100 }), subject, cancellationToken);
        var statuses = await CallAsync(client => client.Repository.Status.GetCombined(Owner, Name, sha), subject, cancellationToken);
        return
        [
            .. runs.CheckRuns.GroupBy(run => run.Name).Select(same => same.MaxBy(run => run.StartedAt)!).Select(run => new CheckState(run.Name, run.Conclusion?.StringValue switch
            {
                null => CheckOutcome.Running,
                "success" or "neutral" or "skipped" => CheckOutcome.Succeeded,
                _ => CheckOutcome.Failed,
            })),
            .. statuses.Statuses.Select(status => new CheckState(status.Context, status.State.StringValue switch
            {
                "success" => CheckOutcome.Succeeded,
                "pending" => CheckOutcome.Running,
                _ => CheckOutcome.Failed,
            })),
        ];
    }

    // For what Octokit has no types for.
    private async Task<JsonElement> JsonAsync(string path, string subject, CancellationToken cancellationToken, Func<Octokit.ApiException, bool>? expected = null)
    {
        var answer = await CallAsync(
            client => client.Connection.Get<object>(new Uri($"repos/{Owner}/{Name}/{path}", UriKind.Relative), null), subject, cancellationToken, expected);
        using var json = JsonDocument.Parse((string)answer.HttpResponse.Body);
        return json.RootElement.Clone();
    }
}
