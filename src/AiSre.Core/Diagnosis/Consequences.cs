using AiSre.Clusters.Objects;

namespace AiSre.Diagnosis;

/// <summary>The links from a workload's pod up to what a person looks at: its owners and the application that manages them.</summary>
internal static class Consequences
{
    /// <summary>Adds a link for each owner of the object, then for each application above.</summary>
    public static void AddOwners(this ChainBuilder chain, ObjectCache objects, KubeObject start)
    {
        var below = start;
        foreach (var owner in objects.LineageOf(start).Skip(1))
        {
            var value = objects.Find(owner);
            chain.Add(owner, StatementOf(owner, value, below.Ref), QuotesOf(owner, value, below));
            below = value ?? below;
        }

        chain.AddApplications(objects, start.Ref);
    }

    /// <summary>Adds a link for each application that manages the object.</summary>
    public static void AddApplications(this ChainBuilder chain, ObjectCache objects, ObjectRef start)
    {
        foreach (var application in objects.ManagersOf(start))
        {
            var health = application.Status.Health;
            chain.Add(
                application.Ref,
                $"Application {application.Metadata.Name} manages it and is {(health.Status.Length > 0 ? health.Status : "of unknown health")}.",
                (application.Ref, health.Message),
                (application.Ref, health.Status.Length > 0 ? $"status: {health.Status}" : ""));
        }
    }

    private static string StatementOf(ObjectRef owner, KubeObject? value, ObjectRef below) => value switch
    {
        Deployment deployment when Trouble(deployment) is { } trouble => $"{Names.WithKind(owner)}: {Names.Sentence(trouble.Message)}",
        Deployment deployment => $"{Names.WithKind(owner)} waits for it: {deployment.Status.UpdatedReplicas} of {deployment.Spec.Replicas} replicas updated, {deployment.Status.AvailableReplicas} available.",
        ReplicaSet set => $"{Names.WithKind(owner)} has {set.Status.ReadyReplicas} of {Names.Count(set.Spec.Replicas ?? 1, "pod")} ready.",
        StatefulSet set => $"{Names.WithKind(owner)} has {set.Status.ReadyReplicas} of {Names.Count(set.Spec.Replicas ?? 1, "pod")} ready.",
        DaemonSet set => $"{Names.WithKind(owner)} has {set.Status.NumberReady} of {Names.Count(set.Status.DesiredNumberScheduled, "pod")} ready.",
        _ => $"{Names.WithKind(owner)} owns {Names.WithKind(below)}.",
    };

    // What the owner says of itself, else the reference by which what it owns names it.
    private static IEnumerable<(ObjectRef Where, string Words)> QuotesOf(ObjectRef owner, KubeObject? value, KubeObject below)
    {
        switch (value)
        {
            case Deployment deployment when Trouble(deployment) is { } trouble:
                yield return (owner, trouble.Message);
                break;
            case Deployment deployment:
                yield return (owner, $"updatedReplicas: {deployment.Status.UpdatedReplicas}");
                break;
            case StatefulSet set:
                yield return (owner, $"readyReplicas: {set.Status.ReadyReplicas}");
                break;
            case DaemonSet set:
                yield return (owner, $"numberReady: {set.Status.NumberReady}");
                break;
        }

        yield return (below.Ref, $"name: {owner.Name}");
    }

    private static Condition? Trouble(Deployment deployment) =>
        deployment.Status.Conditions.FirstOrDefault(condition =>
            condition is { IsFalse: true, Type: "Progressing" or "Available", Message.Length: > 0 });
}
