namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>One version of the guardrails: their whole text. Versions are added, never changed; the latest is in force.</summary>
public sealed class GuardrailVersion
{
    public required Guid Id { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Number { get; init; }

    /// <summary>The YAML, exactly as saved or read; always valid when it was.</summary>
    public required string Text { get; init; }

    /// <summary>Who saved it; of guardrails that come from a file or repository, what was read.</summary>
    public required string SavedBy { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Why it was changed.</summary>
    public required string Reason { get; init; }
}

/// <summary>What the last look at a file or repository of guardrails found. One row.</summary>
public sealed class GuardrailReading
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    /// <summary>What was read.</summary>
    public required string Source { get; set; }

    public required DateTimeOffset At { get; set; }

    /// <summary>Why what is there is not in force, one sentence; null when it is.</summary>
    public string? Problem { get; set; }
}
