using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Whether NetworkPolicies let one pod reach another.</summary>
/// <remarks>Semantics: networking.k8s.io/v1: a pod that any policy of a direction selects may only do what one of these allows.</remarks>
internal static class NetworkReach
{
    /// <summary>The policy that forbids traffic from a pod to the pods of a Service; null when none does, or nothing is known of the Service's pods.</summary>
    public static NetworkPolicy? Blocks(Pod from, Service to, int? port, ObjectCache cache)
    {
        var targets = cache.In<Pod>(to.Metadata.Namespace).Where(pod => to.Spec.Selector.Count > 0 && to.Spec.Selector.IsSubsetOf(pod.Metadata.Labels)).ToList();
        if (targets.Count == 0)
        {
            return null;
        }

        var servicePort = to.Spec.Ports.FirstOrDefault(one => port is null || one.Port == port);
        var blocking = targets.Select(target => Into(target, from, servicePort, cache) ?? OutOf(from, target, servicePort, cache)).ToList();
        return blocking.TrueForAll(policy => policy is not null) ? blocking[0] : null;
    }

    /// <summary>The policy that keeps a pod from resolving names: its egress rules leave out port 53 of the cluster's DNS. Null when none does.</summary>
    public static NetworkPolicy? BlocksDns(Pod from, ObjectCache cache)
    {
        var dns = ClusterDns.Pods(cache).FirstOrDefault() ?? new Pod
        {
            Metadata = new ObjectMeta { Name = "coredns", Namespace = ClusterDns.Namespace, Labels = new StringMap([new("k8s-app", "kube-dns")]) },
        };
        return Forbids(from, "Egress", dns, new ServicePort { Port = 53, Protocol = "UDP" }, dns, cache);
    }

    /// <summary>The policy that keeps a pod from what is outside of the cluster: no egress rule is open to every address. Null when none does.</summary>
    public static NetworkPolicy? BlocksOutside(Pod from, int? port, ObjectCache cache)
    {
        var policies = Selecting(from, "Egress", cache);
        var servicePort = port is { } number ? new ServicePort { Port = number } : null;
        return policies.Count == 0 || policies.Exists(policy => policy.Spec.Egress.Any(rule =>
            (rule.To.Count == 0 || rule.To.Any(peer => peer.IpBlock is not null)) && AllowsPort(rule, servicePort, from)))
            ? null : policies[0];
    }

    private static NetworkPolicy? Into(Pod target, Pod from, ServicePort? port, ObjectCache cache) =>
        Forbids(target, "Ingress", from, port, target, cache);

    private static NetworkPolicy? OutOf(Pod from, Pod target, ServicePort? port, ObjectCache cache) =>
        Forbids(from, "Egress", target, port, target, cache);

    private static NetworkPolicy? Forbids(Pod subject, string direction, Pod peer, ServicePort? port, Pod listener, ObjectCache cache)
    {
        var policies = Selecting(subject, direction, cache);
        var isAllowed = policies.Count == 0 || policies.Exists(policy =>
            (direction == "Ingress" ? policy.Spec.Ingress : policy.Spec.Egress).Any(rule =>
                AllowsPeer(direction == "Ingress" ? rule.From : rule.To, peer, policy, cache) && AllowsPort(rule, port, listener)));

        // Of several, the one that allows the least is the one to look at.
        return isAllowed ? null : policies.OrderBy(policy => (direction == "Ingress" ? policy.Spec.Ingress : policy.Spec.Egress).Count).First();
    }

    private static List<NetworkPolicy> Selecting(Pod subject, string direction, ObjectCache cache) => [.. cache.In<NetworkPolicy>(subject.Metadata.Namespace)
        .Where(policy => Directions(policy).Contains(direction) && Labels.Selects(policy.Spec.PodSelector ?? new LabelSelector(), subject.Metadata.Labels))];

    private static IEnumerable<string> Directions(NetworkPolicy policy) =>
        policy.Spec.PolicyTypes.Count > 0 ? policy.Spec.PolicyTypes : policy.Spec.Egress.Count > 0 ? ["Ingress", "Egress"] : ["Ingress"];

    private static bool AllowsPeer(IReadOnlyList<NetworkPolicyPeer> peers, Pod peer, NetworkPolicy policy, ObjectCache cache) =>
        peers.Count == 0 || peers.Any(one =>
            one.IpBlock is not null // Which addresses pods have is the network's business: benefit of the doubt.
            || ((one.NamespaceSelector is null
                    ? peer.Metadata.Namespace == policy.Metadata.Namespace
                    : Labels.Selects(one.NamespaceSelector, NamespaceLabels(peer, cache)))
                && (one.PodSelector is null || Labels.Selects(one.PodSelector, peer.Metadata.Labels))));

    private static StringMap NamespaceLabels(Pod peer, ObjectCache cache) =>
        cache.Find<Namespace>(new ObjectRef("v1", "Namespace", null, peer.Metadata.Namespace ?? ""))?.Metadata.Labels
        ?? new StringMap([new("kubernetes.io/metadata.name", peer.Metadata.Namespace ?? "")]);

    private static bool AllowsPort(NetworkPolicyRule rule, ServicePort? port, Pod listener)
    {
        if (rule.Ports.Count == 0 || port is null)
        {
            return true;
        }

        var target = port.TargetPort.Length > 0 ? port.TargetPort : port.Port.ToString(CultureInfo.InvariantCulture);
        var open = listener.Spec.Containers.SelectMany(container => container.Ports).FirstOrDefault(one => one.Name == target || one.Number.ToString(CultureInfo.InvariantCulture) == target);
        var number = open?.Number ?? (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0);
        return rule.Ports.Any(allowed => Protocol(allowed.Protocol) == Protocol(port.Protocol) && (allowed.Port.Length == 0 || allowed.Port == open?.Name || allowed.Port == target
            || (int.TryParse(allowed.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && number >= first && number <= Math.Max(first, allowed.EndPort))));
    }

    private static string Protocol(string name) => name.Length == 0 ? "TCP" : name;
}
