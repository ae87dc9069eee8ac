using System.Text.RegularExpressions;

namespace AiSre.Detection;

/// <summary>What Argo CD's messages are about.</summary>
/// <remarks>Wordings: Argo CD's repo server and controller, go-git, and the Helm and Kustomize programs that they run.</remarks>
internal static partial class ApplicationWords
{
    /// <summary>Why a sync failed.</summary>
    public static RootCause Of(string message, bool hasFailedHook) =>
        hasFailedHook || Hook().IsMatch(message) ? RootCause.ArgoHookFailed
        : message.StartsWith("ComparisonError", StringComparison.Ordinal) ? OfComparison(message)
        : RootCause.ArgoSyncFailed;

    /// <summary>Why an application cannot be compared with Git.</summary>
    public static RootCause OfComparison(string message) =>
        Project().IsMatch(message) ? RootCause.ArgoInvalidSpec
        : Source().IsMatch(message) ? RootCause.ArgoSourceUnavailable
        : RootCause.ArgoManifestGenerationFailed;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"repository not found|authentication required|failed to list refs|unable to (?:resolve|checkout|ls-remote)|app path does not exist|unable to resolve .* to a commit|error fetching chart|failed to fetch chart|chart .* not found|couldn't find remote ref|could not read (?:username|from remote)|dial tcp|i/o timeout|connection refused|permission denied \(publickey|error testing repository connectivity|failed to get git client|no such host|certificate signed by unknown authority|improper constraint|no chart version found|repository .* not accessible", Options)]
    private static partial Regex Source();

    [GeneratedRegex(@"is not permitted in project|project .* (?:does not exist|not found)|application destination|there are no clusters with this name|cluster .* not found|error getting cluster|not configured in cluster", Options)]
    private static partial Regex Project();

    [GeneratedRegex(@"\b(?:PreSync|PostSync|SyncFail|sync) hooks?\b|\bhook\b.*\bfailed\b|one or more synchronization tasks completed unsuccessfully.*hook", Options)]
    private static partial Regex Hook();
}
