using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiSre.Clusters.Objects;

/// <summary>From an object up through its owners to what a person would change.</summary>
public static class Lineage
{
    private const int Deepest = 8;

    private static readonly FrozenSet<(string Group, string Kind)> WorkloadKinds = new[]
    {
        ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("", "ReplicationController"),
        ("batch", "Job"), ("batch", "CronJob"), ("argoproj.io", "Rollout"),
    }.ToFrozenSet();

    /// <summary>
    /// The object and its owners, nearest first: a pod, its ReplicaSet, its Deployment. An owner that is not in the cache is named all the
    /// same, since the reference names it.
    /// </summary>
    public static ImmutableArray<ObjectRef> LineageOf(this ObjectCache cache, KubeObject start)
    {
        var chain = ImmutableArray.CreateBuilder<ObjectRef>();
        chain.Add(start.Ref);
        var current = start;
        while (chain.Count < Deepest && current?.Metadata.Controller is { } controller && OwnerIsWorkload(current, controller))
        {
            var owner = RefOf(controller, current);
            if (chain.Contains(owner))
            {
                break;
            }

            chain.Add(owner);
            var found = cache.Find(owner);
            if (found is null && DeploymentOf(owner, current) is { } deployment)
            {
                chain.Add(deployment);
            }

            current = found;
        }

        return chain.ToImmutable();
    }

    /// <summary>The workload at the end of <see cref="LineageOf"/>: what a person would change to change the object.</summary>
    public static ObjectRef WorkloadOf(this ObjectCache cache, KubeObject start) => cache.LineageOf(start)[^1];

    /// <summary>The applications that manage the object or one of its owners, nearest first: an application may itself be managed by another.</summary>
    public static ImmutableArray<Application> ManagersOf(this ObjectCache cache, ObjectRef start)
    {
        var managers = ImmutableArray.CreateBuilder<Application>();
        ImmutableArray<ObjectRef> lineage = cache.Find(start) is { } value ? cache.LineageOf(value) : [start];
        while (managers.Count < Deepest
            && lineage.Reverse().Select(cache.ApplicationOf).FirstOrDefault(application => application is not null) is { } manager
            && !managers.Contains(manager))
        {
            managers.Add(manager);
            lineage = [manager.Ref];
        }

        return managers.ToImmutable();
    }

    /// <summary>The object that an owner reference means: in the owned object's namespace, or without one for the kinds that have none.</summary>
    internal static ObjectRef RefOf(OwnerReference owner, KubeObject owned) => new(
        owner.ApiVersion, owner.Kind,
        ObjectKinds.Find(owner.ApiVersion, owner.Kind) is { IsNamespaced: false } ? null : owned.Metadata.Namespace,
        owner.Name);

    // An operator's custom resource above a Deployment is not what holds the pod template; above a bare pod it is all there is.
    private static bool OwnerIsWorkload(KubeObject value, OwnerReference owner) =>
        WorkloadKinds.Contains((ObjectKind.GroupOf(owner.ApiVersion), owner.Kind)) || (value is Pod && owner.Kind != "Node");

    // The Deployment controller names a ReplicaSet <deployment>-<hash> and puts the hash on its pods. So the Deployment can be named from the
    // pod alone while the ReplicaSet is not (yet) known, and the name stays the same once it is.
    private static ObjectRef? DeploymentOf(ObjectRef owner, KubeObject pod) =>
        owner is { Kind: "ReplicaSet", Group: "apps" }
        && pod.Metadata.Labels["pod-template-hash"] is { Length: > 0 } hash
        && owner.Name.EndsWith("-" + hash, StringComparison.Ordinal)
            ? new ObjectRef("apps/v1", "Deployment", owner.Namespace, owner.Name[..^(hash.Length + 1)])
            : null;
}
