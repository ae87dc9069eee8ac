namespace AiSre.Incidents.Silences;

/// <summary>For a time, symptoms of this selector open no incident and no work is done about them: a maintenance window.</summary>
public sealed class Silence
{
    public const int LongestReason = 2000;

    public required Guid Id { get; init; }

    public required SilenceSelector Selector { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The end; moved to the present when somebody ends it early.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    public required string Author { get; init; }

    /// <summary>Why; never blank.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who ended it before its time; null when nobody did.</summary>
    public string? EndedBy { get; set; }

    public bool IsActive(DateTimeOffset now) => StartsAt <= now && now < EndsAt;
}
