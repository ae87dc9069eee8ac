namespace AiSre.Detection.Logs;

/// <summary>What a log says went wrong.</summary>
public sealed record LogFinding
{
    /// <summary>
    /// The cause as the log names it. A full disk is always <see cref="RootCause.EphemeralStorageExceeded"/>: only who sees the mounts knows
    /// whether it is a volume's.
    /// </summary>
    public required RootCause Code { get; init; }

    /// <summary>The line that says so, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>That line as it was written, or a part of at most 400 characters where it is longer.</summary>
    public required string Quote { get; init; }

    /// <summary>The dependency that fails or the name that does not resolve, without scheme and port; null when the log names none.</summary>
    public string? Host { get; init; }

    /// <summary>Its port, where named.</summary>
    public int? Port { get; init; }

    /// <summary>What else is named: an environment variable, file, path, key, flag, certificate, Kubernetes resource (<c>configmaps</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>Whose wording it is.</summary>
    public LogRuntime Runtime { get; init; }

    /// <summary>How many lines of this log say the same: the same code about the same host or subject.</summary>
    public int Count { get; init; }

    /// <summary>The line's own time stamp; null when it has none, or one without a year.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the log says so more than once.</summary>
    public bool Repeats => Count > 1;

    /// <summary>
    /// Whether the line is of the kind that ends a process: an exception nobody caught, a panic, a level of fatal or above, a program that
    /// cannot be run. An error that was only logged is not, though it may well be the cause.
    /// </summary>
    public bool IsFatal { get; init; }

    /// <summary>
    /// Whether the log only says that it waits for <see cref="Host"/>, over and over and to its end. True for a container that is not ready
    /// yet; means little for one that is.
    /// </summary>
    public bool IsWaiting { get; init; }

    /// <summary>How many lines follow. Many after an error that is not fatal mean that the process went on.</summary>
    public int LinesAfter { get; init; }
}
