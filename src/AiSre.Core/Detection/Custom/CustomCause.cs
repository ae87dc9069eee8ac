using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Why a custom resource does not work, where its controller's words leave no doubt.</summary>
internal static partial class CustomCause
{
    public static Fault? Of(OtherObject value, string words, ObjectCache cache)
    {
        var space = value.Metadata.Namespace;
        return Expired().IsMatch(words) ? new(RootCause.CertificateExpired, value.Ref)
            : MissingReference.In(words, space, PodSpec.Empty) is { Key: null } missing ? new(missing.Code, missing.Object)
            : CreationVerdict.Of(words, space, cache) is { Code: RootCause.QuotaExceeded or RootCause.WebhookUnavailable or RootCause.RbacForbidden } refused ? new(refused.Code, refused.At ?? value.Ref)
            : CustomReferences.Secret(value) is { } secret && IsMissed(secret, cache) ? new(RootCause.MissingSecret, secret)
            : Unreachable().IsMatch(words) ? new(RootCause.DependencyUnavailable, value.Ref)
            : null;
    }

    // A Secret that is not in the files says nothing; a pod that waits for it does.
    private static bool IsMissed(ObjectRef secret, ObjectCache cache)
    {
        var words = $"secret \"{secret.Name}\" not found";
        return cache.Find<Secret>(secret) is null && cache.In<Pod>(secret.Namespace).Any(pod =>
            pod.Containers.Any(container => container.Status?.State.Waiting?.Message.Contains(words, StringComparison.Ordinal) == true)
            || cache.EventsOf(pod).Any(said => said.Text.Contains(words, StringComparison.Ordinal)));
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"certificate (?:has )?expired|expired on \d{4}-|x509: certificate has expired", Options)]
    private static partial Regex Expired();

    [GeneratedRegex(@"connection refused|no such host|i/o timeout|connection reset by peer|no route to host|Client\.Timeout exceeded", Options)]
    private static partial Regex Unreachable();
}
