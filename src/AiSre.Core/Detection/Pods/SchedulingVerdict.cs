using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Which of the reasons that the scheduler gives, one for each node, is the one to mend.</summary>
/// <remarks>
/// The scheduler says for every node the first of its filters that refuses the pod (pkg/scheduler/framework/plugins, in the order unschedulable,
/// taints, affinity, ports, resources, volumes, spread, pod affinity). So a node that a later filter refuses has passed the earlier ones and
/// is the nearest to taking the pod; a node that is not meant for the pod (a control plane, a node of another pool) says nothing.
/// </remarks>
internal sealed partial record SchedulingVerdict(RootCause Code)
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
        if (UnboundClaims().IsMatch(message))
        {
            return new(RootCause.VolumeUnavailable) { PointsAt = claims };
        }

        // What comes after says what preemption could do, with the same words for other reasons.
        var reasons = message.Split("preemption:", 2)[0];
        var nodes = cache.All<Node>();
        var verdicts = new List<(int Rank, SchedulingVerdict Verdict)>();
        AddTaints(reasons, pod, nodes, verdicts);
        AddAffinity(reasons, pod, nodes, cache, verdicts);
        if (HostPorts().IsMatch(reasons))
        {
            verdicts.Add((50, new(RootCause.HostPortConflict)));
        }

        foreach (Match scarce in Insufficient().Matches(reasons))
        {
            var resource = scarce.Groups["resource"].Value;
            verdicts.Add((resource is "cpu" or "memory" ? 61 : 62, new(resource switch
            {
                "cpu" => RootCause.InsufficientCpu,
                "memory" => RootCause.InsufficientMemory,
                _ => RootCause.InsufficientResource,
            })
            { Resource = resource }));
        }

        if (TooManyPods().IsMatch(reasons))
        {
            verdicts.Add((60, new(RootCause.InsufficientResource) { Resource = "pods" }));
        }

        if (VolumeLimit().IsMatch(reasons))
        {
            verdicts.Add((70, new(RootCause.InsufficientResource) { Resource = "attachable volumes" }));
        }

        if (VolumeConflict().IsMatch(reasons))
        {
            verdicts.Add((75, new(RootCause.VolumeNodeConflict) { PointsAt = claims }));
        }

        if (NoVolume().IsMatch(reasons))
        {
            verdicts.Add((75, new(RootCause.VolumeUnavailable) { PointsAt = claims }));
        }

        if (PodAffinity().IsMatch(reasons))
        {
            verdicts.Add((80, new(RootCause.PodAffinityUnsatisfiable)));
        }

        return verdicts.Count == 0 ? null : verdicts.MaxBy(one => one.Rank).Verdict;
    }

    private static void AddTaints(string reasons, Pod pod, IReadOnlyList<Node> nodes, List<(int, SchedulingVerdict)> verdicts)
    {
        if (Cordoned().IsMatch(reasons))
        {
            var cordoned = nodes.Where(node => node.Spec.Unschedulable).Select(node => node.Ref).ToList();
            verdicts.Add((nodes.Count > 0 && nodes.Where(IsWorker).All(node => node.Spec.Unschedulable) ? 95 : 20, new(RootCause.NodeUnschedulable) { PointsAt = cordoned }));
        }

        foreach (Match taint in Taints().Matches(reasons))
        {
            var key = taint.Groups["key"].Value;
            var tainted = nodes.Where(node => node.Spec.Taints.Any(one => one.Key == key)).Select(node => node.Ref).ToList();
            var (rank, code) = key switch
            {
                "node.kubernetes.io/unschedulable" => (20, RootCause.NodeUnschedulable),
                "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable" => (25, RootCause.NodeNotReady),
                "node.kubernetes.io/memory-pressure" => (26, RootCause.NodeMemoryPressure),
                "node.kubernetes.io/disk-pressure" => (26, RootCause.NodeDiskPressure),
                "node.kubernetes.io/pid-pressure" => (26, RootCause.NodePidPressure),
                "node.kubernetes.io/network-unavailable" => (26, RootCause.NodeNetworkUnavailable),
                _ when ControlPlane().IsMatch(key) => (1, RootCause.UntoleratedTaint),

                // The taint of the pool that the pod asks for by its labels stands in the way; that of another pool does not.
                _ when AsksForNodes(pod) && nodes.Any(node => tainted.Contains(node.Ref) && NodeMatch.Fits(pod.Spec, node)) => (90, RootCause.UntoleratedTaint),
                _ when AsksForNodes(pod) && nodes.Count > 0 => (5, RootCause.UntoleratedTaint),
                _ => (30, RootCause.UntoleratedTaint),
            };
            verdicts.Add((rank, new(code) { Reference = key, PointsAt = code == RootCause.UntoleratedTaint ? [] : tainted }));
        }
    }

    private static void AddAffinity(string reasons, Pod pod, IReadOnlyList<Node> nodes, ObjectCache cache, List<(int, SchedulingVerdict)> verdicts)
    {
        if (!Affinity().IsMatch(reasons))
        {
            return;
        }

        // The DaemonSet controller pins each pod to its node, so all other nodes say this of it.
        var isPinned = cache.WorkloadOf(pod).Kind == "DaemonSet";
        var fitting = nodes.Where(node => NodeMatch.Fits(pod.Spec, node)).ToList();
        var rank = isPinned ? 2 : fitting.Count > 0 ? 10 : nodes.Count > 0 ? 92 : 40;
        verdicts.Add((rank, new(RootCause.NodeSelectorMismatch)
        {
            Reference = string.Join(",", pod.Spec.NodeSelector.Select(pair => $"{pair.Key}={pair.Value}")),
        }));
    }

    private static bool AsksForNodes(Pod pod) => pod.Spec.NodeSelector.Count > 0 || pod.Spec.Affinity?.NodeAffinity?.Required is not null;

    private static bool IsWorker(Node node) => !node.Spec.Taints.Any(taint => ControlPlane().IsMatch(taint.Key));

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"unbound immediate PersistentVolumeClaims?", Options)]
    private static partial Regex UnboundClaims();

    [GeneratedRegex(@"\bInsufficient (?<resource>[A-Za-z0-9./_-]+[A-Za-z0-9])", Options)]
    private static partial Regex Insufficient();

    [GeneratedRegex(@"\bToo many pods\b", Options)]
    private static partial Regex TooManyPods();

    [GeneratedRegex(@"exceed max volume count|max volume count", Options)]
    private static partial Regex VolumeLimit();

    [GeneratedRegex(@"(?:had )?volume node affinity conflict|no available volume zone|volume zone", Options)]
    private static partial Regex VolumeConflict();

    [GeneratedRegex(@"didn'?t find available persistent volumes to bind|unavailable due to one or more pvc", Options)]
    private static partial Regex NoVolume();

    [GeneratedRegex(@"didn'?t have free ports", Options)]
    private static partial Regex HostPorts();

    [GeneratedRegex(@"pod (?:anti-?)?affinity(?:/anti-?affinity)?(?: rules)?|anti-affinity rules|topology spread constraints", Options)]
    private static partial Regex PodAffinity();

    [GeneratedRegex(@"didn'?t match (?:Pod's )?node (?:affinity|selector)|didn'?t satisfy (?:existing )?node affinity|didn'?t match the requested node name", Options)]
    private static partial Regex Affinity();

    [GeneratedRegex(@"node\(s\) were unschedulable", Options)]
    private static partial Regex Cordoned();

    [GeneratedRegex(@"(?:untolerated )?taints? \{(?<key>[^:}=\s]+)", Options)]
    private static partial Regex Taints();

    [GeneratedRegex(@"^node-role\.kubernetes\.io/(?:control-plane|master)$", Options)]
    private static partial Regex ControlPlane();
}
