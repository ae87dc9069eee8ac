namespace AiSre.Diagnosis.Model;

/// <summary>What a model said, or one sentence why it said nothing.</summary>
internal sealed record ChatReply
{
    /// <summary>Its words; null exactly when <see cref="Problem"/> is set.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the server cut the words off at the token limit.</summary>
    public bool CutOff { get; init; }

    /// <summary>What stands in the way, and what to do.</summary>
    public string? Problem { get; init; }

    /// <summary>When asking again can help without anybody acting; null when it cannot.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ChatReply Failed(string problem, TimeSpan? retryAfter = null) => new() { Problem = problem, RetryAfter = retryAfter };
}
