namespace AiSre.Diagnosis.Model;

/// <summary>What became of a question: an analysis whose every claim the evidence supports, or one sentence why there is none.</summary>
public sealed record ModelAnswer
{
    private ModelAnswer()
    {
    }

    /// <summary>The checked analysis; null exactly when <see cref="Problem"/> is set.</summary>
    public RootCauseAnalysis? Analysis { get; private init; }

    /// <summary>Why there is none, in one sentence.</summary>
    public string? Problem { get; private init; }

    /// <summary>Claims that no evidence supports and that were therefore dropped.</summary>
    public int DroppedClaims { get; private init; }

    /// <summary>When asking again can help without anybody acting; null when it cannot.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>An analysis with at least one supported claim.</summary>
    public static ModelAnswer Of(RootCauseAnalysis analysis, int droppedClaims) => new() { Analysis = analysis, DroppedClaims = droppedClaims };

    /// <summary>No analysis.</summary>
    public static ModelAnswer None(string problem, TimeSpan? retryAfter = null, int droppedClaims = 0) =>
        new() { Problem = problem, RetryAfter = retryAfter, DroppedClaims = droppedClaims };
}
