namespace AiSre.Playground.GitHub.Webhooks;

/// <summary>One message to one webhook, and what came of it.</summary>
/// <param name="Id">Its number on this GitHub.</param>
/// <param name="Guid"><c>X-GitHub-Delivery</c>; a redelivery keeps it.</param>
/// <param name="HookId">The webhook.</param>
/// <param name="RepositoryId">The repository.</param>
/// <param name="Event"><c>X-GitHub-Event</c>.</param>
/// <param name="Action">The payload's action; null when the event has none.</param>
/// <param name="Payload">The body as sent.</param>
/// <param name="IsRedelivery">Somebody asked for it again.</param>
internal sealed record WebhookDelivery(
    long Id, Guid Guid, long HookId, long RepositoryId, string Event, string? Action, byte[] Payload, bool IsRedelivery)
{
    /// <summary>When it was sent; null while it waits.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>How long the receiver took, in seconds.</summary>
    public double Duration { get; init; }

    /// <summary>What the receiver answered; 0 when it did not.</summary>
    public int StatusCode { get; init; }

    /// <summary>GitHub's words for the outcome: <c>OK</c>, or what was wrong.</summary>
    public string Status { get; init; } = "pending";

    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    public string? ResponseBody { get; init; }
}
