using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Volumes of a pod that cannot be attached or mounted.</summary>
/// <remarks>Wordings: pkg/volume and pkg/kubelet/volumemanager, the attach-detach controller, and CSI drivers behind "rpc error".</remarks>
internal static partial class VolumeSymptoms
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(30);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        if (!Waits(pod))
        {
            yield break;
        }

        var said = cache.EventsOf(pod)
            .Where(one => one.Reason is "FailedMount" or "FailedAttachVolume" or "FailedMapVolume" or "FailedNodeAllocatableEnforcement" or "VolumeResizeFailed" && now - (one.LastSeen ?? now) < Recent)
            .OrderBy(one => TimedOut().IsMatch(one.Text)) // The kubelet's summary comes last: it says no more than that something is missing.
            .FirstOrDefault();
        if (said is null)
        {
            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        var claims = pod.Spec.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>()
            .Select(name => new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, name));
        var symptom = new SymptomBuilder(SymptomReason.VolumeNotMounted, Severity.Error, pod, workload)
            .Says(said.Text)
            .Since(said.FirstSeen)
            .Quotes(said)
            .QuotesField("phase", pod.Status.Phase)
            .PointsAt(claims);
        if (MissingReference.In(said.Text, pod.Metadata.Namespace, pod.Spec) is { } missing)
        {
            symptom.Blames(missing.Code, missing.Object).With(SymptomParameters.Reference, missing.Object.Name).With(SymptomParameters.Key, missing.Key);
        }
        else if (NodeDown().IsMatch(said.Text) && pod.Spec.NodeName.Length > 0)
        {
            symptom.Blames(RootCause.VolumeMountFailed, workload).PointsAt(new ObjectRef("v1", "Node", null, pod.Spec.NodeName));
        }
        else
        {
            symptom.Blames(RootCause.VolumeMountFailed, workload);
            if (said.Text.StartsWith("Multi-Attach", StringComparison.OrdinalIgnoreCase))
            {
                symptom.PointsAt(UsedElsewhere(pod, cache));
            }
        }

        yield return symptom.Build();
    }

    // Containers that were created have their volumes.
    private static bool Waits(Pod pod) =>
        pod.Status.Phase is "Pending" or ""
        && pod.Status.Conditions.OfType("PodScheduled") is not { IsFalse: true }
        && !pod.Containers.Any(container => container.Status?.State.Running is not null && container.Role == ContainerRole.Main);

    // The volume is still attached to another node: if that one is lost, it is the cause.
    private static IEnumerable<ObjectRef> UsedElsewhere(Pod pod, ObjectCache cache)
    {
        var claims = pod.Spec.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return cache.In<Pod>(pod.Metadata.Namespace)
            .Where(other => other.Ref != pod.Ref && other.Spec.NodeName.Length > 0 && other.Spec.NodeName != pod.Spec.NodeName
                && other.Spec.Volumes.Any(volume => volume.PersistentVolumeClaim is { } claim && claims.Contains(claim.ClaimName)))
            .SelectMany(other => new[] { new ObjectRef("v1", "Node", null, other.Spec.NodeName), other.Ref });
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"timed out waiting for the condition|context deadline exceeded$|Unable to attach or mount volumes", Options)]
    private static partial Regex TimedOut();

    [GeneratedRegex(@"node .* (?:not found|is not ready)|instance .* not found", Options)]
    private static partial Regex NodeDown();
}
