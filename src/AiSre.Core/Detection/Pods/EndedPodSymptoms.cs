using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Pods that ended in failure: evicted, refused by their node, or with containers that failed and are not started anew.</summary>
/// <remarks>Wordings of evictions: pkg/kubelet/eviction/helpers.go; of refusals: pkg/kubelet/lifecycle and nodeshutdown.</remarks>
internal static partial class EndedPodSymptoms
{
    /// <summary>What ended longer ago and was replaced is history.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        var ended = EndedAt(pod);
        if (pod.Status.Reason is "Evicted" || Evicted().IsMatch(pod.Status.Message))
        {
            if (ended is null || now - ended < Recent || !IsReplaced(pod, cache))
            {
                yield return Eviction(pod, pod.Status.Message, ended, cache);
            }

            yield break;
        }

        var workload = cache.WorkloadOf(pod);
        if (pod.Status.Reason.Length > 0)
        {
            if (pod.Status.Reason is not ("DeadlineExceeded" or "Shutdown" or "NodeShutdown" or "Terminated" or "Preempting") && !IsReplaced(pod, cache) && !IsForgotten(pod, ended, now))
            {
                yield return Refusal(pod, workload, ended);
            }

            yield break;
        }

        if (IsForgotten(pod, ended, now))
        {
            yield break;
        }

        // A Job makes a new pod for one that failed, and says itself when it gives up.
        if (workload.Kind is "Job" or "CronJob" ? !GivenUp(pod, cache) : IsReplaced(pod, cache) && ended is not null && now - ended > Recent)
        {
            yield break;
        }

        foreach (var container in pod.Containers)
        {
            if (container.Status is { State.Terminated: { } last } status && (last.ExitCode != 0 || last.Reason == "OOMKilled"))
            {
                yield return CrashSymptoms.Build(pod, container, status, last, cache);
            }
        }
    }

    /// <summary>The symptom of an eviction, also where only the event of it is left.</summary>
    internal static Symptom Eviction(Pod pod, string message, DateTimeOffset? at, ObjectCache cache)
    {
        var workload = cache.WorkloadOf(pod);
        var said = cache.EventsOf(pod).FirstOrDefault(one => one.Reason == "Evicted");
        var isWell = IsReplaced(pod, cache);
        var symptom = new SymptomBuilder(SymptomReason.PodEvicted, isWell ? Severity.Warning : Severity.Error, pod, workload)
            .Says(message)
            .Since(at ?? said?.FirstSeen)
            .Quotes(pod.Ref.Address, pod.Status.Message)
            .Quotes(said);
        var node = pod.Spec.NodeName.Length > 0 ? new ObjectRef("v1", "Node", null, pod.Spec.NodeName)
            : said?.Host is { Length: > 0 } host ? new ObjectRef("v1", "Node", null, host) : null;
        if (OwnLimit().IsMatch(message))
        {
            symptom.Blames(RootCause.EphemeralStorageExceeded, workload);
        }
        else if (Pressure().Match(message) is { Success: true } low)
        {
            symptom.Blames(low.Groups["resource"].Value.ToLowerInvariant() switch
            {
                "memory" => RootCause.NodeMemoryPressure,
                "pids" or "pid" => RootCause.NodePidPressure,
                _ => RootCause.NodeDiskPressure,
            }, node ?? pod.Ref).With(SymptomParameters.Resource, low.Groups["resource"].Value);
        }
        else
        {
            symptom.PointsAt(node is null ? [] : [node]);
        }

        return symptom.Build();
    }

    private static Symptom Refusal(Pod pod, ObjectRef workload, DateTimeOffset? ended)
    {
        var symptom = new SymptomBuilder(SymptomReason.PodFailed, Severity.Error, pod, workload)
            .Says(pod.Status.Message.Length > 0 ? pod.Status.Message : pod.Status.Reason)
            .Since(ended)
            .Quotes(pod.Ref.Address, pod.Status.Message)
            .QuotesField("reason", pod.Status.Reason)
            .PointsAt(pod.Spec.NodeName.Length > 0 ? [new ObjectRef("v1", "Node", null, pod.Spec.NodeName)] : []);
        RootCause? code = pod.Status.Reason switch
        {
            "OutOfcpu" => RootCause.InsufficientCpu,
            "OutOfmemory" => RootCause.InsufficientMemory,
            "OutOfpods" or "OutOfephemeral-storage" or "UnexpectedAdmissionError" or "TopologyAffinityError" or "VolumeAttachmentLimitExceeded" => RootCause.InsufficientResource,
            "NodeAffinity" or "MatchNodeSelector" or "PodOSSelectorNodeLabelDoesNotMatch" or "PodOSNotSupported" => RootCause.NodeSelectorMismatch,
            "SysctlForbidden" or "AppArmor" => RootCause.PermissionDenied,
            "HostPortConflict" or "PodFitsHostPorts" or "NodePorts" => RootCause.HostPortConflict,
            "NodeLost" => RootCause.NodeNotReady,
            _ when pod.Status.Reason.StartsWith("OutOf", StringComparison.Ordinal) => RootCause.InsufficientResource,
            _ => null,
        };
        return (code is { } known ? symptom.Blames(known, workload) : symptom).Build();
    }

    // Nothing waits for a pod of its own that ended a day ago; somebody tried something and left it.
    private static bool IsForgotten(Pod pod, DateTimeOffset? ended, DateTimeOffset now) =>
        pod.Metadata.OwnerReferences.Count == 0 && ended is not null && now - ended > TimeSpan.FromHours(24);

    private static bool GivenUp(Pod pod, ObjectCache cache) =>
        cache.LineageOf(pod).Select(cache.Find<Job>).OfType<Job>().FirstOrDefault() is not { } job
        || job.Status.Conditions.OfType("Failed") is { IsTrue: true }
        || (job.Status.Failed > 0 && job.Status.Succeeded == 0 && job.Status.Conditions.OfType("Complete") is not { IsTrue: true } && IsLast(pod, job, cache));

    private static bool IsLast(Pod pod, Job job, ObjectCache cache) =>
        cache.OwnedBy(job.Ref).OfType<Pod>().MaxBy(other => other.Metadata.CreationTimestamp)?.Ref == pod.Ref;

    /// <summary>Whether the workload has what it needs without this pod.</summary>
    private static bool IsReplaced(Pod pod, ObjectCache cache) => pod.Metadata.Controller is { } controller && cache.Find(Lineage.RefOf(controller, pod)) switch
    {
        ReplicaSet set => set.Status.ReadyReplicas >= (set.Spec.Replicas ?? 1),
        StatefulSet set => set.Status.ReadyReplicas >= (set.Spec.Replicas ?? 1),
        DaemonSet set => set.Status.NumberReady >= set.Status.DesiredNumberScheduled,
        _ => false,
    };

    private static DateTimeOffset? EndedAt(Pod pod) =>
        pod.Containers.Select(container => container.Status?.State.Terminated?.FinishedAt).Max()
        ?? pod.Status.Conditions.Select(condition => condition.LastTransitionTime).Max()
        ?? pod.Status.StartTime;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^The node was low on resource|^The node had condition", Options)]
    private static partial Regex Evicted();

    [GeneratedRegex(@"exceeds the (?:total )?limit|exceeded its local ephemeral storage limit|ephemeral local storage usage exceeds", Options)]
    private static partial Regex OwnLimit();

    [GeneratedRegex(@"low on resource: \[?(?<resource>[\w-]+)|had condition: \[?(?<resource>Memory|Disk|PID)Pressure", Options)]
    private static partial Regex Pressure();
}
