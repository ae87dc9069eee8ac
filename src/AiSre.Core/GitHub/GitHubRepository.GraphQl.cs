using System.Text.Json;
using AiSre.GitHub.Standing;

namespace AiSre.GitHub;

/// <summary>What GitHub's REST API cannot do: drafts that become ready, and the merge queue.</summary>
/// <remarks>https://docs.github.com/en/graphql/reference/mutations.</remarks>
public sealed partial class GitHubRepository
{
    internal const string PullRequestQuery =
        "query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { pullRequest(number: $number) { id isDraft mergeQueueEntry { position state } } } }";

    internal const string ReadyMutation =
        "mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } } }";

    internal const string EnqueueMutation =
        "mutation($id: ID!, $head: GitObjectID!) { enqueuePullRequest(input: {pullRequestId: $id, expectedHeadOid: $head}) { mergeQueueEntry { position state } } }";

    /// <summary>Makes a draft ready for review; one that is ready stays so.</summary>
    public async Task MarkReadyAsync(int number, CancellationToken cancellationToken = default)
    {
        var subject = $"make pull request #{number} of {Address.FullName} ready for review";
        var shown = await ShownAsync(number, subject, cancellationToken);
        if (shown.GetProperty("isDraft").GetBoolean())
        {
            await AskAsync(ReadyMutation, new { id = shown.GetProperty("id").GetString() }, subject, cancellationToken);
        }
    }

    /// <summary>Where a pull request is in the merge queue of its base branch; null when it is not there.</summary>
    public async Task<QueuePlace?> QueuePlaceAsync(int number, CancellationToken cancellationToken = default) =>
        PlaceOf(await ShownAsync(number, $"read the merge queue of {Address.FullName}", cancellationToken));

    /// <summary>Puts a pull request into the merge queue if its head is the expected one; one that is there stays where it is.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="expectedHeadSha">The commit that was approved.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProblemException">GitHub refuses; the sentence has its words.</exception>
    public async Task<QueuePlace> EnqueueAsync(int number, string expectedHeadSha, CancellationToken cancellationToken = default)
    {
        var subject = $"put pull request #{number} of {Address.FullName} into the merge queue";
        var shown = await ShownAsync(number, subject, cancellationToken);
        if (PlaceOf(shown) is { } known)
        {
            return known;
        }

        var data = await AskAsync(EnqueueMutation, new { id = shown.GetProperty("id").GetString(), head = expectedHeadSha }, subject, cancellationToken);
        return PlaceOf(data.GetProperty("enqueuePullRequest")) ?? new QueuePlace(1, "QUEUED");
    }

    private static QueuePlace? PlaceOf(JsonElement json) => json.TryGetProperty("mergeQueueEntry", out var entry) && entry.ValueKind == JsonValueKind.Object
        ? new QueuePlace(entry.GetProperty("position").GetInt32(), entry.GetProperty("state").GetString() ?? "")
        : null;

    private async Task<JsonElement> ShownAsync(int number, string subject, CancellationToken cancellationToken)
    {
        var data = await AskAsync(PullRequestQuery, new { owner = Owner, name = Name, number }, subject, cancellationToken);
        return data.TryGetProperty("repository", out var repository) && repository.ValueKind == JsonValueKind.Object
            && repository.TryGetProperty("pullRequest", out var shown) && shown.ValueKind == JsonValueKind.Object
                ? shown
                : throw new ProblemException($"GitHub at {host.Name} does not show AiSre pull request #{number} of {Address.FullName}, so it could not {subject}.");
    }

    /// <returns>The answer's <c>data</c>.</returns>
    private async Task<JsonElement> AskAsync(string document, object variables, string subject, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            client => client.Connection.Post<object>(host.GraphQlAddress, JsonSerializer.Serialize(new { query = document, variables }), "application/json", "application/json", parameters: null, CancellationToken.None),
            subject, cancellationToken);
        using var json = JsonDocument.Parse((string)answer.HttpResponse.Body);
        if (json.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
        {
            // Refusals come with status 200.
            var said = string.Join("; ", errors.EnumerateArray().Select(error => error.TryGetProperty("message", out var message) ? message.GetString() : "no reason").Distinct());
            var isLimit = errors.EnumerateArray().Any(error => error.TryGetProperty("type", out var type) && type.GetString() == "RATE_LIMITED");
            throw new ProblemException($"GitHub at {host.Name} refused to {subject} ({said.TrimEnd('.')}).", isTransient: isLimit, retryAfter: isLimit ? TimeSpan.FromMinutes(1) : null);
        }

        return json.RootElement.GetProperty("data").Clone();
    }
}
