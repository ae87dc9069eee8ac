using System.Text.RegularExpressions;

namespace AiSre.Detection;

/// <summary>What the scheduler says of nodes that do not take a pod.</summary>
/// <remarks>
/// The ErrReason constants of pkg/scheduler/framework/plugins in 1.16 to 1.34: 1.20 and before "node(s) didn't match node selector" and
/// "had taint {…}, that the pod didn't tolerate"; from 1.24 "had untolerated taint {…}"; since 1.34 "had untolerated taint(s)". Where a pod is
/// pinned to named nodes the others say "didn't satisfy plugin(s) [NodeAffinity]".
/// </remarks>
internal static partial class SchedulingWords
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"persistentvolumeclaim ""(?<name>[^""]+)"" (?:is being deleted|bound to non-existent persistentvolume)|waiting for ephemeral volume controller to create the persistentvolumeclaim ""(?<name>[^""]+)""|PVC ""(?:[^""/]+/)?(?<name>[^""]+)"" was not created for (?:the )?pod", Options)]
    public static partial Regex BrokenClaim();

    [GeneratedRegex(@"unbound (?:immediate )?PersistentVolumeClaims?", Options)]
    public static partial Regex UnboundClaims();

    [GeneratedRegex(@"running ""VolumeBinding"" (?:pre)?bind plugin|running PreBind plugin ""VolumeBinding""|binding volumes: |provisioning failed for PVC", Options)]
    public static partial Regex BindingFailed();

    [GeneratedRegex(@"^no nodes available to schedule pods|^0/0 nodes are available", Options)]
    public static partial Regex NoNodes();

    [GeneratedRegex(@"(?:(?<count>\d+) )?\bInsufficient (?<resource>[A-Za-z0-9./_-]+[A-Za-z0-9])", Options)]
    public static partial Regex Insufficient();

    [GeneratedRegex(@"\bToo many pods\b", Options)]
    public static partial Regex TooManyPods();

    // Dynamic resource allocation: plugins/dynamicresources.
    [GeneratedRegex(@"cannot allocate all claims|resourceclaim (?:in use|not available|""[^""]+"")|resource controller to create the resourceclaim|could(?: not|n'?t) allocate all (?:claims|devices)", Options)]
    public static partial Regex Devices();

    [GeneratedRegex(@"exceed max volume count|max volume count", Options)]
    public static partial Regex VolumeLimit();

    [GeneratedRegex(@"(?:had )?volume node affinity conflict|no available volume zone|volume zone|no available disk", Options)]
    public static partial Regex VolumeConflict();

    [GeneratedRegex(@"didn'?t find available persistent volumes to bind|unavailable due to one or more pvc|ReadWriteOncePod access mode|PersistentVolumeClaim had no pv name", Options)]
    public static partial Regex NoVolume();

    [GeneratedRegex(@"did(?: not|n'?t) have enough free storage", Options)]
    public static partial Regex NoStorage();

    [GeneratedRegex(@"didn'?t have free ports", Options)]
    public static partial Regex HostPorts();

    [GeneratedRegex(@"pods? (?:anti-?)?affinity(?:/anti-?affinity)?(?: rules)?|anti-affinity rules|topology spread constraints", Options)]
    public static partial Regex PodAffinity();

    [GeneratedRegex(@"didn'?t match (?:Pod's )?node (?:affinity|selector)|didn'?t satisfy (?:existing )?node affinity|didn'?t match the requested node name|didn'?t satisfy plugin\(s\) \[[^\]]*NodeAffinity", Options)]
    public static partial Regex Affinity();

    [GeneratedRegex(@"node\(s\) were unschedulable", Options)]
    public static partial Regex Cordoned();

    [GeneratedRegex(@"(?:untolerated )?taints? \{(?<key>[^:}=\s]+)", Options)]
    public static partial Regex Taints();

    [GeneratedRegex(@"taints? \{node\.kubernetes\.io/(?:unreachable|not-ready)", Options)]
    public static partial Regex Lost();

    [GeneratedRegex(@"untolerated taint(?:s|\(s\))(?! \{)", Options)]
    public static partial Regex UnnamedTaints();

    [GeneratedRegex(@"^node-role\.kubernetes\.io/(?:control-?plane|master|etcd)$", Options)]
    public static partial Regex ControlPlane();
}
