using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>Pull requests and what people say on them.</summary>
internal static class PullRequestShape
{
    /// <summary>A pull request as lists show it.</summary>
    public static Dictionary<string, object?> PullRequest(this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest)
    {
        var number = pullRequest.Number;
        var api = urls.Api($"repos/{state.FullName}");
        var html = urls.Html($"{state.FullName}/pull/{number}");
        var repository = urls.Repository(state, null);
        return new Dictionary<string, object?>
        {
            ["id"] = pullRequest.Id,
            ["node_id"] = GitHubUrls.NodeId("PullRequest", pullRequest.Id),
            ["url"] = $"{api}/pulls/{number}",
            ["html_url"] = html,
            ["diff_url"] = $"{html}.diff",
            ["patch_url"] = $"{html}.patch",
            ["issue_url"] = $"{api}/issues/{number}",
            ["number"] = number,
            ["state"] = pullRequest.IsOpen ? "open" : "closed",
            ["locked"] = false,
            ["title"] = pullRequest.Title,
            ["user"] = urls.User(pullRequest.Author),
            ["body"] = pullRequest.Body,
            ["created_at"] = GitHubUrls.Time(pullRequest.CreatedAt),
            ["updated_at"] = GitHubUrls.Time(pullRequest.UpdatedAt),
            ["closed_at"] = GitHubUrls.Time(pullRequest.ClosedAt),
            ["merged_at"] = GitHubUrls.Time(pullRequest.MergedAt),
            ["merge_commit_sha"] = pullRequest.MergeSha ?? pullRequest.Trial?.MergeSha,
            ["assignee"] = null,
            ["assignees"] = Array.Empty<object>(),
            ["requested_reviewers"] = pullRequest.RequestedReviewers.Select(urls.User).ToArray(),
            ["requested_teams"] = Array.Empty<object>(),
            ["labels"] = urls.LabelsOf(state, pullRequest),
            ["milestone"] = null,
            ["draft"] = pullRequest.IsDraft,
            ["commits_url"] = $"{api}/pulls/{number}/commits",
            ["review_comments_url"] = $"{api}/pulls/{number}/comments",
            ["review_comment_url"] = $"{api}/pulls/comments{{/number}}",
            ["comments_url"] = $"{api}/issues/{number}/comments",
            ["statuses_url"] = $"{api}/statuses/{pullRequest.HeadSha}",
            ["head"] = Side(pullRequest.HeadRef, pullRequest.HeadSha),
            ["base"] = Side(pullRequest.BaseRef, pullRequest.BaseSha),
            ["_links"] = new
            {
                self = new { href = $"{api}/pulls/{number}" },
                html = new { href = html },
                issue = new { href = $"{api}/issues/{number}" },
                comments = new { href = $"{api}/issues/{number}/comments" },
                review_comments = new { href = $"{api}/pulls/{number}/comments" },
                review_comment = new { href = $"{api}/pulls/comments{{/number}}" },
                commits = new { href = $"{api}/pulls/{number}/commits" },
                statuses = new { href = $"{api}/statuses/{pullRequest.HeadSha}" },
            },
            ["author_association"] = Association(state, pullRequest.Author),
            ["auto_merge"] = null,
            ["active_lock_reason"] = null,
        };

        object Side(string branch, string sha) => new
        {
            label = $"{state.Owner}:{branch}",
            @ref = branch,
            sha,
            user = urls.User(state.Owner),
            repo = repository,
        };
    }

    /// <summary>A pull request as it is shown by itself.</summary>
    public static Dictionary<string, object?> PullRequestInFull(
        this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest, PullRequestDifference difference)
    {
        var (mergeable, mergeableState) = MergeRules.Mergeability(state, pullRequest);
        var shape = urls.PullRequest(state, pullRequest);
        shape["merged"] = pullRequest.IsMerged;
        shape["mergeable"] = mergeable;
        shape["rebaseable"] = mergeable;
        shape["mergeable_state"] = mergeableState;
        shape["merged_by"] = pullRequest.MergedBy is { } login ? urls.User(login) : null;
        shape["comments"] = pullRequest.Comments.Count;
        shape["review_comments"] = 0;
        shape["maintainer_can_modify"] = false;
        shape["commits"] = difference.Commits;
        shape["additions"] = difference.Additions;
        shape["deletions"] = difference.Deletions;
        shape["changed_files"] = difference.Files;
        return shape;
    }

    /// <summary>A pull request as the issue that it also is.</summary>
    public static object Issue(this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest)
    {
        var api = urls.Api($"repos/{state.FullName}/issues/{pullRequest.Number}");
        var html = urls.Html($"{state.FullName}/pull/{pullRequest.Number}");
        return new
        {
            id = pullRequest.Id,
            node_id = GitHubUrls.NodeId("PullRequest", pullRequest.Id),
            url = api,
            repository_url = urls.Api($"repos/{state.FullName}"),
            labels_url = $"{api}/labels{{/name}}",
            comments_url = $"{api}/comments",
            events_url = $"{api}/events",
            html_url = html,
            number = pullRequest.Number,
            title = pullRequest.Title,
            user = urls.User(pullRequest.Author),
            labels = urls.LabelsOf(state, pullRequest),
            state = pullRequest.IsOpen ? "open" : "closed",
            state_reason = (string?)null,
            locked = false,
            assignee = (object?)null,
            assignees = Array.Empty<object>(),
            milestone = (object?)null,
            comments = pullRequest.Comments.Count,
            created_at = GitHubUrls.Time(pullRequest.CreatedAt),
            updated_at = GitHubUrls.Time(pullRequest.UpdatedAt),
            closed_at = GitHubUrls.Time(pullRequest.ClosedAt),
            closed_by = pullRequest.ClosedBy is { } login ? urls.User(login) : null,
            author_association = Association(state, pullRequest.Author),
            active_lock_reason = (string?)null,
            draft = pullRequest.IsDraft,
            pull_request = new
            {
                url = urls.Api($"repos/{state.FullName}/pulls/{pullRequest.Number}"),
                html_url = html,
                diff_url = $"{html}.diff",
                patch_url = $"{html}.patch",
                merged_at = GitHubUrls.Time(pullRequest.MergedAt),
            },
            body = pullRequest.Body,
        };
    }

    public static object Comment(this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest, CommentState comment) => new
    {
        id = comment.Id,
        node_id = GitHubUrls.NodeId("IssueComment", comment.Id),
        url = urls.Api($"repos/{state.FullName}/issues/comments/{comment.Id}"),
        html_url = urls.Html($"{state.FullName}/pull/{pullRequest.Number}#issuecomment-{comment.Id}"),
        issue_url = urls.Api($"repos/{state.FullName}/issues/{pullRequest.Number}"),
        body = comment.Body,
        user = urls.User(comment.Author),
        created_at = GitHubUrls.Time(comment.CreatedAt),
        updated_at = GitHubUrls.Time(comment.CreatedAt),
        author_association = Association(state, comment.Author),
    };

    public static object Review(this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest, ReviewState review)
    {
        var html = urls.Html($"{state.FullName}/pull/{pullRequest.Number}#pullrequestreview-{review.Id}");
        var api = urls.Api($"repos/{state.FullName}/pulls/{pullRequest.Number}");
        return new
        {
            id = review.Id,
            node_id = GitHubUrls.NodeId("PullRequestReview", review.Id),
            user = urls.User(review.Author),
            body = review.Body,
            state = review.State,
            html_url = html,
            pull_request_url = api,
            author_association = Association(state, review.Author),
            _links = new { html = new { href = html }, pull_request = new { href = api } },
            submitted_at = GitHubUrls.Time(review.SubmittedAt),
            commit_id = review.CommitId,
        };
    }

    public static object Label(this GitHubUrls urls, RepositoryState state, LabelState label) => new
    {
        id = label.Id,
        node_id = GitHubUrls.NodeId("Label", label.Id),
        url = urls.Api($"repos/{state.FullName}/labels/{Uri.EscapeDataString(label.Name)}"),
        name = label.Name,
        color = label.Color,
        @default = false,
        description = label.Description ?? "",
    };

    public static object[] LabelsOf(this GitHubUrls urls, RepositoryState state, PullRequestState pullRequest) =>
        [.. state.Labels
            .Where(label => pullRequest.Labels.Contains(label.Name, StringComparer.OrdinalIgnoreCase))
            .Select(label => urls.Label(state, label))];

    private static string Association(RepositoryState state, string login) =>
        string.Equals(state.Owner, login, StringComparison.OrdinalIgnoreCase) ? "OWNER" : "COLLABORATOR";
}
