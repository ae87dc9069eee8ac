using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;

namespace AiSre.Detection;

/// <summary>Turns what a container's log says into the fault of a symptom.</summary>
internal static partial class LogFault
{
    public static void Apply(
        SymptomBuilder symptom, LogFinding finding, ContainerLog log, Pod pod, RunningContainer container, ObjectRef workload, ObjectCache cache)
    {
        var code = finding.Code;
        var at = workload;
        if (code == RootCause.EphemeralStorageExceeded && VolumeOf(finding, pod, container) is { } claim)
        {
            code = RootCause.VolumeFull;
            at = claim;
        }

        if (code is RootCause.DependencyUnavailable or RootCause.DnsFailure && finding.Host is { } host)
        {
            var targets = HostNames.Resolve(host, pod.Metadata.Namespace, cache).ToList();
            symptom.PointsAt(targets);

            if (Blocking(finding, code, targets, host, pod, cache) is { } policy)
            {
                code = RootCause.NetworkPolicyBlocks;
                at = policy.Ref;
                symptom.Quotes(policy.Ref.Address, $"name: {policy.Metadata.Name}");
            }
        }

        // An ingress controller complains of certificates that are other people's.
        if (code == RootCause.CertificateExpired)
        {
            symptom.PointsAt(cache.All<Ingress>()
                .Where(ingress => ingress.Spec.Tls.Any(tls =>
                    (tls.SecretName.Length > 0 && finding.Quote.Contains($"{ingress.Metadata.Namespace}/{tls.SecretName}", StringComparison.Ordinal))
                    || tls.Hosts.Any(host => host.Length > 0 && finding.Quote.Contains(host, StringComparison.OrdinalIgnoreCase))))
                .Select(ingress => ingress.Ref));
        }

        symptom.Blames(code, at)
            .Quotes(log.Address, finding.Quote)
            .With(SymptomParameters.Host, finding.Host)
            .With(SymptomParameters.Port, finding.Port?.ToString(CultureInfo.InvariantCulture))
            .With(SymptomParameters.Reference, finding.Subject)
            .With(SymptomParameters.Shared, SharedBy(code, finding, container));
    }

    private static string? SharedBy(RootCause code, LogFinding finding, RunningContainer container) => code switch
    {
        RootCause.DnsFailure when Silent().IsMatch(finding.Quote) => "resolver",
        RootCause.ApplicationConfigurationError when finding.Subject is { } user && Login().IsMatch(finding.Quote) => $"login {user}",

        // A setting that all of them take from one source, and that it does not hold.
        RootCause.ApplicationConfigurationError when finding.Subject is { } name && container.Spec.EnvFrom is [var source] && SettingName().IsMatch(name) => $"setting {name} of {source.ConfigMapRef?.Name}{source.SecretRef?.Name}",
        _ => null,
    };

    // A policy drops packets: who is blocked sees a time-out, never a refusal; and who may not ask the DNS gets no names at all.
    private static NetworkPolicy? Blocking(LogFinding finding, RootCause code, List<ObjectRef> targets, string host, Pod pod, ObjectCache cache) =>
        code == RootCause.DnsFailure ? NetworkReach.BlocksDns(pod, cache)
        : finding.Quote.Contains("refused", StringComparison.OrdinalIgnoreCase) ? null
        : targets.Count > 0 ? targets.Select(cache.Find<Service>).OfType<Service>().Select(service => NetworkReach.Blocks(pod, service, finding.Port, cache)).FirstOrDefault(policy => policy is not null)
        : HostNames.ServiceOf(host, pod.Metadata.Namespace, cache) is null ? NetworkReach.BlocksOutside(pod, finding.Port, cache)
        : null;

    // "No space left" is the volume's fault when the path is on one, or when the container has only one place that is not its own disk.
    private static ObjectRef? VolumeOf(LogFinding finding, Pod pod, RunningContainer container)
    {
        var claims = container.Spec.VolumeMounts
            .Select(mount => (mount.MountPath, Claim: pod.Spec.Volumes.FirstOrDefault(volume => volume.Name == mount.Name)?.PersistentVolumeClaim?.ClaimName))
            .Where(mount => mount.Claim is not null)
            .ToList();
        var named = claims.Find(mount => finding.Quote.Contains(mount.MountPath, StringComparison.Ordinal));
        var claim = named.Claim ?? (claims.Count == 1 && !finding.Quote.Contains("/tmp", StringComparison.Ordinal) ? claims[0].Claim : null);
        return claim is null ? null : new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, claim);
    }

    [GeneratedRegex(@"authentication failed|access denied for user|login failed for user|not authorized on", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Login();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]+$", RegexOptions.CultureInvariant)]
    private static partial Regex SettingName();

    // The resolver does not answer, or cannot; that it knows no such name is about the name.
    [GeneratedRegex(@"i/o timeout|server misbehaving|temporary failure|EAI_AGAIN|E?SERVFAIL|ETIMEOUT|timed? ?out|no servers could be reached|connection refused|unreachable|try again", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Silent();
}
