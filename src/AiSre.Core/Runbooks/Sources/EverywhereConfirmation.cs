namespace AiSre.Runbooks.Sources;

/// <summary>Somebody said that a runbook's text of a repository is meant to be automatic everywhere. It holds for that text only. Added, never changed.</summary>
public sealed class EverywhereConfirmation
{
    public required Guid Id { get; init; }

    public required string RunbookId { get; init; }

    /// <summary>SHA-256 of the whole text.</summary>
    public required string TextHash { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }
}
