namespace AiSre.GitHub.Webhooks;

/// <summary>GitHub tells that something happened to a pull request.</summary>
/// <param name="Action">GitHub's word: <c>opened</c>, <c>synchronize</c>, <c>closed</c>, <c>reopened</c>, …</param>
/// <param name="Repository">Where.</param>
/// <param name="HtmlUrl">Where a browser shows the repository.</param>
/// <param name="CloneUrl">Where Git clones it from.</param>
/// <param name="PullRequest">The pull request after it happened.</param>
/// <param name="SenderLogin">Who did it.</param>
/// <param name="DeliveryId">GitHub's id of this message; the same when somebody has it delivered again.</param>
public sealed record PullRequestEvent(
    string Action,
    RepositoryAddress Repository,
    string HtmlUrl,
    string CloneUrl,
    PullRequest PullRequest,
    string SenderLogin,
    string DeliveryId);
