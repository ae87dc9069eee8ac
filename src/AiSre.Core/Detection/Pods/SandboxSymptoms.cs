using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods whose sandbox, and with it their network, cannot be created.</summary>
/// <remarks>Wordings: containerd pkg/cri/server/sandbox_run.go, CRI-O server/sandbox_run_linux.go, dockershim, and the plugins behind CNI.</remarks>
internal static partial class SandboxSymptoms
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        var said = pod.Status.Phase is "Pending" or ""
            ? cache.EventsOf(pod).FirstOrDefault(one => one.Reason is "FailedCreatePodSandBox" or "FailedPodSandBoxStatus" or "NetworkNotReady" && now - (one.LastSeen ?? now) < Recent)
            : null;
        if (said is null || pod.Containers.Any(container => container.Status?.State.Running is not null) || KubeletProgress.HasPassed(said, pod, cache))
        {
            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        var node = pod.Spec.NodeName.Length > 0 ? new ObjectRef("v1", "Node", null, pod.Spec.NodeName) : null;
        var symptom = new SymptomBuilder(SymptomReason.SandboxNotCreated, Severity.Error, pod, workload).Says(said.Text).Since(said.FirstSeen).Quotes(said)
            .PointsAt(node is null ? [] : [node]);
        switch (said.Text)
        {
            case var text when OutOfMemory().IsMatch(text): // The sandbox starts within the pod's own limit.
                symptom.Blames(RootCause.OutOfMemoryKilled, workload);
                break;
            case var text when NoSpace().IsMatch(text):
                symptom.Blames(RootCause.NodeDiskPressure, node ?? workload);
                break;
            case var text when SandboxImage().IsMatch(text):
                symptom.Blames(RootCause.RegistryUnavailable, node ?? workload);
                break;
            case var text when HostPort().IsMatch(text):
                symptom.Blames(RootCause.HostPortConflict, workload);
                break;
            case var text when NotTheNetwork().IsMatch(text):
                break; // A slow node whose last attempt is still under way, or a runtime that the node does not have.
            default:
                symptom.Blames(RootCause.NodeNetworkUnavailable, node ?? workload).PointsAt(NodeAgents.OfNetwork(pod, cache));
                break;
        }

        yield return symptom.Build();
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"OOM-?killed|memory limit too low|memory limit \d+ too low", Options)]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"no space left on device", Options)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"failed to (?:get|pull)(?: sandbox)? image|unable to pull (?:sandbox|image)|(?:pulling|creating) (?:the )?pause image", Options)]
    private static partial Regex SandboxImage();

    [GeneratedRegex(@"port is already allocated|hostport.*(?:in use|conflict)|cannot open hostport", Options)]
    private static partial Regex HostPort();

    [GeneratedRegex(@"failed to reserve sandbox name|^Failed to create pod sandbox: rpc error: code = DeadlineExceeded|no runtime for ""|unknown runtime handler|failed to find runtime handler|cgroup|sysctl", Options)]
    private static partial Regex NotTheNetwork();
}
