using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Why the API server refused to create what a controller asked for.</summary>
/// <remarks>
/// Wordings: the admission plugins ResourceQuota, LimitRanger, PodSecurity and ServiceAccount, and the webhook dispatcher of
/// apiserver/pkg/admission/plugin/webhook.
/// </remarks>
internal sealed partial record CreationVerdict(RootCause Code)
{
    /// <summary>The object at fault where that is not who asked.</summary>
    public ObjectRef? At { get; init; }

    public ObjectRef? Shared { get; init; }

    public string? Reference { get; init; }

    public IReadOnlyList<ObjectRef> PointsAt { get; init; } = [];

    /// <summary>Whether it is a refusal that comes with deleting things, or one that the next try ends.</summary>
    public static bool Passes(string message) => Passing().IsMatch(message);

    /// <summary>What refuses others in the same way: the standard that a namespace is held to, a policy, a class that is not there.</summary>
    public static string? SharedBy(string message, string? @namespace) =>
        PriorityClass().Match(message) is { Success: true } named ? $"class {named.Groups["name"].Value}"
        : message.Contains("violates PodSecurity", StringComparison.Ordinal) ? $"standard of {@namespace}"
        : PolicyOf().Match(message) is { Success: true } policy ? $"policy {policy.Groups["hook"].Value} {policy.Groups["policy"].Value}"
        : null;

    public static CreationVerdict? Of(string message, string? @namespace, ObjectCache cache)
    {
        if (FailedWebhook().Match(message) is { Success: true } hook)
        {
            return Webhook(message, hook.Groups["name"].Value, cache);
        }

        if (Quota().Match(message) is { Success: true } quota)
        {
            var name = quota.Groups["name"].Value;
            return new(RootCause.QuotaExceeded) { At = new ObjectRef("v1", "ResourceQuota", @namespace, name), Reference = name };
        }

        // A default that a LimitRange puts in below what the pod requests makes the pod invalid.
        if (LimitRange().IsMatch(message) || (AboveLimit().IsMatch(message) && cache.In<LimitRange>(@namespace).Count > 0))
        {
            var ranges = cache.In<LimitRange>(@namespace);
            return new(RootCause.LimitRangeViolation) { Shared = ranges.Count == 1 ? ranges[0].Ref : null };
        }

        if (ServiceAccount().Match(message) is { Success: true } account)
        {
            var name = account.Groups["name"].Value;
            return new(RootCause.MissingServiceAccount) { At = new ObjectRef("v1", "ServiceAccount", @namespace, name), Reference = name };
        }

        if (MissingReference.In(message, @namespace, PodSpec.Empty) is { } missing)
        {
            return new(missing.Code) { At = missing.Object, Reference = missing.Object.Name };
        }

        if (Rbac().IsMatch(message))
        {
            return new(RootCause.RbacForbidden);
        }

        return Denied().IsMatch(message) ? new(RootCause.AdmissionDenied) { Reference = PriorityClass().Match(message) is { Success: true } named ? named.Groups["name"].Value : null } : null;
    }

    private static CreationVerdict Webhook(string message, string name, ObjectCache cache)
    {
        var configuration = Configurations(cache).FirstOrDefault(pair => pair.Hooks.Any(hook => hook.Name == name)).Ref;
        var service = ServiceHost().Match(message) is { Success: true } host ? new ObjectRef("v1", "Service", host.Groups["ns"].Value, host.Groups["svc"].Value) : null;
        var anchor = configuration ?? service ?? new ObjectRef("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, name);
        return new(RootCause.WebhookUnavailable) { At = anchor, Reference = name, PointsAt = [.. new[] { anchor, service }.OfType<ObjectRef>()] };
    }

    private static IEnumerable<(ObjectRef Ref, IReadOnlyList<AdmissionWebhook> Hooks)> Configurations(ObjectCache cache) =>
        cache.All<ValidatingWebhookConfiguration>().Select(one => (one.Ref, one.Webhooks))
            .Concat(cache.All<MutatingWebhookConfiguration>().Select(one => (one.Ref, one.Webhooks)));

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"failed calling webhook ""(?<name>[^""]+)""", Options)]
    private static partial Regex FailedWebhook();

    [GeneratedRegex(@"https?://(?<svc>[a-z0-9-]+)\.(?<ns>[a-z0-9-]+)\.svc\b", Options)]
    private static partial Regex ServiceHost();

    [GeneratedRegex(@"(?:exceeded|failed) quota: (?<name>[a-z0-9.-]+[a-z0-9])|status unknown for quota: (?<name>[a-z0-9.-]+[a-z0-9])", Options)]
    private static partial Regex Quota();

    [GeneratedRegex(@"(?:maximum|minimum) [\w./-]+ usage per \w+ is|max(?:imum)? limit to request ratio|minimum storage|must (?:specify|be specified).*LimitRange|\bis forbidden: \[?(?:maximum|minimum) ", Options)]
    private static partial Regex LimitRange();

    [GeneratedRegex(@"must be less than or equal to (?:cpu|memory|ephemeral-storage) limit", Options)]
    private static partial Regex AboveLimit();

    [GeneratedRegex(@"object is being deleted|because it is being terminated|already exists$|could not be completed at this time|the object has been modified|etcdserver: |leader changed", Options)]
    private static partial Regex Passing();

    [GeneratedRegex(@"serviceaccounts? ""(?<name>[^""]+)"" not found", Options)]
    private static partial Regex ServiceAccount();

    [GeneratedRegex(@"User ""[^""]+"" cannot \w+ resource|cannot set blockOwnerDeletion", Options)]
    private static partial Regex Rbac();

    [GeneratedRegex(@"no PriorityClass with name (?<name>\S+) was found", Options)]
    private static partial Regex PriorityClass();

    // Gatekeeper names its constraint in brackets, Kyverno its policy on a line of its own, the API server's own policies are quoted.
    [GeneratedRegex(@"admission webhook ""(?<hook>[^""]+)"" denied the request:(?:\s*\[(?<policy>[^\]]+)\]|[^:]*following policies\s+(?<policy>[\w.-]+))?|ValidatingAdmissionPolicy '(?<policy>[^']+)'", Options)]
    private static partial Regex PolicyOf();

    [GeneratedRegex(@"violates PodSecurity|denied the request|admission webhook|PodSecurityPolicy|unable to validate against any (?:pod security policy|security context constraint)|is forbidden|is invalid|PriorityClass|ValidatingAdmissionPolicy", Options)]
    private static partial Regex Denied();
}
