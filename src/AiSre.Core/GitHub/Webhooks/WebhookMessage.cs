namespace AiSre.GitHub.Webhooks;

/// <summary>What a message to the webhook address is worth.</summary>
public abstract record WebhookMessage
{
    private WebhookMessage()
    {
    }

    /// <summary>Nobody we trust sent it, or it cannot be read. Answer 401.</summary>
    /// <param name="Reason">One sentence for the sender, which reveals no secret.</param>
    public sealed record Refused(string Reason) : WebhookMessage;

    /// <summary>It is genuine and about nothing AiSre follows. Answer 202.</summary>
    public sealed record Ignored : WebhookMessage;

    /// <summary>A pull request changed. Answer 202.</summary>
    public sealed record Changed(PullRequestEvent Event) : WebhookMessage;

    /// <summary>A branch points to another commit. Answer 202.</summary>
    public sealed record Pushed(RepositoryAddress Repository, string Branch) : WebhookMessage;
}
