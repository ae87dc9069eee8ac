namespace AiSre.Runbooks.Choosing;

/// <summary>A runbook that a person chose for an incident. One per incident; the last choice counts.</summary>
public sealed class ChosenRunbook
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    /// <summary>The runbook; its latest version is used.</summary>
    public required string RunbookId { get; set; }

    public required string By { get; set; }

    /// <summary>Why, in their words.</summary>
    public required string Reason { get; set; }

    /// <summary>The model that had suggested it; null when none had.</summary>
    public string? SuggestedBy { get; set; }

    public required DateTimeOffset At { get; set; }
}
