using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>People and organizations.</summary>
internal static class UserShape
{
    public static object User(this GitHubUrls urls, string login)
    {
        var api = urls.Api($"users/{login}");
        var id = GitHubStore.IdOf(login);
        return new
        {
            login,
            id,
            node_id = GitHubUrls.NodeId("User", id),
            avatar_url = urls.Html($"avatars/{login}"),
            gravatar_id = "",
            url = api,
            html_url = urls.Html(login),
            followers_url = $"{api}/followers",
            following_url = $"{api}/following{{/other_user}}",
            gists_url = $"{api}/gists{{/gist_id}}",
            starred_url = $"{api}/starred{{/owner}}{{/repo}}",
            subscriptions_url = $"{api}/subscriptions",
            organizations_url = $"{api}/orgs",
            repos_url = $"{api}/repos",
            events_url = $"{api}/events{{/privacy}}",
            received_events_url = $"{api}/received_events",
            type = "User",
            site_admin = false,
        };
    }

    /// <summary>The user a token belongs to, with what only they are told.</summary>
    public static object Self(this GitHubUrls urls, string login)
    {
        var api = urls.Api($"users/{login}");
        var id = GitHubStore.IdOf(login);
        var since = GitHubUrls.Time(DateTimeOffset.UnixEpoch);
        return new
        {
            login,
            id,
            node_id = GitHubUrls.NodeId("User", id),
            avatar_url = urls.Html($"avatars/{login}"),
            gravatar_id = "",
            url = api,
            html_url = urls.Html(login),
            followers_url = $"{api}/followers",
            following_url = $"{api}/following{{/other_user}}",
            gists_url = $"{api}/gists{{/gist_id}}",
            starred_url = $"{api}/starred{{/owner}}{{/repo}}",
            subscriptions_url = $"{api}/subscriptions",
            organizations_url = $"{api}/orgs",
            repos_url = $"{api}/repos",
            events_url = $"{api}/events{{/privacy}}",
            received_events_url = $"{api}/received_events",
            type = "User",
            site_admin = false,
            name = login,
            company = (string?)null,
            blog = "",
            location = (string?)null,
            email = $"{login}@users.noreply.github.com",
            hireable = (bool?)null,
            bio = (string?)null,
            public_repos = 0,
            public_gists = 0,
            followers = 0,
            following = 0,
            created_at = since,
            updated_at = since,
            private_gists = 0,
            total_private_repos = 0,
            owned_private_repos = 0,
            disk_usage = 0,
            collaborators = 0,
            two_factor_authentication = true,
        };
    }
}
