using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What Argo CD's messages are about.</summary>
/// <remarks>Wordings: Argo CD's repo server and controller, go-git, and the Helm and Kustomize programs that they run.</remarks>
internal static partial class ApplicationWords
{
    /// <summary>Why a sync failed.</summary>
    public static RootCause Of(string message, bool hasFailedHook) =>
        hasFailedHook || Hook().IsMatch(message) ? RootCause.ArgoHookFailed
        : message.StartsWith("InvalidSpecError", StringComparison.Ordinal) ? RootCause.ArgoInvalidSpec
        : message.StartsWith("ComparisonError", StringComparison.Ordinal) ? OfComparison(message)
        : RootCause.ArgoSyncFailed;

    /// <summary>Why an application cannot be compared with Git.</summary>
    public static RootCause OfComparison(string message) =>
        RepoServer().IsMatch(message) ? RootCause.DependencyUnavailable
        : Project().IsMatch(message) || Destination().IsMatch(message) ? RootCause.ArgoInvalidSpec
        : Rendering().IsMatch(message) && !Fetching().IsMatch(message) ? RootCause.ArgoManifestGenerationFailed
        : Source().IsMatch(message) ? RootCause.ArgoSourceUnavailable
        : RootCause.ArgoManifestGenerationFailed;

    /// <summary>What every application that says so suffers from: a repository, a cluster or a project; null when it is the application's own.</summary>
    public static ObjectRef? Shared(Application value, string message) =>
        RepoServer().IsMatch(message) ? RepoServerOf(value)
        : Destination().IsMatch(message) && (value.Spec.Destination.Server + value.Spec.Destination.Name) is { Length: > 0 } cluster ? new ObjectRef("", "Cluster", null, cluster)
        : MissingProject().IsMatch(message) && value.Spec.Project.Length > 0 ? new ObjectRef("argoproj.io/v1alpha1", "AppProject", value.Metadata.Namespace, value.Spec.Project)
        : Connection().IsMatch(message) && OfComparison(message) == RootCause.ArgoSourceUnavailable && RepositoryOf(value, message) is { Length: > 0 } repository ? new ObjectRef("", "Repository", null, repository)
        : null;

    /// <summary>The servers of Argo CD that the message complains of.</summary>
    public static IEnumerable<ObjectRef> Servers(Application value, string message) => RepoServer().IsMatch(message) ? [RepoServerOf(value)] : [];

    private static ObjectRef RepoServerOf(Application value) => new("v1", "Service", value.Metadata.Namespace, "argocd-repo-server");

    // Of several sources, the one that the message names.
    private static string RepositoryOf(Application value, string message) =>
        value.Spec.EffectiveSources.Select(source => source.RepoUrl).FirstOrDefault(url => url.Length > 0 && message.Contains(url, StringComparison.Ordinal))
        ?? (value.Spec.EffectiveSources is [var only] ? only.RepoUrl : "");

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"argocd-repo-server|code = Unavailable desc = (?:connection error|error reading from server|transport)", Options)]
    private static partial Regex RepoServer();

    [GeneratedRegex(@"failed to (?:get cluster (?:info|version)|load live state)|error synchronizing cache state|error getting cluster|cluster .* has (?:been )?(?:not )?configured|unable to find destination server|error getting server version|failed to load initial state of resource", Options)]
    private static partial Regex Destination();

    [GeneratedRegex(@"`?helm (?:template|dependency build)|`?kustomize build|`?jsonnet|plugin sidecar failed|cmp server|failed to unmarshal manifest|error unmarshal|error converting YAML to JSON|invalid object|yaml: |accumulating resources|Manifest generation error \(cached\): .*(?:helm|kustomize|jsonnet|plugin)", Options)]
    private static partial Regex Rendering();

    // What a renderer could not fetch: the source of the source.
    [GeneratedRegex(@"helm (?:dependency build|pull|repo add)[^\n]*(?:failed|error)[^\n]*(?:dial tcp|no such host|40[134]|timeout|unauthorized|not found)|could not (?:download|retrieve list of tags|find protocol handler)|looks like .* is not a valid chart repository|failed to fetch https?://|git fetch[^\n]*exit status|running '[^']*git fetch", Options)]
    private static partial Regex Fetching();

    [GeneratedRegex(@"repository not found|authentication (?:required|failed)|failed to list refs|unable to (?:resolve|checkout|ls-remote)|app path does not exist|unable to resolve .* to a commit|error fetching chart|failed to fetch chart|chart .* not found|couldn't find remote ref|could not read (?:username|from remote)|dial tcp|i/o timeout|connection refused|permission denied \(publickey|error testing repository connectivity|failed to get git client|no such host|certificate (?:signed by unknown authority|has expired)|improper constraint|no chart version found|repository .* not accessible|failed to initialize repository|error creating SSH agent|knownhosts: key|ssh: handshake failed|failed to (?:get|fetch) index|invalid chart version|unexpected client error|response status code 40[134]|manifest unknown|denied: |rate limit|Get ""?https?://[^\s""]+""?: |could not download|failed to fetch https?://|looks like .* is not a valid chart repository|git fetch[^\n]*exit status|running '[^']*git fetch|unable to get (?:repo|credentials)|helm (?:pull|registry login) [^\n]*failed|failed to authorize: |unexpected status(?: code)?:? 40[134]", Options)]
    private static partial Regex Source();

    [GeneratedRegex(@"is not permitted in project|project .* (?:does not exist|not found)|application destination|there are no clusters with this name|there are \d+ clusters with the same name|cluster .* not found|not configured in cluster|application referencing project", Options)]
    private static partial Regex Project();

    [GeneratedRegex(@"referencing project .* which does not exist|project .* (?:does not exist|not found)", Options)]
    private static partial Regex MissingProject();

    // The repository does not answer, or refuses: whoever reads from it sees the same. A path or revision that is not there is one's own.
    [GeneratedRegex(@"repository not found|authentication (?:required|failed)|dial tcp|i/o timeout|connection refused|no such host|certificate (?:signed by unknown authority|has expired)|permission denied \(publickey|could not read (?:username|from remote)|knownhosts: key|ssh: handshake failed|response status code 40[13]|rate limit|not a valid chart repository", Options)]
    private static partial Regex Connection();

    [GeneratedRegex(@"\b(?:PreSync|PostSync|SyncFail|sync) hooks?\b|\bhook\b.*\bfailed\b|one or more synchronization tasks completed unsuccessfully.*hook|waiting for completion of hook", Options)]
    private static partial Regex Hook();
}
