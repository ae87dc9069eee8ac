using System.Text.Json;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Check runs and commit statuses: https://docs.github.com/en/rest/checks/runs, …/commits/statuses.</summary>
internal sealed class CheckEndpoints(WebhookEvents events)
{
    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("POST", "/check-runs", Right.Write, CreateRun);
        routes.InRepository("PATCH", "/check-runs/{id:long}", Right.Write, ChangeRun);
        routes.InRepository("GET", "/check-runs/{id:long}", Right.Read, call => GitHubAnswer.Ok(call.Urls.CheckRun(call.State, Run(call))));
        routes.InRepository("GET", "/commits/{reference}/check-runs", Right.Read, ListRuns);
        routes.InRepository("POST", "/statuses/{sha}", Right.Write, CreateStatus);
        routes.InRepository("GET", "/commits/{reference}/statuses", Right.Read, ListStatuses);
        routes.InRepository("GET", "/commits/{reference}/status", Right.Read, Combined);
    }

    private GitHubAnswer CreateRun(GitHubCall call)
    {
        RequireApp(call);
        var run = new CheckRunState
        {
            Id = call.State.NextId(),
            Name = call.Required("name"),
            HeadSha = call.Commit(call.Required("head_sha"))?.Sha
                ?? throw new GitHubError(422, $"No commit found for SHA: {call.Text("head_sha")}"),
            Status = "queued",
            StartedAt = call.Now,
        };
        Apply(call, run);
        call.State.CheckRuns.Add(run);
        events.CheckRun(call.State, run, run.Conclusion is null ? "created" : "completed", call.Caller.Login);
        return GitHubAnswer.Created(call.Urls.CheckRun(call.State, run));
    }

    private GitHubAnswer ChangeRun(GitHubCall call)
    {
        RequireApp(call);
        var run = Run(call);
        Apply(call, run);
        events.CheckRun(call.State, run, run.Conclusion is null ? "created" : "completed", call.Caller.Login);
        return GitHubAnswer.Ok(call.Urls.CheckRun(call.State, run));
    }

    private static GitHubAnswer ListRuns(GitHubCall call)
    {
        var sha = Sha(call, "reference");
        // GitHub shows the newest run of each name unless all are asked for.
        var runs = call.State.CheckRuns
            .Where(run => run.HeadSha == sha && (call.Query("check_name") is not { } name || run.Name == name))
            .GroupBy(run => run.Name)
            .SelectMany(same => call.Query("filter") == "all" ? same : same.TakeLast(1))
            .ToList();
        var page = GitHubAnswer.Page(call, runs, run => call.Urls.CheckRun(call.State, run));
        return page with { Body = new { total_count = runs.Count, check_runs = page.Body } };
    }

    private static GitHubAnswer CreateStatus(GitHubCall call)
    {
        var state = call.Required("state");
        if (state is not ("error" or "failure" or "pending" or "success"))
        {
            throw GitHubError.Invalid("Status", "state");
        }

        var status = new StatusState(
            call.State.NextId(), Sha(call, "sha"), state, call.Text("context") ?? "default",
            call.Text("description"), call.Text("target_url"), call.Caller.Login, call.Now);
        call.State.Statuses.Add(status);
        return GitHubAnswer.Created(call.Urls.Status(call.State, status));
    }

    private static GitHubAnswer ListStatuses(GitHubCall call)
    {
        var sha = Sha(call, "reference");
        return GitHubAnswer.Page(
            call, [.. call.State.Statuses.Where(status => status.Sha == sha).Reverse()],
            status => call.Urls.Status(call.State, status));
    }

    private static GitHubAnswer Combined(GitHubCall call)
    {
        var sha = Sha(call, "reference");
        var latest = call.State.Statuses.Where(status => status.Sha == sha)
            .GroupBy(status => status.Context).Select(same => same.Last()).ToList();
        return GitHubAnswer.Ok(new
        {
            state = latest.Exists(status => status.State is "error" or "failure") ? "failure"
                : latest.Count == 0 || latest.Exists(status => status.State == "pending") ? "pending"
                : "success",
            statuses = latest.Select(status => call.Urls.Status(call.State, status)),
            sha,
            total_count = latest.Count,
            repository = call.Urls.Repository(call.State, null),
            commit_url = call.Urls.Api($"repos/{call.State.FullName}/commits/{sha}"),
            url = call.Urls.Api($"repos/{call.State.FullName}/commits/{sha}/status"),
        });
    }

    private static void RequireApp(GitHubCall call)
    {
        if (!call.Caller.IsApp)
        {
            throw new GitHubError(403, "You must authenticate via a GitHub App.");
        }
    }

    private static void Apply(GitHubCall call, CheckRunState run)
    {
        run.Conclusion = call.Text("conclusion") ?? run.Conclusion;
        run.Status = run.Conclusion is not null ? "completed" : call.Text("status") ?? run.Status;
        run.ExternalId = call.Text("external_id") ?? run.ExternalId;
        run.DetailsUrl = call.Text("details_url") ?? run.DetailsUrl;
        run.CompletedAt = run.Conclusion is null ? null : run.CompletedAt ?? call.Now;
        if (call.Field("output") is { ValueKind: JsonValueKind.Object } output)
        {
            run.Title = Text(output, "title") ?? run.Title;
            run.Summary = Text(output, "summary") ?? run.Summary;
            run.Text = Text(output, "text") ?? run.Text;
        }
    }

    private static CheckRunState Run(GitHubCall call) =>
        call.State.CheckRuns.Find(run => $"{run.Id}" == call.Route("id")) ?? throw GitHubError.NotFound();

    private static string Sha(GitHubCall call, string route) =>
        call.Commit(call.Route(route))?.Sha ?? throw new GitHubError(422, $"No commit found for SHA: {call.Route(route)}");

    private static string? Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
