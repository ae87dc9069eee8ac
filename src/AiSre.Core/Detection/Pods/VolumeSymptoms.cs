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
            .Where(one => one.Reason is "FailedMount" or "FailedAttachVolume" or "FailedMapVolume" or "FailedMountOnFilesystemMismatch" && now - (one.LastSeen ?? now) < Recent
                && !KubeletProgress.HasPassed(one, pod, cache) && !KubeletProgress.IsPassing(one, now))
            .OrderBy(one => TimedOut().IsMatch(one.Text)) // The kubelet's summary comes last: it says no more than that something is missing.
            .FirstOrDefault();
        if (said is null)
        {
            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        var volumes = Named(said.Text, pod);
        var claims = volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>()
            .Select(name => new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, name));
        var symptom = new SymptomBuilder(SymptomReason.VolumeNotMounted, Severity.Error, pod, workload)
            .Says(said.Text)
            .Since(said.FirstSeen)
            .Quotes(said)
            .QuotesField("phase", pod.Status.Phase)
            .With(SymptomParameters.Shared, SharedBy(said.Text, pod))
            .PointsAt(claims);
        if ((MissingReference.In(said.Text, pod.Metadata.Namespace, pod.Spec) ?? (TimedOut().IsMatch(said.Text) ? Absent(volumes, pod, cache) : null)) is { } missing)
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
            else if (NoDriver().Match(said.Text) is { Success: true } unserved)
            {
                symptom.PointsAt(NodeAgents.OfDriver(pod, unserved.Groups["driver"].Value, cache));
            }
        }

        yield return symptom.Build();
    }

    private static string? SharedBy(string text, Pod pod) =>
        FileServer().Match(text) is { Success: true } server ? $"server {server.Groups["host"].Value}"
        : NoDriver().Match(text) is { Success: true } unserved ? $"driver {unserved.Groups["driver"].Value} of {pod.Spec.NodeName}"
        : null;

    // Of several volumes the kubelet names those that are not there, or the one that it works on.
    private static IReadOnlyList<Volume> Named(string text, Pod pod)
    {
        var names = Unmounted().Match(text) is { Success: true } list ? list.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : OneVolume().Match(text) is { Success: true } one ? [one.Groups["name"].Value] : [];
        var named = pod.Spec.Volumes.Where(volume => names.Contains(volume.Name)).ToList();
        return named.Count > 0 ? named : pod.Spec.Volumes;
    }

    // Where only the summary is left: a volume that cannot be made up, because what it is made from is not among its kind in the namespace.
    private static MissingReference? Absent(IReadOnlyList<Volume> volumes, Pod pod, ObjectCache cache)
    {
        var space = pod.Metadata.Namespace;
        var map = volumes.Select(volume => volume.ConfigMap).FirstOrDefault(one => one is { Optional: false, Name.Length: > 0 })?.Name;
        if (map is not null && cache.In<ConfigMap>(space).Count > 0 && cache.Find<ConfigMap>(new ObjectRef("v1", "ConfigMap", space, map)) is null)
        {
            return new(RootCause.MissingConfigMap, new ObjectRef("v1", "ConfigMap", space, map), null);
        }

        var secret = volumes.Select(volume => volume.Secret).FirstOrDefault(one => one is { Optional: false, SecretName.Length: > 0 })?.SecretName;
        return secret is not null && cache.In<Secret>(space).Count > 0 && cache.Find<Secret>(new ObjectRef("v1", "Secret", space, secret)) is null
            ? new(RootCause.MissingSecret, new ObjectRef("v1", "Secret", space, secret), null) : null;
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

    [GeneratedRegex(@"unmounted volumes=\[(?<names>[^\]]*)\]", Options)]
    private static partial Regex Unmounted();

    [GeneratedRegex(@"for volume ""(?<name>[^""]+)""", Options)]
    private static partial Regex OneVolume();

    [GeneratedRegex(@"driver name (?<driver>\S+) not found in the list of registered CSI drivers|CSINode \S+ does not contain driver (?<driver>[\w.-]+)|not found in the list of registered CSI drivers", Options)]
    private static partial Regex NoDriver();

    // The kubelet prints how it called mount: k8s.io/mount-utils.
    [GeneratedRegex(@"Mounting arguments: -t (?:nfs4?|cifs|glusterfs|ceph) (?:-o \S+ )?(?://)?(?<host>[^\s:/]+)", Options)]
    private static partial Regex FileServer();

    [GeneratedRegex(@"node .* (?:not found|is not ready)|instance .* not found", Options)]
    private static partial Regex NodeDown();
}
