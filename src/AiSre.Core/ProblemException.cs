namespace AiSre;

/// <summary>
/// Something outside AiSre's own code stands in the way (a cluster, GitHub, a manifest, a model).
/// The message is one sentence for a person: what happened, to what, and what to do.
/// </summary>
/// <remarks>
/// Edges throw it; stages let it pass; the stage runner shows the sentence on the incident or cluster and retries
/// with back-off. Anything else that is thrown is a defect of AiSre and is logged as one.
/// </remarks>
/// <param name="sentence">What happened, to what, and what to do, in one sentence ending with a full stop.</param>
/// <param name="isTransient">True when trying again soon can help without anybody acting (a time-out, a 5xx, a rate limit).</param>
/// <param name="retryAfter">How long the other side asked to wait, when it said so.</param>
/// <param name="innerException">The technical cause, for the log.</param>
public sealed class ProblemException(
    string sentence,
    bool isTransient = false,
    TimeSpan? retryAfter = null,
    Exception? innerException = null) : Exception(sentence, innerException)
{
    /// <summary>True when trying again soon can help without anybody acting.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>How long the other side asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
