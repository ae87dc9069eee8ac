using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Reviews, comments and labels of pull requests.</summary>
internal sealed class ReviewEndpoints(WebhookEvents events, GitHubOptions options)
{
    private const string Grey = "ededed";

    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/pulls/{number:int}/reviews", Right.Read, ListReviews);
        routes.InRepository("POST", "/pulls/{number:int}/reviews", Right.Read, Review);
        routes.InRepository("POST", "/pulls/{number:int}/requested_reviewers", Right.Write, Request);
        routes.InRepository("GET", "/issues/{number:int}", Right.Read, call => GitHubAnswer.Ok(call.Urls.Issue(call.State, call.PullRequest())));
        routes.InRepository("GET", "/issues/{number:int}/comments", Right.Read, ListComments);
        routes.InRepository("POST", "/issues/{number:int}/comments", Right.Write, Comment);
        routes.InRepository("GET", "/issues/{number:int}/labels", Right.Read, call => Labels(call, call.PullRequest()));
        routes.InRepository("POST", "/issues/{number:int}/labels", Right.Write, AddLabels);
        routes.InRepository("DELETE", "/issues/{number:int}/labels/{label}", Right.Write, RemoveLabel);
        routes.InRepository("GET", "/labels", Right.Read, call => GitHubAnswer.Page(call, call.State.Labels, label => call.Urls.Label(call.State, label)));
        routes.InRepository("GET", "/labels/{label}", Right.Read, GetLabel);
        routes.InRepository("POST", "/labels", Right.Write, CreateLabel);
    }

    private static GitHubAnswer ListReviews(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        return GitHubAnswer.Page(call, pullRequest.Reviews, review => call.Urls.Review(call.State, pullRequest, review));
    }

    private GitHubAnswer Review(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        var body = call.Text("body") ?? "";
        var state = call.Text("event") switch
        {
            "APPROVE" => "APPROVED",
            "REQUEST_CHANGES" => "CHANGES_REQUESTED",
            "COMMENT" => "COMMENTED",
            _ => throw new GitHubError(422, "Unprocessable Entity", "Only reviews with an event are played here"),
        };
        if (state is not "COMMENTED" && string.Equals(call.Caller.Login, pullRequest.Author, StringComparison.OrdinalIgnoreCase))
        {
            throw new GitHubError(
                422, "Unprocessable Entity",
                state == "APPROVED" ? "Can not approve your own pull request" : "Can not request changes on your own pull request");
        }

        if (state is not "APPROVED" && body.Length == 0)
        {
            throw new GitHubError(422, "Unprocessable Entity", "Could not submit the review without a body");
        }

        var review = new ReviewState(
            call.State.NextId(), call.Caller.Login, state, body, call.Text("commit_id") ?? pullRequest.HeadSha, call.Now);
        pullRequest.Reviews.Add(review);
        pullRequest.UpdatedAt = call.Now;
        events.Review(call.State, pullRequest, review);
        return GitHubAnswer.Ok(call.Urls.Review(call.State, pullRequest, review));
    }

    private GitHubAnswer Request(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        if (call.Texts("reviewers").FirstOrDefault(login => !options.Tokens.Any(token => token.Login == login && token.RightOn(call.State.Owner, call.State.Name) >= Right.Read)) is not null)
        {
            throw new GitHubError(422, $"Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the {call.State.FullName} repository.");
        }

        pullRequest.RequestedReviewers.AddRange(call.Texts("reviewers").Except(pullRequest.RequestedReviewers, StringComparer.OrdinalIgnoreCase));
        pullRequest.UpdatedAt = call.Now;
        return GitHubAnswer.Created(call.Urls.PullRequest(call.State, pullRequest));
    }

    private static GitHubAnswer ListComments(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        return GitHubAnswer.Page(call, pullRequest.Comments, comment => call.Urls.Comment(call.State, pullRequest, comment));
    }

    private GitHubAnswer Comment(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        var body = call.Text("body") is { Length: > 0 } given ? given : throw GitHubError.Missing("IssueComment", "body");
        var comment = new CommentState(call.State.NextId(), call.Caller.Login, body, call.Now);
        pullRequest.Comments.Add(comment);
        pullRequest.UpdatedAt = call.Now;
        events.Comment(call.State, pullRequest, comment);
        return GitHubAnswer.Created(call.Urls.Comment(call.State, pullRequest, comment));
    }

    private static GitHubAnswer AddLabels(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        foreach (var name in call.Texts("labels"))
        {
            var label = Find(call, name) ?? Add(call, name, Grey, null);
            if (!pullRequest.Labels.Contains(label.Name))
            {
                pullRequest.Labels.Add(label.Name);
                pullRequest.UpdatedAt = call.Now;
            }
        }

        return Labels(call, pullRequest);
    }

    private static GitHubAnswer RemoveLabel(GitHubCall call)
    {
        var pullRequest = call.PullRequest();
        return pullRequest.Labels.RemoveAll(name => string.Equals(name, call.Route("label"), StringComparison.OrdinalIgnoreCase)) > 0
            ? Labels(call, pullRequest)
            : throw GitHubError.NotFound("Label does not exist");
    }

    private static GitHubAnswer GetLabel(GitHubCall call) =>
        GitHubAnswer.Ok(call.Urls.Label(call.State, Find(call, call.Route("label")) ?? throw GitHubError.NotFound()));

    private static GitHubAnswer CreateLabel(GitHubCall call)
    {
        var name = call.Required("name");
        if (Find(call, name) is not null)
        {
            throw new GitHubError(422, "Validation Failed", new { resource = "Label", field = "name", code = "already_exists" });
        }

        return GitHubAnswer.Created(call.Urls.Label(
            call.State, Add(call, name, call.Text("color")?.TrimStart('#') ?? Grey, call.Text("description"))));
    }

    private static LabelState? Find(GitHubCall call, string name) =>
        call.State.Labels.Find(label => string.Equals(label.Name, name, StringComparison.OrdinalIgnoreCase));

    private static LabelState Add(GitHubCall call, string name, string color, string? description)
    {
        var label = new LabelState(call.State.NextId(), name, color, description);
        call.State.Labels.Add(label);
        return label;
    }

    private static GitHubAnswer Labels(GitHubCall call, PullRequestState pullRequest) =>
        GitHubAnswer.Ok(call.Urls.LabelsOf(call.State, pullRequest));
}
