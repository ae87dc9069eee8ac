using System.Text;
using Microsoft.Extensions.Options;

namespace AiSre.GitHub.Webhooks;

/// <summary>Decides what a message to the webhook address is worth.</summary>
public sealed class GitHubWebhooks(IOptions<GitHubOptions> options)
{
    private readonly List<GitHubHostOptions> signers =
        [.. options.Value.AllHosts().Select(host => host.Host).Where(host => !string.IsNullOrEmpty(host.WebhookSecret))];

    /// <summary>Checks the signature against the secrets of all hosts, then reads the body.</summary>
    /// <param name="eventName">Header <c>X-GitHub-Event</c>.</param>
    /// <param name="deliveryId">Header <c>X-GitHub-Delivery</c>.</param>
    /// <param name="signature">Header <c>X-Hub-Signature-256</c>.</param>
    /// <param name="body">The body exactly as received.</param>
    public WebhookMessage Read(string? eventName, string? deliveryId, string? signature, ReadOnlySpan<byte> body)
    {
        if (signers.Count == 0)
        {
            return new WebhookMessage.Refused("AiSre has no webhook secret; set GitHub:WebhookSecret to the one the webhook signs with.");
        }

        GitHubHostOptions? signer = null;
        foreach (var candidate in signers)
        {
            signer = GitHubWebhook.Verify(candidate.WebhookSecret!, body, signature) ? candidate : signer;
        }

        if (signer is null)
        {
            return new WebhookMessage.Refused("The signature does not fit AiSre's webhook secret; give GitHub and AiSre the same one.");
        }

        var text = Encoding.UTF8.GetString(body);
        if (eventName == "push")
        {
            return GitHubWebhook.ParsePush(text) switch
            {
                null => NotOfIts(eventName),
                (var address, null) => (WebhookMessage?)IsOfOther(signer, address) ?? new WebhookMessage.Ignored(), // A tag.
                var (address, branch) => (WebhookMessage?)IsOfOther(signer, address) ?? new WebhookMessage.Pushed(address, branch),
            };
        }

        // Both say which pull request something happened to; what, AiSre asks GitHub itself.
        if (eventName is not ("pull_request" or "pull_request_review"))
        {
            return new WebhookMessage.Ignored();
        }

        return GitHubWebhook.ParsePullRequest(text, deliveryId ?? "") switch
        {
            null => NotOfIts(eventName),
            var change => (WebhookMessage?)IsOfOther(signer, change.Repository) ?? new WebhookMessage.Changed(change),
        };
    }

    private static WebhookMessage.Refused NotOfIts(string eventName) =>
        new($"The body is not a {eventName} event as GitHub sends it; set the webhook's content type to application/json.");

    // A host speaks for its own repositories only.
    private static WebhookMessage.Refused? IsOfOther(GitHubHostOptions signer, RepositoryAddress repository) =>
        string.Equals(repository.Host, signer.Address.Authority, StringComparison.OrdinalIgnoreCase)
            ? null
            : new WebhookMessage.Refused($"The signature is of {signer.Address.Authority} and the repository of {repository.Host}.");
}
