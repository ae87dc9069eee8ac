using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>What a symptom calls in vain: a host outside the cluster, a Service of it, or the resolver itself. Whoever calls the same suffers from the same.</summary>
internal static partial class Callees
{
    /// <summary>No API has this kind: it stands for who is called, not for the object that answers.</summary>
    private const string Kind = "Callee";

    /// <summary>Who is called; null when the symptom is about something else.</summary>
    public static ObjectRef? Of(Symptom symptom, ObjectCache cache) =>
        !IsCall(symptom) ? null
        : symptom.Fault is { Code: RootCause.DnsFailure } && Resolver().IsMatch(Words(symptom)) ? new ObjectRef("", Kind, null, "resolver")
        : symptom.Parameters.GetValueOrDefault(SymptomParameters.Host) is { Length: > 0 } host ? Named(host, symptom.Object.Namespace, cache)
        : null;

    /// <summary>Whether the symptom is that a program cannot reach somebody.</summary>
    public static bool IsCall(Symptom symptom) => symptom.Fault is { Code: RootCause.DependencyUnavailable or RootCause.DnsFailure or RootCause.CertificateExpired }
        && symptom.Reason is SymptomReason.ContainerCrashing or SymptomReason.LogReportsFailure or SymptomReason.ProbeFailing or SymptomReason.PodNotReady or SymptomReason.InitContainerStuck;

    private static ObjectRef? Named(string host, string? space, ObjectCache cache) =>
        host is "localhost" or "127.0.0.1" or "0.0.0.0" or "::1" ? null
        : HostNames.Resolve(host, space, cache).FirstOrDefault(one => one.Kind == "Service") is { } service ? new ObjectRef("", Kind, service.Namespace, service.Name)
        : new ObjectRef("", Kind, null, host.TrimEnd('.').ToLowerInvariant());

    private static string Words(Symptom symptom) => symptom.Proof.FirstOrDefault(proof => proof.Evidence.StartsWith("log/", StringComparison.Ordinal))?.Quote ?? symptom.Message;

    // It does not answer, or cannot; that it knows no such name is about the name.
    [GeneratedRegex(@"i/o timeout|server misbehaving|temporary failure|EAI_AGAIN|SERVFAIL|ESERVFAIL|ETIMEOUT|timed? ?out|no servers could be reached|connection refused|unreachable|try again", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Resolver();
}
