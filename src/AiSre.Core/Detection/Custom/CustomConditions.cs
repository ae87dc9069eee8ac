using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Which conditions of a kind that nobody knows mean trouble.</summary>
/// <remarks>Conventions: sig-architecture/api-conventions, kstatus (cli-utils) and the health rules that Argo CD ships for custom resources.</remarks>
internal static partial class CustomConditions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long something may say that it is on its way.</summary>
    private static readonly TimeSpan ProgressMayTake = TimeSpan.FromHours(1);

    /// <summary>The most telling condition of trouble; null when there is none.</summary>
    public static Condition? Trouble(OtherObject value, DateTimeOffset now) =>
        value.Status.Conditions.FirstOrDefault(one => IsTrouble(one) && IsOld(value, one, now))
        ?? value.Status.Conditions.FirstOrDefault(one => IsNotWell(value, one) && IsOld(value, one, now));

    // Named for trouble, and True.
    private static bool IsTrouble(Condition one) => one is
    { IsTrue: true, Type: "Degraded" or "Failed" or "Failing" or "Failure" or "Stalled" or "Error" or "NotReady" or "ReconcileError" or "ErrorOccurred" or "CatalogSourcesUnhealthy" or "ResolutionFailed" or "InvalidSpec" or "InvalidRequest" or "Denied" or "Fallback" }
        or { IsTrue: true, Type: "Progressing", Reason: "Retrying" or "Blocked" };

    // Named for being well, and False.
    private static bool IsNotWell(OtherObject value, Condition one) =>
        one.IsFalse
        && (one.Type is "Ready" or "Available" or "Healthy" or "Synced" or "Reconciled" or "Established" or "Installed" or "Succeeded" or "Accepted" or "Programmed" or "Valid"
            || (one.Type == "NamesAccepted" && value.Kind == "CustomResourceDefinition"))
        && !Wanted().IsMatch(one.Reason)

        // A Rollout's conditions are False whenever it does its work; its phase tells.
        && !(value.Kind == "Rollout" && value.Ref.Group == Application.ApiGroup);

    private static bool IsOld(OtherObject value, Condition one, DateTimeOffset now)
    {
        var since = one.LastTransitionTime is { } changed && value.Metadata.CreationTimestamp is { } created && created > changed ? created : one.LastTransitionTime;
        return since is not { } at || now - at > (OnItsWay().IsMatch(one.Reason) && !Failure().IsMatch(one.Reason) ? ProgressMayTake : Patience);
    }

    [GeneratedRegex(@"suspend|paus|disabled|notapplicable|notstarted|completed|cancel|abort|stopped|dormant|idle|scaledtozero|removed|unmanaged", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"progress|pending|creat|provision|install|updat|upgrad|initializ|wait|start|scal|reconciling|issuing|syncing|delet|rollingout|deploying|running|unknown", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnItsWay();

    [GeneratedRegex(@"fail|error|invalid|denied|exceed|notfound|unable|unavailable", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Failure();
}
