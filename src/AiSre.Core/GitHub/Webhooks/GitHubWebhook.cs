using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiSre.GitHub.Webhooks;

/// <summary>Checking and reading what GitHub posts.</summary>
public static class GitHubWebhook
{
    private const string Prefix = "sha256=";
    private const string Branches = "refs/heads/";

    /// <summary>True when the body was signed with the secret, compared in constant time.</summary>
    /// <remarks>https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries.</remarks>
    /// <param name="secret">What GitHub was told to sign with; an empty one verifies nothing.</param>
    /// <param name="body">The body exactly as received.</param>
    /// <param name="signatureHeader">Header <c>X-Hub-Signature-256</c>: <c>sha256=</c> and 64 hex digits.</param>
    public static bool Verify(string secret, ReadOnlySpan<byte> body, string? signatureHeader)
    {
        if (string.IsNullOrEmpty(secret)
            || signatureHeader?.StartsWith(Prefix, StringComparison.Ordinal) != true
            || signatureHeader.Length != Prefix.Length + (2 * HMACSHA256.HashSizeInBytes))
        {
            return false;
        }

        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(signatureHeader.AsSpan(Prefix.Length), claimed, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        Span<byte> actual = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, actual);
        return CryptographicOperations.FixedTimeEquals(claimed, actual);
    }

    /// <summary>Reads the body of a <c>pull_request</c> event.</summary>
    /// <returns>Null when it is not one.</returns>
    public static PullRequestEvent? ParsePullRequest(string json, string deliveryId)
    {
        try
        {
            var payload = new Octokit.Internal.SimpleJsonSerializer().Deserialize<Octokit.PullRequestEventPayload>(json);
            if (payload?.PullRequest?.Head is null
                || payload.Action is null
                || RepositoryAddress.TryParse(payload.Repository?.HtmlUrl) is not { } address)
            {
                return null;
            }

            var pullRequest = PullRequests.Of(payload.PullRequest);
            var sender = payload.Sender?.Login ?? "";
            return new PullRequestEvent(
                payload.Action,
                address,
                payload.Repository!.HtmlUrl,
                payload.Repository.CloneUrl,
                payload.Action == "closed" && pullRequest.State == PullRequestStatus.Closed
                    ? pullRequest with { ClosedBy = sender }
                    : pullRequest,
                sender,
                deliveryId);
        }
        catch (Exception exception) when (
            exception is SerializationException or InvalidCastException or FormatException or ArgumentException)
        {
            // Octokit's serializer has no exception of its own for a body of another shape.
            return null;
        }
    }

    /// <summary>Reads the body of a <c>push</c> event.</summary>
    /// <returns>Where, and the branch, which is null for a tag; null when the body is not one.</returns>
    public static (RepositoryAddress Repository, string? Branch)? ParsePush(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("ref", out var reference) && reference.GetString() is { } name
                && root.TryGetProperty("repository", out var repository) && repository.TryGetProperty("html_url", out var url)
                && RepositoryAddress.TryParse(url.GetString()) is { } address
                    ? (address, name.StartsWith(Branches, StringComparison.Ordinal) ? name[Branches.Length..] : null)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
