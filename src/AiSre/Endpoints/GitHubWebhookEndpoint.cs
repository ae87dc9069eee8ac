using AiSre.GitHub.Webhooks;
using AiSre.Remediation.Decisions;
using AiSre.Runbooks.Sources;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Endpoints;

/// <summary><c>POST /webhooks/github</c>: what GitHub says happened to a pull request or a branch. Genuine by its signature, whoever delivers it.</summary>
internal static class GitHubWebhookEndpoint
{
    public const string Path = "/webhooks/github";

    /// <summary>GitHub caps payloads at 25 MB.</summary>
    private const long LongestBody = 25L << 20;

    public static void MapGitHubWebhook(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, ReceiveAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, GitHubWebhooks webhooks, PullRequestSignal signal, RunbookSources sources, CancellationToken cancellationToken)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LongestBody;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        var headers = context.Request.Headers;
        var message = webhooks.Read(
            headers["X-GitHub-Event"], headers["X-GitHub-Delivery"], headers["X-Hub-Signature-256"], body.GetBuffer().AsSpan(0, (int)body.Length));
        switch (message)
        {
            case WebhookMessage.Refused refused:
                return Results.Text(refused.Reason + "\n", statusCode: StatusCodes.Status401Unauthorized);
            case WebhookMessage.Changed changed:
                await signal.RaiseAsync(changed.Event.Repository, changed.Event.PullRequest.Number, cancellationToken);
                await sources.PullRequestChangedAsync(changed.Event.Repository, changed.Event.PullRequest.Number, cancellationToken);
                break;
            case WebhookMessage.Pushed pushed:
                await sources.PushedAsync(pushed.Repository, pushed.Branch, cancellationToken);
                break;
        }

        return Results.Accepted();
    }
}
