using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>Check runs, statuses and webhooks.</summary>
internal static class CheckShapes
{
    public static object CheckRun(this GitHubUrls urls, RepositoryState state, CheckRunState run)
    {
        var api = urls.Api($"repos/{state.FullName}/check-runs/{run.Id}");
        return new
        {
            id = run.Id,
            node_id = GitHubUrls.NodeId("CheckRun", run.Id),
            head_sha = run.HeadSha,
            name = run.Name,
            external_id = run.ExternalId ?? "",
            url = api,
            html_url = urls.Html($"{state.FullName}/runs/{run.Id}"),
            details_url = run.DetailsUrl,
            status = run.Status,
            conclusion = run.Conclusion,
            started_at = GitHubUrls.Time(run.StartedAt),
            completed_at = GitHubUrls.Time(run.CompletedAt),
            output = new
            {
                title = run.Title,
                summary = run.Summary,
                text = run.Text,
                annotations_count = 0,
                annotations_url = $"{api}/annotations",
            },
            check_suite = new { id = run.Id },
            app = (object?)null,
            pull_requests = Array.Empty<object>(),
        };
    }

    public static object Status(this GitHubUrls urls, RepositoryState state, StatusState status) => new
    {
        url = urls.Api($"repos/{state.FullName}/statuses/{status.Sha}"),
        avatar_url = urls.Html($"avatars/{status.Creator}"),
        id = status.Id,
        node_id = GitHubUrls.NodeId("StatusContext", status.Id),
        state = status.State,
        description = status.Description,
        target_url = status.TargetUrl,
        context = status.Context,
        created_at = GitHubUrls.Time(status.CreatedAt),
        updated_at = GitHubUrls.Time(status.CreatedAt),
        creator = urls.User(status.Creator),
    };

    public static object Hook(this GitHubUrls urls, RepositoryState state, HookState hook)
    {
        var api = urls.Api($"repos/{state.FullName}/hooks/{hook.Id}");
        var config = new Dictionary<string, string>
        {
            ["url"] = hook.Url.ToString(),
            ["content_type"] = "json",
            ["insecure_ssl"] = "0",
        };
        if (hook.Secret is not null)
        {
            // GitHub never shows a secret again.
            config["secret"] = "********";
        }

        return new
        {
            type = "Repository",
            id = hook.Id,
            name = "web",
            active = hook.IsActive,
            events = hook.Events.Count == 0 ? ["*"] : hook.Events,
            config,
            created_at = GitHubUrls.Time(hook.CreatedAt),
            updated_at = GitHubUrls.Time(hook.CreatedAt),
            url = api,
            test_url = $"{api}/test",
            ping_url = $"{api}/pings",
            deliveries_url = $"{api}/deliveries",
            last_response = new { code = (int?)null, status = "unused", message = (string?)null },
        };
    }
}
