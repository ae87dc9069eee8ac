using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>The kinds that rules read. A new kind is a record, a line here and a line in <see cref="ObjectsJson"/>.</summary>
public static class ObjectKinds
{
    public static ObjectKind Pod { get; } =
        new ObjectKind<Pod>("v1", "Pod", "pods", true, ObjectsJson.Default.Pod, ObjectsJson.Default.ObjectPagePod);

    public static ObjectKind Event { get; } =
        new ObjectKind<Event>("v1", "Event", "events", true, ObjectsJson.Default.Event, ObjectsJson.Default.ObjectPageEvent);

    public static ObjectKind ReplicaSet { get; } =
        new ObjectKind<ReplicaSet>("apps/v1", "ReplicaSet", "replicasets", true, ObjectsJson.Default.ReplicaSet, ObjectsJson.Default.ObjectPageReplicaSet);

    public static ObjectKind Deployment { get; } =
        new ObjectKind<Deployment>("apps/v1", "Deployment", "deployments", true, ObjectsJson.Default.Deployment, ObjectsJson.Default.ObjectPageDeployment);

    public static ObjectKind StatefulSet { get; } =
        new ObjectKind<StatefulSet>("apps/v1", "StatefulSet", "statefulsets", true, ObjectsJson.Default.StatefulSet, ObjectsJson.Default.ObjectPageStatefulSet);

    public static ObjectKind DaemonSet { get; } =
        new ObjectKind<DaemonSet>("apps/v1", "DaemonSet", "daemonsets", true, ObjectsJson.Default.DaemonSet, ObjectsJson.Default.ObjectPageDaemonSet);

    public static ObjectKind Job { get; } =
        new ObjectKind<Job>("batch/v1", "Job", "jobs", true, ObjectsJson.Default.Job, ObjectsJson.Default.ObjectPageJob);

    public static ObjectKind Node { get; } =
        new ObjectKind<Node>("v1", "Node", "nodes", false, ObjectsJson.Default.Node, ObjectsJson.Default.ObjectPageNode);

    public static ObjectKind Namespace { get; } =
        new ObjectKind<Namespace>("v1", "Namespace", "namespaces", false, ObjectsJson.Default.Namespace, ObjectsJson.Default.ObjectPageNamespace);

    public static ObjectKind Application { get; } =
        new ObjectKind<Application>("argoproj.io/v1alpha1", "Application", "applications", true, ObjectsJson.Default.Application, ObjectsJson.Default.ObjectPageApplication);

    /// <summary>Every kind that is watched. Owners come before what they own, so that a pod that is seen can be placed.</summary>
    public static ImmutableArray<ObjectKind> All { get; } =
        [Namespace, Node, Application, Deployment, StatefulSet, DaemonSet, Job, ReplicaSet, Pod, Event];

    /// <summary>For an object of any other kind: only its metadata is read.</summary>
    internal static ObjectKind Other { get; } =
        new ObjectKind<OtherObject>("", "", "", true, ObjectsJson.Default.OtherObject, ObjectsJson.Default.ObjectPageOtherObject);

    private static readonly FrozenDictionary<(string Group, string Kind), ObjectKind> ByName = All
        .Select(kind => KeyValuePair.Create((kind.Group, kind.Kind), kind))
        .Append(KeyValuePair.Create(("events.k8s.io", "Event"), Event))
        .ToFrozenDictionary();

    /// <summary>The kind of this group and name; null when no rule reads it.</summary>
    /// <param name="apiVersion">Group and version; the version does not count.</param>
    /// <param name="kind">Such as <c>Deployment</c>.</param>
    public static ObjectKind? Find(string apiVersion, string kind) => ByName.GetValueOrDefault((ObjectKind.GroupOf(apiVersion), kind));
}
