namespace AiSre.Clusters.Watching;

/// <summary>How one reflector is doing.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Problem">What stands in its way, in one sentence; null when nothing does.</param>
/// <param name="Failures">How often in a row it failed.</param>
/// <param name="IsUnreachable">Whether the failure is the whole cluster's.</param>
internal sealed record ReflectorState(ReflectorPhase Phase, string? Problem = null, int Failures = 0, bool IsUnreachable = false);

internal enum ReflectorPhase
{
    /// <summary>Reads the list.</summary>
    Listing,

    /// <summary>Knows everything, and hears of changes.</summary>
    Watching,

    /// <summary>The API has no such kind.</summary>
    Missing,

    /// <summary>The account may not list it.</summary>
    Forbidden,

    /// <summary>Waits to try again.</summary>
    Failing,
}
