using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Containers that the kubelet or the runtime cannot create or start.</summary>
/// <remarks>Reasons: pkg/kubelet/kuberuntime (CreateContainerConfigError, PreCreateHookError, …) and the runtimes' StartError and ContainerCannotRun.</remarks>
internal static partial class StartSymptoms
{
    /// <summary>A kubelet that fills its caches, or a node under load, may need this long for a container.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in pod.Containers)
        {
            if (WordsOf(pod, container, cache, now) is { } words)
            {
                yield return Build(pod, container, words.Reason, words.Message, cache);
            }
        }
    }

    /// <summary>What stands in the way of starting, as a runtime says it; null when it is nothing that a message names.</summary>
    internal static RootCause? CodeOf(string message) =>
        PlatformMismatch().IsMatch(message) ? RootCause.ImagePlatformMismatch
        : OutOfMemory().IsMatch(message) ? RootCause.OutOfMemoryKilled
        : NoSpace().IsMatch(message) ? RootCause.NodeDiskPressure
        : HostPort().IsMatch(message) ? RootCause.HostPortConflict
        : Mount().IsMatch(message) ? RootCause.VolumeMountFailed
        : CommandNotFound().IsMatch(message) ? RootCause.CommandNotFound
        : Permission().IsMatch(message) ? RootCause.PermissionDenied
        : null;

    /// <summary>The hook that failed after the start, for which the kubelet killed the container; null when none did.</summary>
    internal static Event? FailedHook(Pod pod, RunningContainer container, ObjectCache cache) =>
        cache.EventsOf(pod).FirstOrDefault(said => said.Reason == "FailedPostStartHook" && IsAbout(said, container));

    private static (string Reason, string Message)? WordsOf(Pod pod, RunningContainer container, ObjectCache cache, DateTimeOffset now)
    {
        var state = container.Status?.State;
        if (state?.Waiting is { Reason: "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreStartHookError" or "PostStartHookError" or "PreCreateHookError" or "ContainerCannotRun" or "StartError" or "VerifyNonRootError" } waiting)
        {
            if (Passing().IsMatch(waiting.Message) && now - (pod.Status.StartTime ?? now) < Patience)
            {
                return null;
            }

            return (waiting.Reason, waiting.Message.Length > 0 ? waiting.Message : EventOf(pod, container, cache)?.Text ?? "");
        }

        // The runtime's refusal to run ends as a termination that was never a run.
        var ended = state?.Terminated ?? container.Status?.LastState.Terminated;
        return ended is { Reason: "StartError" or "ContainerCannotRun" } && state?.Running is null
            ? (ended.Reason, ended.Message.Length > 0 ? ended.Message : EventOf(pod, container, cache)?.Text ?? "")
            : null;
    }

    private static Symptom Build(Pod pod, RunningContainer container, string reason, string message, ObjectCache cache)
    {
        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.ContainerCannotStart, Severity.Error, pod, workload)
            .Says(message.Length > 0 ? message : reason)
            .With(SymptomParameters.Container, container.Spec.Name)
            .Quotes(pod.Ref.Address, message)
            .Quotes(EventOf(pod, container, cache))
            .QuotesField("reason", reason);
        if (MissingReference.In(message, pod.Metadata.Namespace, pod.Spec) is { } missing)
        {
            return symptom.Blames(missing.Code, missing.Object)
                .With(SymptomParameters.Reference, missing.Object.Name)
                .With(SymptomParameters.Key, missing.Key)
                .Build();
        }

        if (CodeOf(message) is { } code)
        {
            var node = code == RootCause.NodeDiskPressure && pod.Spec.NodeName.Length > 0 ? new ObjectRef("v1", "Node", null, pod.Spec.NodeName) : null;
            symptom.Blames(code, node ?? workload);
        }
        else if (reason == "PostStartHookError")
        {
            symptom.Blames(RootCause.ApplicationError, workload);
        }

        return symptom.Build();
    }

    private static Event? EventOf(Pod pod, RunningContainer container, ObjectCache cache) => cache.EventsOf(pod).FirstOrDefault(said =>
        IsAbout(said, container)
        && (said.Reason == "FailedPostStartHook"
            || (said.Reason == "Failed" && said.Text.StartsWith("Error:", StringComparison.Ordinal) && !said.Text.Contains("ImagePull", StringComparison.Ordinal))));

    private static bool IsAbout(Event said, RunningContainer container) =>
        said.About.FieldPath.Length == 0 || said.About.FieldPath.EndsWith($"{{{container.Spec.Name}}}", StringComparison.Ordinal);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"exec format error", Options)]
    private static partial Regex PlatformMismatch();

    [GeneratedRegex(@"OOM-?killed|memory limit too low|memory limit \d+ too low|minimum memory limit|cannot allocate memory", Options)]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"executable file (?:\S+ )?not found|exec: ""[^""]*"": (?:stat|permission denied|is a directory)|exec "".*"" failed|no command specified|chdir to cwd|(?:open|stat) executable|the system cannot find the file specified|no such file or directory: unknown$|starting container process caused: exec|\bexec: ""[^""]+""", Options)]
    private static partial Regex CommandNotFound();

    [GeneratedRegex(@"error mounting|failed to (?:prepare|create) subPath|trying to mount|cannot find volume|mkdir \S+: read-only file system|failed to (?:create|generate) .*mount|mount(?:ing)? .* (?:no such file|not a directory|read-only)|\bsubpath\b", Options)]
    private static partial Regex Mount();

    [GeneratedRegex(@"port is already allocated|address already in use", Options)]
    private static partial Regex HostPort();

    // pkg/kubelet: caches that are not filled yet; containerd and CRI-O: an attempt before that is still under way.
    [GeneratedRegex(@"failed to sync (?:configmap|secret) cache|have not yet been read at least once|is reserved for|the container name ""[^""]*"" is already in use|context deadline exceeded", Options)]
    private static partial Regex Passing();

    [GeneratedRegex(@"no space left on device", Options)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"runAsNonRoot|run as root|non-root|runAsUser|permission denied|operation not permitted|apparmor|seccomp|selinux|capabilit|rlimit|unable to find (?:user|group)|no matching entries in (?:passwd|group)", Options)]
    private static partial Regex Permission();
}
