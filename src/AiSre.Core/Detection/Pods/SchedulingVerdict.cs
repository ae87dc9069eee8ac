using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Which of the reasons that the scheduler gives, one for each node, is the one to mend.</summary>
/// <remarks>
/// The scheduler says for every node the first of its filters that refuses the pod (pkg/scheduler/framework/plugins, in the order unschedulable,
/// taints, affinity, ports, resources, volumes, spread, pod affinity). So a node that a later filter refuses has passed the earlier ones and
/// is the nearest to taking the pod; a node that is not meant for the pod (a control plane, a node of another pool) says nothing.
/// </remarks>
internal sealed record SchedulingVerdict(RootCause Code)
{
    /// <summary>The object at fault where that is not the workload.</summary>
    public ObjectRef? At { get; init; }

    public ObjectRef? Shared { get; init; }

    public string? Resource { get; init; }

    public string? Reference { get; init; }

    public IReadOnlyList<ObjectRef> PointsAt { get; init; } = [];

    public static SchedulingVerdict? Of(string message, Pod pod, ObjectCache cache)
    {
        if (MissingReference.In(message, pod.Metadata.Namespace, pod.Spec) is { Code: RootCause.MissingVolumeClaim } missing)
        {
            return new(missing.Code) { At = missing.Object, Reference = missing.Object.Name };
        }

        var claims = pod.Spec.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>()
            .Select(name => new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, name)).ToList();
        if (SchedulingWords.BrokenClaim().Match(message) is { Success: true } broken)
        {
            var claim = new ObjectRef("v1", "PersistentVolumeClaim", pod.Metadata.Namespace, broken.Groups["name"].Value);
            return new(RootCause.VolumeUnavailable) { At = claim, Reference = claim.Name, PointsAt = [claim] };
        }

        if (SchedulingWords.UnboundClaims().IsMatch(message))
        {
            return new(RootCause.VolumeUnavailable) { PointsAt = claims };
        }

        if (SchedulingWords.BindingFailed().IsMatch(message))
        {
            return new(RootCause.VolumeProvisioningFailed) { At = claims.Count == 1 ? claims[0] : null, PointsAt = claims };
        }

        if (SchedulingWords.NoNodes().IsMatch(message))
        {
            return new(RootCause.InsufficientResource) { Resource = "nodes" };
        }

        // What comes after says what preemption could do, with the same words for other reasons.
        var reasons = message.Split("preemption:", 2)[0];
        var nodes = cache.All<Node>();
        var verdicts = new List<(int Rank, SchedulingVerdict Verdict)>();
        AddTaints(reasons, pod, nodes, verdicts);
        AddAffinity(reasons, pod, nodes, cache, verdicts);
        AddResources(reasons, pod, nodes, verdicts);
        AddVolumes(reasons, claims, verdicts);
        if (SchedulingWords.HostPorts().IsMatch(reasons))
        {
            verdicts.Add((500, new(RootCause.HostPortConflict)));
        }

        if (SchedulingWords.PodAffinity().IsMatch(reasons))
        {
            verdicts.Add((800, new(RootCause.PodAffinityUnsatisfiable)));
        }

        if (verdicts.Count == 0)
        {
            return null;
        }

        var verdict = verdicts.MaxBy(one => one.Rank).Verdict;
        return SchedulingWords.Lost().IsMatch(reasons) ? verdict with { PointsAt = [.. verdict.PointsAt, .. LostBefore(pod, nodes)] } : verdict;
    }

    // What the other nodes lack, they lack for the pods of the one that was lost: the pod that took the place of another came after that.
    private static IEnumerable<ObjectRef> LostBefore(Pod pod, IReadOnlyList<Node> nodes) => nodes
        .Where(node => node.Status.Conditions.OfType("Ready") is { IsTrue: false, LastTransitionTime: { } at } && at <= pod.Metadata.CreationTimestamp)
        .Select(node => node.Ref);

    private static void AddTaints(string reasons, Pod pod, IReadOnlyList<Node> nodes, List<(int, SchedulingVerdict)> verdicts)
    {
        if (SchedulingWords.Cordoned().IsMatch(reasons))
        {
            var cordoned = nodes.Where(node => node.Spec.Unschedulable).Select(node => node.Ref).ToList();
            verdicts.Add((nodes.Count > 0 && nodes.Where(IsWorker).All(node => node.Spec.Unschedulable) ? 950 : 200, new(RootCause.NodeUnschedulable) { PointsAt = cordoned }));
        }

        foreach (var key in TaintsIn(reasons, pod, nodes))
        {
            var tainted = nodes.Where(node => node.Spec.Taints.Any(one => one.Key == key)).Select(node => node.Ref).ToList();
            var (rank, code) = key switch
            {
                "node.kubernetes.io/unschedulable" => (200, RootCause.NodeUnschedulable),
                "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable" or "node.kubernetes.io/out-of-service" => (250, RootCause.NodeNotReady),
                "node.kubernetes.io/memory-pressure" => (260, RootCause.NodeMemoryPressure),
                "node.kubernetes.io/disk-pressure" => (260, RootCause.NodeDiskPressure),
                "node.kubernetes.io/pid-pressure" => (260, RootCause.NodePidPressure),
                "node.kubernetes.io/network-unavailable" => (260, RootCause.NodeNetworkUnavailable),

                // Nodes that come or go by themselves, as their cloud or the cluster autoscaler marks them.
                "node.cloudprovider.kubernetes.io/uninitialized" or "node.cloudprovider.kubernetes.io/shutdown"
                    or "ToBeDeletedByClusterAutoscaler" or "DeletionCandidateOfClusterAutoscaler" => (20, RootCause.NodeNotReady),
                _ when SchedulingWords.ControlPlane().IsMatch(key) => (10, RootCause.UntoleratedTaint),

                // The taint of the pool that the pod asks for by its labels stands in the way; that of another pool does not.
                _ when AsksForNodes(pod) && nodes.Any(node => tainted.Contains(node.Ref) && NodeMatch.Fits(pod.Spec, node)) => (900, RootCause.UntoleratedTaint),
                _ when AsksForNodes(pod) && nodes.Count > 0 => (50, RootCause.UntoleratedTaint),
                _ => (300, RootCause.UntoleratedTaint),
            };
            verdicts.Add((rank, new(code) { Reference = key, PointsAt = code == RootCause.UntoleratedTaint ? [] : tainted }));
        }
    }

    // Versions that name no taint any more leave it to the nodes to tell.
    private static List<string> TaintsIn(string reasons, Pod pod, IReadOnlyList<Node> nodes)
    {
        var named = SchedulingWords.Taints().Matches(reasons).Select(taint => taint.Groups["key"].Value).ToList();
        if (named.Count > 0 || !SchedulingWords.UnnamedTaints().IsMatch(reasons))
        {
            return named;
        }

        var untolerated = nodes.SelectMany(node => node.Spec.Taints)
            .Where(taint => taint.Effect != "PreferNoSchedule" && !pod.Spec.Tolerations.Any(toleration => NodeMatch.Tolerates(toleration, taint)))
            .Select(taint => taint.Key).Distinct().ToList();
        return untolerated.Count > 0 ? untolerated : [""];
    }

    private static void AddAffinity(string reasons, Pod pod, IReadOnlyList<Node> nodes, ObjectCache cache, List<(int, SchedulingVerdict)> verdicts)
    {
        if (!SchedulingWords.Affinity().IsMatch(reasons))
        {
            return;
        }

        // The DaemonSet controller pins each pod to its node, so all other nodes say this of it.
        var isPinned = cache.WorkloadOf(pod).Kind == "DaemonSet";
        var fitting = nodes.Where(node => NodeMatch.Fits(pod.Spec, node)).ToList();
        var rank = isPinned ? 15 : fitting.Count > 0 ? 100 : nodes.Count > 0 ? 920 : 400;
        verdicts.Add((rank, new(RootCause.NodeSelectorMismatch)
        {
            Reference = string.Join(",", pod.Spec.NodeSelector.Select(pair => $"{pair.Key}={pair.Value}")),
        }));
    }

    private static void AddResources(string reasons, Pod pod, IReadOnlyList<Node> nodes, List<(int, SchedulingVerdict)> verdicts)
    {
        foreach (Match scarce in SchedulingWords.Insufficient().Matches(reasons))
        {
            var resource = scarce.Groups["resource"].Value;
            var onNodes = int.TryParse(scarce.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 40) : 1;
            var code = resource switch
            {
                "cpu" => RootCause.InsufficientCpu,
                "memory" => RootCause.InsufficientMemory,
                _ => RootCause.InsufficientResource,
            };

            // Of two that are scarce: the one that no node has even when it is empty, then the one that more nodes lack.
            var isScarce = PodRequests.IsMoreThanAnyNodeHas(pod.Spec, resource, nodes);
            verdicts.Add((600 + onNodes + (code == RootCause.InsufficientResource ? 41 : 0) + (isScarce ? 82 : 0), new(code) { Resource = resource }));
        }

        if (SchedulingWords.TooManyPods().IsMatch(reasons))
        {
            verdicts.Add((600, new(RootCause.InsufficientResource) { Resource = "pods" }));
        }

        if (SchedulingWords.Devices().IsMatch(reasons))
        {
            verdicts.Add((690, new(RootCause.InsufficientResource) { Resource = "devices" }));
        }

        if (SchedulingWords.VolumeLimit().IsMatch(reasons))
        {
            verdicts.Add((700, new(RootCause.InsufficientResource) { Resource = "attachable volumes" }));
        }
    }

    private static void AddVolumes(string reasons, List<ObjectRef> claims, List<(int, SchedulingVerdict)> verdicts)
    {
        if (SchedulingWords.VolumeConflict().IsMatch(reasons))
        {
            verdicts.Add((750, new(RootCause.VolumeNodeConflict) { PointsAt = claims }));
        }

        if (SchedulingWords.NoVolume().IsMatch(reasons))
        {
            verdicts.Add((750, new(RootCause.VolumeUnavailable) { PointsAt = claims }));
        }

        if (SchedulingWords.NoStorage().IsMatch(reasons))
        {
            verdicts.Add((750, new(RootCause.InsufficientResource) { Resource = "storage", PointsAt = claims }));
        }
    }

    private static bool AsksForNodes(Pod pod) => pod.Spec.NodeSelector.Count > 0 || pod.Spec.Affinity?.NodeAffinity?.Required is not null;

    private static bool IsWorker(Node node) => !node.Spec.Taints.Any(taint => SchedulingWords.ControlPlane().IsMatch(taint.Key));
}
