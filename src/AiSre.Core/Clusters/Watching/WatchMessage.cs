using AiSre.Clusters.Objects;

namespace AiSre.Clusters.Watching;

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object as it is now (as it was, when deleted); for a bookmark only its resource version counts; null for an error.</param>
/// <param name="ErrorCode">The HTTP status of an error; 0 otherwise.</param>
/// <param name="ErrorMessage">What the server says about an error.</param>
internal readonly record struct WatchMessage(WatchMessageType Type, KubeObject? Object, int ErrorCode = 0, string ErrorMessage = "");

internal enum WatchMessageType
{
    /// <summary>A type that this version does not know; to be passed over.</summary>
    Other,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}
