using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof;

/// <summary>The cluster as it would be once the change is synced: what is rendered, over what is there.</summary>
internal sealed class FutureCluster(ImmutableArray<RenderedApplication> applications, LiveCluster live)
{
    private readonly Dictionary<ObjectRef, RenderedObject> rendered = applications
        .SelectMany(application => application.ObjectsAfter).DistinctBy(one => one.Ref).ToDictionary(one => one.Ref);

    private readonly HashSet<ObjectRef> gone = [.. applications.SelectMany(application => application.Gone).Select(one => one.Ref)];

    /// <summary>An object as it is rendered; null when no application of the change has it.</summary>
    public RenderedObject? Rendered(ObjectRef reference) => rendered.GetValueOrDefault(reference);

    /// <summary>The objects of a kind. Where the cluster's are not known, those that are rendered, with the problem.</summary>
    /// <exception cref="ProblemException">The cluster does not answer; it is to be asked again.</exception>
    public async Task<LiveList<T>> ListAsync<T>(ObjectKind kind, string? @namespace, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var own = rendered.Values.Where(one => one.Ref.Kind == kind.Kind && one.Ref.Group == kind.Group && one.Ref.Namespace == @namespace).ToList();
        var now = await live.ListAsync<T>(kind, @namespace, cancellationToken);
        return now with
        {
            Items = [.. own.Select(one => one.As<T>()).OfType<T>(), .. now.Items.Where(one => !rendered.ContainsKey(one.Ref) && !gone.Contains(one.Ref))],
        };
    }

    /// <summary>What makes pods in a namespace: Deployments, StatefulSets and DaemonSets, and of what is rendered every kind that does.</summary>
    /// <exception cref="ProblemException">The cluster does not answer; it is to be asked again.</exception>
    public async Task<LiveList<PodMaker>> PodMakersAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var deployments = await live.ListAsync<Deployment>(ObjectKinds.Deployment, @namespace, cancellationToken);
        var statefulSets = await live.ListAsync<StatefulSet>(ObjectKinds.StatefulSet, @namespace, cancellationToken);
        var daemonSets = await live.ListAsync<DaemonSet>(ObjectKinds.DaemonSet, @namespace, cancellationToken);
        var now = deployments.Items.Select(one => new PodMaker(one.Ref, one.Spec.Template, one.Spec.Replicas))
            .Concat(statefulSets.Items.Select(one => new PodMaker(one.Ref, one.Spec.Template, one.Spec.Replicas)))
            .Concat(daemonSets.Items.Select(one => new PodMaker(one.Ref, one.Spec.Template, null)));
        return new LiveList<PodMaker>(
            [
                .. rendered.Values.Where(one => one.Ref.Namespace == @namespace).Select(PodMaker.Of).OfType<PodMaker>(),
                .. now.Where(one => !rendered.ContainsKey(one.Ref) && !gone.Contains(one.Ref)),
            ],
            deployments.Problem ?? statefulSets.Problem ?? daemonSets.Problem);
    }
}
