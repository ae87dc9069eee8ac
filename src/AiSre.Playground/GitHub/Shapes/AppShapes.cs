using AiSre.Playground.GitHub.Apps;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>Where GitHub Apps are installed.</summary>
internal static class AppShapes
{
    /// <summary>The id of an app's installation for one owner.</summary>
    public static int InstallationOf(GitHubApp app, string owner) => (int)GitHubStore.IdOf($"{app.Id}@{owner}");

    public static object Installation(this GitHubUrls urls, GitHubApp app, string owner)
    {
        var id = InstallationOf(app, owner);
        return new
        {
            id,
            account = urls.User(owner),
            access_tokens_url = urls.Api($"app/installations/{id}/access_tokens"),
            repositories_url = urls.Api("installation/repositories"),
            html_url = urls.Html($"organizations/{owner}/settings/installations/{id}"),
            app_id = (int)GitHubStore.IdOf(app.Id),
            client_id = app.Id,
            target_id = GitHubStore.IdOf(owner),
            target_type = "Organization",
            permissions = new { contents = "write", pull_requests = "write", checks = "write", statuses = "write", metadata = "read" },
            events = new[] { "pull_request", "pull_request_review" },
            created_at = GitHubUrls.Time(DateTimeOffset.UnixEpoch),
            updated_at = GitHubUrls.Time(DateTimeOffset.UnixEpoch),
            single_file_name = (string?)null,
            repository_selection = "selected",
            app_slug = app.Slug,
            suspended_by = app.IsSuspended ? urls.User(owner) : null,
            suspended_at = app.IsSuspended ? GitHubUrls.Time(DateTimeOffset.UnixEpoch) : null,
        };
    }
}
