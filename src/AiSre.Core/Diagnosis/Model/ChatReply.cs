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

    /// <summary>Whether asking again later can help without anybody acting.</summary>
    public bool Passes { get; init; }

    /// <summary>How long the server asks to wait; null when it does not.</summary>
    public TimeSpan? Asked { get; init; }

    /// <summary>A failure that stays until somebody acts.</summary>
    public static ChatReply Failed(string problem) => new() { Problem = problem };

    /// <summary>A failure that may pass.</summary>
    public static ChatReply FailedForNow(string problem, TimeSpan? asked = null) => new() { Problem = problem, Passes = true, Asked = asked };
}
