namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Somebody paused or resumed all merges. Added, never changed; the last one counts.</summary>
public sealed class GuardrailPauseEntry
{
    public long Id { get; private set; }

    public required bool IsPaused { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Somebody looked at what had failed, so that one change at a time may try again. Added, never changed.</summary>
public sealed class BreakerReview
{
    public required Guid Id { get; init; }

    public required BreakerKind Kind { get; init; }

    /// <summary>As <see cref="BreakerKey.Name"/>.</summary>
    public required string Name { get; init; }

    public required string By { get; init; }

    /// <summary>What was found.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
