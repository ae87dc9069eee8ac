using System.Net;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>From a host name, as logs and URLs have it, to what answers under it in the cluster.</summary>
internal static class HostNames
{
    /// <summary>The Service of this host, or the pod of a StatefulSet behind a headless one; empty when it is outside the cluster.</summary>
    /// <param name="host">A name, with or without its domain, or an IP address.</param>
    /// <param name="namespace">The namespace of who asks.</param>
    /// <param name="cache">The cluster.</param>
    public static IEnumerable<ObjectRef> Resolve(string host, string? @namespace, ObjectCache cache)
    {
        if (IPAddress.TryParse(host, out _))
        {
            foreach (var service in cache.All<Service>().Where(service => service.Spec.ClusterIp == host))
            {
                yield return service.Ref;
            }

            yield break;
        }

        if (ServiceOf(host, @namespace, cache) is { } named)
        {
            yield return named;

            // orders-db-0.orders-db.shop: one pod of a StatefulSet.
            if (host.Split('.') is [var pod, var service, ..] && service == named.Name)
            {
                yield return new ObjectRef("v1", "Pod", named.Namespace, pod);
            }
        }
    }

    /// <summary>
    /// The Service that a name means, whether it exists or not: <c>db</c>, <c>db.shop</c>, <c>db.shop.svc</c>, <c>db.shop.svc.cluster.local</c>,
    /// or one of these behind a pod's name. Null for names that are not the cluster's.
    /// </summary>
    public static ObjectRef? ServiceOf(string host, string? @namespace, ObjectCache cache)
    {
        var labels = host.TrimEnd('.').Split('.');
        var svc = Array.IndexOf(labels, "svc");
        return (labels, svc) switch
        {
            (_, >= 2) => Ref(labels[svc - 2], labels[svc - 1]),
            ([var name], _) => Ref(name, @namespace),
            ([var name, var space], _) when Exists(name, space) || cache.Find<Namespace>(new ObjectRef("v1", "Namespace", null, space)) is not null => Ref(name, space),
            ([_, var name, var space], _) when Exists(name, space) => Ref(name, space),
            ([_, var name], _) when Exists(name, @namespace) => Ref(name, @namespace),
            _ => null,
        };

        bool Exists(string name, string? space) => cache.Find<Service>(Ref(name, space)) is not null;
    }

    private static ObjectRef Ref(string name, string? @namespace) => new("v1", "Service", @namespace, name);
}
