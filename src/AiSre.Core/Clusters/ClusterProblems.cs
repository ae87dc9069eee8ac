using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using k8s.Exceptions;

namespace AiSre.Clusters;

/// <summary>The one place that puts what goes wrong between AiSre and a cluster into a sentence for its operator.</summary>
internal static class ClusterProblems
{
    /// <summary>The sentence for a failure; null for what is no failure of the outside world, and so a defect or a cancellation.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="cluster">Which cluster.</param>
    /// <param name="address">Where it is, as far as that is known.</param>
    /// <param name="doing">What was asked for: <c>list pods</c>.</param>
    public static ProblemException? Explain(Exception failure, ClusterOptions cluster, Uri? address, string doing) => failure switch
    {
        ProblemException problem => problem,
        YamlDotNet.Core.YamlException => new($"The kubeconfig of cluster {cluster.Name} is not YAML as kubectl writes it: correct it.", innerException: failure),
        KubernetesRefusal refusal => Explain(refusal, cluster, doing),
        KubeConfigException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => new(
            $"{char.ToUpperInvariant(Source(cluster)[0])}{Source(cluster)[1..]} of cluster {cluster.Name} cannot be used ({FirstLine(failure.Message)}): correct its path, its content or its context.",
            innerException: failure),
        HttpRequestException { InnerException: AuthenticationException inner } => new(
            $"The certificate of cluster {cluster.Name} at {address} is not trusted ({FirstLine(inner.Message)}): put its certificate authority into {Source(cluster)}.",
            innerException: failure),
        HttpRequestException or SocketException or IOException or TimeoutException => new(
            $"Cluster {cluster.Name} at {address?.ToString() ?? "an unknown address"} cannot be reached ({Deepest(failure)}): check that it is up and that AiSre may connect to it.",
            isTransient: true,
            innerException: failure),
        JsonException json => new(
            $"Cluster {cluster.Name} at {address} answered with something else than Kubernetes objects when asked to {doing} ({Place(json)}): check that the address is that of an API server.",
            isTransient: true,
            innerException: failure),
        _ => null,
    };

    /// <summary>Whether the cluster could not be talked to at all, so that asking for another kind would fail alike.</summary>
    public static bool IsUnreachable(Exception failure) => failure switch
    {
        ProblemException { InnerException: { } inner } => IsUnreachable(inner),
        System.Security.Cryptography.CryptographicException or YamlDotNet.Core.YamlException => true,
        KubernetesRefusal refusal => refusal.Status == HttpStatusCode.Unauthorized,
        KubeConfigException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => true,
        HttpRequestException or SocketException or TimeoutException => true,
        _ => false,
    };

    private static ProblemException Explain(KubernetesRefusal refusal, ClusterOptions cluster, string doing) => refusal.Status switch
    {
        HttpStatusCode.Unauthorized => new(
            $"Cluster {cluster.Name} does not accept AiSre's credentials (401): renew the token or certificate in {Source(cluster)}.",
            innerException: refusal),
        HttpStatusCode.Forbidden => new(
            $"AiSre's account may not {doing} in cluster {cluster.Name} (403): grant it that right.",
            innerException: refusal),
        HttpStatusCode.TooManyRequests => new(
            $"Cluster {cluster.Name} has too many requests to {doing} now (429), and is asked again later.",
            isTransient: true,
            refusal.RetryAfter,
            refusal),
        >= HttpStatusCode.InternalServerError => new(
            $"Cluster {cluster.Name} failed to {doing} ({(int)refusal.Status}: {FirstLine(refusal.Message)}), and is asked again; if that lasts, look at its API server.",
            isTransient: true,
            refusal.RetryAfter,
            refusal),
        _ => new(
            $"Cluster {cluster.Name} refused to {doing} ({(int)refusal.Status}: {FirstLine(refusal.Message)}).",
            innerException: refusal),
    };

    private static string Source(ClusterOptions cluster) =>
        cluster.InCluster ? "the service account of AiSre's pod"
        : cluster.KubeconfigText is not null ? "the kubeconfig" + (string.IsNullOrEmpty(cluster.Context) ? "" : $" (context {cluster.Context})")
        : "the kubeconfig" + (string.IsNullOrEmpty(cluster.Kubeconfig) ? "" : $" {cluster.Kubeconfig}")
            + (string.IsNullOrEmpty(cluster.Context) ? "" : $" (context {cluster.Context})");

    // Where the reading stopped tells a login page (the first byte) from one odd field of one object.
    private static string Place(JsonException failure) => (failure.Path, failure.LineNumber, failure.BytePositionInLine) switch
    {
        ({ Length: > 0 } path, { } line, { } position) => $"at {path}, line {line + 1}, byte {position}",
        (_, { } line, { } position) => $"at line {line + 1}, byte {position}",
        _ => FirstLine(failure.Message),
    };

    private static string Deepest(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return FirstLine(failure.Message);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');
}
