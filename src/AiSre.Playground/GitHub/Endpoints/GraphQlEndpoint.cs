using System.Text.Json;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>
/// The few things of GraphQL that the REST API cannot do: what a pull request's place in a merge queue is, putting it there, and making a
/// draft ready. It knows a document by the field that it asks for, and answers with all that it has of it.
/// </summary>
internal sealed class GraphQlEndpoint(GitHubPipeline pipeline, GitHubStore store, GitRepositories git, MergeQueue queue, PullRequestActions actions)
{
    public void Map(IEndpointRouteBuilder site) => site.MapPost("/api/graphql", http => pipeline.RunAsync(http, null, Answer));

    private GitHubAnswer Answer(GitHubCall call)
    {
        var document = call.Required("query");
        var variables = call.Field("variables") ?? default;
        try
        {
            return document.Contains("markPullRequestReadyForReview(", StringComparison.Ordinal) ? Ready(call, variables)
                : document.Contains("enqueuePullRequest(", StringComparison.Ordinal) ? Enqueue(call, variables)
                : document.Contains("pullRequest(", StringComparison.Ordinal) ? Show(call, variables)
                : Refused("UNPROCESSABLE", "Only pull requests are played here");
        }
        catch (GitHubError refusal)
        {
            return Refused(refusal.Status switch { 404 => "NOT_FOUND", 403 => "FORBIDDEN", _ => "UNPROCESSABLE" }, refusal.Message);
        }
    }

    private GitHubAnswer Show(GitHubCall call, JsonElement variables)
    {
        var state = store.Find(Text(variables, "owner"), Text(variables, "name"));
        var number = variables.TryGetProperty("number", out var value) ? value.GetInt32() : 0;
        var found = state is null || call.Caller.RightOn(state.Owner, state.Name) == Right.None
            ? throw GitHubError.NotFound($"Could not resolve to a Repository with the name '{Text(variables, "owner")}/{Text(variables, "name")}'.")
            : state.PullRequests.Find(candidate => candidate.Number == number)
                ?? throw GitHubError.NotFound($"Could not resolve to a PullRequest with the number of {number}.");
        return Data(new { repository = new { pullRequest = new { id = Id(found), isDraft = found.IsDraft, mergeQueueEntry = Entry(found) } } });
    }

    private GitHubAnswer Ready(GitHubCall call, JsonElement variables)
    {
        var (state, pullRequest) = Find(call, variables);
        lock (git.LockOf(state.Owner, state.Name))
        {
            actions.MakeReady(state, pullRequest, call.Caller.Login, call.Now);
            store.Save(state);
        }

        return Data(new { markPullRequestReadyForReview = new { pullRequest = new { isDraft = false } } });
    }

    private GitHubAnswer Enqueue(GitHubCall call, JsonElement variables)
    {
        var (state, pullRequest) = Find(call, variables);
        lock (git.LockOf(state.Owner, state.Name))
        {
            queue.Enqueue(state, pullRequest, Text(variables, "head") is { Length: > 0 } head ? head : null, call.Caller.Login);
        }

        return Data(new { enqueuePullRequest = new { mergeQueueEntry = Entry(pullRequest) } });
    }

    private (RepositoryState State, PullRequestState PullRequest) Find(GitHubCall call, JsonElement variables)
    {
        var id = Text(variables, "id");
        var found = store.All()
            .Where(state => call.Caller.RightOn(state.Owner, state.Name) != Right.None)
            .SelectMany(state => state.PullRequests.Select(pullRequest => (State: state, PullRequest: pullRequest)))
            .FirstOrDefault(pair => Id(pair.PullRequest) == id);
        return found.PullRequest is null ? throw GitHubError.NotFound($"Could not resolve to a node with the global id of '{id}'")
            : call.Caller.RightOn(found.State.Owner, found.State.Name) < Right.Write ? throw GitHubError.Forbidden()
            : found;
    }

    private static object? Entry(PullRequestState pullRequest) => pullRequest.IsQueued ? new { position = 1, state = "AWAITING_CHECKS" } : null;

    private static string Id(PullRequestState pullRequest) => GitHubUrls.NodeId("PullRequest", pullRequest.Id);

    private static string Text(JsonElement variables, string name) =>
        variables.ValueKind == JsonValueKind.Object && variables.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static GitHubAnswer Data(object data) => GitHubAnswer.Ok(new { data });

    private static GitHubAnswer Refused(string type, string message) =>
        GitHubAnswer.Ok(new { data = (object?)null, errors = new[] { new { type, message } } });
}
