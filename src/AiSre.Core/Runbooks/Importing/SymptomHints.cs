using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Detection;

namespace AiSre.Runbooks.Importing;

/// <summary>Guesses from prose which codes a runbook may be about: a proposal for a person, never more.</summary>
internal static partial class SymptomHints
{
    /// <summary>What people and Kubernetes write, and the code that it most often means.</summary>
    private static readonly (Regex Words, string Key, string Code)[] Hints =
    [
        (Term("OOMKilled|out of memory"), "cause", nameof(RootCause.OutOfMemoryKilled)),
        (Term("toomanyrequests|rate limit"), "cause", nameof(RootCause.RegistryRateLimited)),
        (Term("manifest unknown|ImageNotFound"), "cause", nameof(RootCause.ImageNotFound)),
        (Term("no basic auth credentials|pull access denied"), "cause", nameof(RootCause.ImagePullUnauthorized)),
        (Term("InvalidImageName"), "cause", nameof(RootCause.InvalidImageName)),
        (Term("exec format error"), "cause", nameof(RootCause.ImagePlatformMismatch)),
        (Term("Insufficient cpu"), "cause", nameof(RootCause.InsufficientCpu)),
        (Term("Insufficient memory"), "cause", nameof(RootCause.InsufficientMemory)),
        (Term("untolerated taint"), "cause", nameof(RootCause.UntoleratedTaint)),
        (Term("exceeded quota"), "cause", nameof(RootCause.QuotaExceeded)),
        (Term("liveness probe failed"), "cause", nameof(RootCause.LivenessProbeFailing)),
        (Term("readiness probe failed"), "cause", nameof(RootCause.ReadinessProbeFailing)),
        (Term("certificate has expired|expired certificate"), "cause", nameof(RootCause.CertificateExpired)),
        (Term("DiskPressure"), "cause", nameof(RootCause.NodeDiskPressure)),
        (Term("MemoryPressure"), "cause", nameof(RootCause.NodeMemoryPressure)),
        (Term("no such host|NXDOMAIN"), "cause", nameof(RootCause.DnsFailure)),
        (Term("ImagePullBackOff|ErrImagePull"), "reason", nameof(SymptomReason.ImagePullFailed)),
        (Term("CreateContainerConfigError|CreateContainerError|RunContainerError"), "reason", nameof(SymptomReason.ContainerCannotStart)),
        (Term("CrashLoopBackOff"), "reason", nameof(SymptomReason.ContainerCrashing)),
        (Term("FailedScheduling|Unschedulable"), "reason", nameof(SymptomReason.PodUnschedulable)),
        (Term("FailedMount|FailedAttachVolume"), "reason", nameof(SymptomReason.VolumeNotMounted)),
        (Term("ProgressDeadlineExceeded"), "reason", nameof(SymptomReason.RolloutStalled)),
        (Term("BackoffLimitExceeded"), "reason", nameof(SymptomReason.JobFailed)),
        (Term("ComparisonError"), "reason", nameof(SymptomReason.ApplicationComparisonFailed)),
        (Term("OutOfSync"), "reason", nameof(SymptomReason.ApplicationOutOfSync)),
    ];

    /// <summary>Keys of <c>symptom</c> with the codes that the text speaks of; codes of the taxonomy that stand there themselves first.</summary>
    public static ImmutableArray<(string Key, string Code)> Of(string text)
    {
        var named = Identifier().Matches(text).Select(match => match.Value).Distinct().ToList();
        return
        [
            .. named.Where(word => word != nameof(RootCause.Unknown) && Enum.GetNames<RootCause>().Contains(word)).Select(word => ("cause", word))
                .Concat(Hints.Where(hint => hint.Words.IsMatch(text)).Select(hint => (hint.Key, hint.Code)))
                .Concat(named.Where(word => Alert().IsMatch(word)).Select(word => ("alert", word)))
                .Distinct(),
        ];
    }

    private static Regex Term(string words) => new($"(?:{words})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][A-Za-z]+)+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    // How the alerts of kubernetes-mixin and the node exporter are named.
    [GeneratedRegex(@"\A(?:Kube|Node|Target|Prometheus|CPUThrottling)[A-Z][A-Za-z]{3,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alert();
}
