using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>Repositories.</summary>
internal static class RepositoryShape
{
    /// <summary>The name of the branch that <c>HEAD</c> means.</summary>
    public static string DefaultBranch(RepositoryState state)
    {
        using var git = new Repository(state.GitPath);
        return git.Refs.Head.TargetIdentifier["refs/heads/".Length..];
    }

    /// <param name="urls">Addresses.</param>
    /// <param name="state">The repository.</param>
    /// <param name="right">What the caller may do; null where there is no caller, as in webhooks.</param>
    public static object Repository(this GitHubUrls urls, RepositoryState state, Right? right)
    {
        var api = urls.Api($"repos/{state.FullName}");
        var html = urls.Html(state.FullName);
        var open = state.PullRequests.Count(pullRequest => pullRequest.IsOpen);
        return new
        {
            id = state.Id,
            node_id = GitHubUrls.NodeId("Repository", state.Id),
            name = state.Name,
            full_name = state.FullName,
            @private = true,
            owner = urls.User(state.Owner),
            html_url = html,
            description = (string?)null,
            fork = false,
            url = api,
            forks_url = $"{api}/forks",
            keys_url = $"{api}/keys{{/key_id}}",
            collaborators_url = $"{api}/collaborators{{/collaborator}}",
            teams_url = $"{api}/teams",
            hooks_url = $"{api}/hooks",
            issue_events_url = $"{api}/issues/events{{/number}}",
            events_url = $"{api}/events",
            assignees_url = $"{api}/assignees{{/user}}",
            branches_url = $"{api}/branches{{/branch}}",
            tags_url = $"{api}/tags",
            blobs_url = $"{api}/git/blobs{{/sha}}",
            git_tags_url = $"{api}/git/tags{{/sha}}",
            git_refs_url = $"{api}/git/refs{{/sha}}",
            trees_url = $"{api}/git/trees{{/sha}}",
            statuses_url = $"{api}/statuses/{{sha}}",
            languages_url = $"{api}/languages",
            stargazers_url = $"{api}/stargazers",
            contributors_url = $"{api}/contributors",
            subscribers_url = $"{api}/subscribers",
            subscription_url = $"{api}/subscription",
            commits_url = $"{api}/commits{{/sha}}",
            git_commits_url = $"{api}/git/commits{{/sha}}",
            comments_url = $"{api}/comments{{/number}}",
            issue_comment_url = $"{api}/issues/comments{{/number}}",
            contents_url = $"{api}/contents/{{+path}}",
            compare_url = $"{api}/compare/{{base}}...{{head}}",
            merges_url = $"{api}/merges",
            archive_url = $"{api}/{{archive_format}}{{/ref}}",
            downloads_url = $"{api}/downloads",
            issues_url = $"{api}/issues{{/number}}",
            pulls_url = $"{api}/pulls{{/number}}",
            milestones_url = $"{api}/milestones{{/number}}",
            notifications_url = $"{api}/notifications{{?since,all,participating}}",
            labels_url = $"{api}/labels{{/name}}",
            releases_url = $"{api}/releases{{/id}}",
            deployments_url = $"{api}/deployments",
            created_at = GitHubUrls.Time(state.CreatedAt),
            updated_at = GitHubUrls.Time(state.PushedAt),
            pushed_at = GitHubUrls.Time(state.PushedAt),
            git_url = $"git://{urls.Web.Authority}/{state.FullName}.git",
            ssh_url = $"git@{urls.Web.Host}:{state.FullName}.git",
            clone_url = $"{html}.git",
            svn_url = html,
            homepage = (string?)null,
            size = 0,
            stargazers_count = 0,
            watchers_count = 0,
            language = (string?)null,
            has_issues = true,
            has_projects = false,
            has_downloads = false,
            has_wiki = false,
            has_pages = false,
            has_discussions = false,
            forks_count = 0,
            mirror_url = (string?)null,
            archived = false,
            disabled = false,
            open_issues_count = open,
            license = (object?)null,
            allow_forking = false,
            is_template = false,
            web_commit_signoff_required = false,
            topics = Array.Empty<string>(),
            visibility = "private",
            forks = 0,
            open_issues = open,
            watchers = 0,
            default_branch = DefaultBranch(state),
            permissions = new
            {
                admin = right is Right.Admin,
                maintain = right is Right.Admin,
                push = right is Right.Write or Right.Admin,
                triage = right is Right.Write or Right.Admin,
                pull = right is not Right.None,
            },
            allow_squash_merge = state.AllowsSquash,
            allow_merge_commit = state.AllowsMergeCommits,
            allow_rebase_merge = state.AllowsRebase,
            allow_auto_merge = false,
            delete_branch_on_merge = state.DeletesBranchOnMerge,
            allow_update_branch = false,
            network_count = 0,
            subscribers_count = 0,
        };
    }
}
