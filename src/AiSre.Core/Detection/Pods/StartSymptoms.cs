using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Containers that the kubelet or the runtime cannot create or start.</summary>
/// <remarks>Reasons: pkg/kubelet/kuberuntime (CreateContainerConfigError, PreCreateHookError, …) and the runtimes' StartError and ContainerCannotRun.</remarks>
internal static partial class StartSymptoms
{
    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache)
    {
        foreach (var container in pod.Containers)
        {
            if (WordsOf(pod, container, cache) is { } words)
            {
                yield return Build(pod, container, words.Reason, words.Message, cache);
            }
        }
    }

    /// <summary>What stands in the way of starting, as a runtime says it; null when it is nothing that a message names.</summary>
    internal static RootCause? CodeOf(string message) =>
        PlatformMismatch().IsMatch(message) ? RootCause.ImagePlatformMismatch
        : OutOfMemory().IsMatch(message) ? RootCause.OutOfMemoryKilled
        : CommandNotFound().IsMatch(message) ? RootCause.CommandNotFound
        : Mount().IsMatch(message) ? RootCause.VolumeMountFailed
        : NoSpace().IsMatch(message) ? RootCause.NodeDiskPressure
        : Permission().IsMatch(message) ? RootCause.PermissionDenied
        : null;

    private static (string Reason, string Message)? WordsOf(Pod pod, RunningContainer container, ObjectCache cache)
    {
        var state = container.Status?.State;
        if (state?.Waiting is { Reason: "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreStartHookError" or "PostStartHookError" or "PreCreateHookError" or "ContainerCannotRun" or "StartError" or "VerifyNonRootError" } waiting)
        {
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

        return (CodeOf(message) is { } code ? symptom.Blames(code, workload) : symptom).Build();
    }

    private static Event? EventOf(Pod pod, RunningContainer container, ObjectCache cache) => cache.EventsOf(pod).FirstOrDefault(said =>
        said is { Reason: "Failed" or "FailedPostStartHook" or "FailedPreStopHook", Text: var text }
        && text.StartsWith("Error:", StringComparison.Ordinal) && !text.Contains("ImagePull", StringComparison.Ordinal)
        && (said.About.FieldPath.Length == 0 || said.About.FieldPath.EndsWith($"{{{container.Spec.Name}}}", StringComparison.Ordinal)));

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"exec format error", Options)]
    private static partial Regex PlatformMismatch();

    [GeneratedRegex(@"OOM-?killed|memory limit too low|cannot allocate memory", Options)]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"executable file not found|exec: ""[^""]*"": (?:stat|permission denied|is a directory)|exec "".*"" failed|no command specified|no such file or directory: unknown$|starting container process caused: exec|\bexec: ""[^""]+""", Options)]
    private static partial Regex CommandNotFound();

    [GeneratedRegex(@"error mounting|failed to prepare subPath|not a directory: unknown: Are you trying to mount|mount(?:ing)? .* (?:no such file|not a directory|read-only)|subpath", Options)]
    private static partial Regex Mount();

    [GeneratedRegex(@"no space left on device", Options)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"runAsNonRoot|run as root|non-root|runAsUser|permission denied|operation not permitted|apparmor|seccomp|capabilit", Options)]
    private static partial Regex Permission();
}
