using System.Globalization;
using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;

namespace AiSre.Detection;

/// <summary>Containers that end with a failure again and again, or once where nothing starts them anew.</summary>
internal static class CrashSymptoms
{
    /// <summary>A container that runs again counts as crashing for so long after its start, or until it is ready and has restarted only once.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>One that has been up for so long, and for several times as long as its last run, has found what it waited for.</summary>
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(5);

    /// <summary>A container that ran so long before it ended does not crash again and again.</summary>
    private static readonly TimeSpan LongRun = TimeSpan.FromHours(1);

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in pod.Containers.Where(container => container.Role != ContainerRole.Ephemeral)) // How somebody's debugging session ends says nothing.
        {
            if (container.Status is { State: not { Waiting: null, Running: null, Terminated: null } } status)
            {
                if (EndOf(pod, container, status, cache, now) is { } ended && ended.Reason is not ("StartError" or "ContainerCannotRun"))
                {
                    yield return Build(pod, container, status, ended, cache);
                }
            }
            else if (BackOff(pod, container, cache) is { } said && now - (said.LastSeen ?? now) < Recent)
            {
                // Files that keep no container states may keep the kubelet's word on them.
                yield return Build(pod, container, container.Status ?? new ContainerStatus(), new TerminatedState { Reason = "Unknown" }, cache);
            }
        }
    }

    /// <summary>The symptom of one container that ended so.</summary>
    internal static Symptom Build(Pod pod, RunningContainer container, ContainerStatus status, TerminatedState ended, ObjectCache cache)
    {
        var workload = cache.WorkloadOf(pod);
        var kill = KernelKills.Of(pod, ended, cache);
        var limit = container.Spec.Resources.Limits["memory"];
        var isOutOfMemory = ended.Reason == "OOMKilled" || (kill is { Reason: "OOMKilling" } && limit is not null);
        var isUp = status.State.Running is not null && status.Ready;
        var symptom = new SymptomBuilder(
                isOutOfMemory ? SymptomReason.ContainerOutOfMemory : SymptomReason.ContainerCrashing,
                isUp ? Severity.Warning : Severity.Error, pod, workload)
            .Says(Words(container, status, ended, isOutOfMemory))
            .With(SymptomParameters.Container, container.Spec.Name)
            .With(SymptomParameters.ExitCode, ended.ExitCode.ToString(CultureInfo.InvariantCulture))
            .Since(ended.FinishedAt);
        if (isOutOfMemory)
        {
            return symptom.Blames(RootCause.OutOfMemoryKilled, workload)
                .With(SymptomParameters.MemoryLimit, limit)
                .Quotes(kill)
                .QuotesField("reason", ended.Reason)
                .QuotesField("memory", limit ?? "")
                .Build();
        }

        if (kill is not null)
        {
            symptom.Blames(RootCause.NodeMemoryPressure, new ObjectRef("v1", "Node", null, pod.Spec.NodeName)).Quotes(kill);
        }
        else if (FindingOf(pod, container, status, cache) is { } finding)
        {
            LogFault.Apply(symptom, finding.Finding, finding.Log, pod, container, workload, cache);
            if (IsInit(container) && finding.Finding.Code == RootCause.ApplicationError)
            {
                symptom.Blames(RootCause.InitContainerFailed, workload);
            }
        }
        else if (ProbeSymptoms.KillingProbe(pod, container, cache) is { } probe)
        {
            ProbeSymptoms.Blame(symptom, probe, pod, container, workload, cache);
        }
        else if (StartSymptoms.FailedHook(pod, container, cache) is { } hook)
        {
            symptom.Blames(StartSymptoms.CodeOf(hook.Text) ?? RootCause.ApplicationError, workload).Quotes(hook);
        }
        else if (CodeOf(container, ended) is { } code)
        {
            symptom.Blames(code, workload);
        }

        return symptom.Quotes(BackOff(pod, container, cache)).QuotesField("exitCode", ended.ExitCode.ToString(CultureInfo.InvariantCulture))
            .Quotes(ended.Message.Length > 0 ? pod.Ref.Address : "", ended.Message)
            .Build();
    }

    /// <summary>How the container ended, if that still counts; null when it runs well or has done its work.</summary>
    internal static TerminatedState? EndOf(Pod pod, RunningContainer container, ContainerStatus status, ObjectCache cache, DateTimeOffset now)
    {
        if (status.State.Waiting is { Reason: "CrashLoopBackOff" })
        {
            return status.LastState.Terminated ?? new TerminatedState { Reason = "Unknown" };
        }

        if (status.State.Terminated is { } ended)
        {
            // A main container that ends well in a pod that restarts nothing has done its work.
            return ended is { ExitCode: 0, Signal: 0, Reason: "" or "Completed" } ? null : ended;
        }

        if (status.State.Running is not { } running || status.LastState.Terminated is not { } last || now - (running.StartedAt ?? now) >= Recent)
        {
            return null;
        }

        // Many programs end well when they are asked to, and are asked by a probe again and again.
        var isFailure = last.ExitCode != 0 || last.Reason == "OOMKilled" || ProbeSymptoms.Killing(pod, container, cache) is not null;
        var ran = last.FinishedAt - last.StartedAt;
        var isOver = status.Ready && last.Reason != "OOMKilled" && (status.RestartCount <= 1 || ran > LongRun || (now - running.StartedAt > Proven && now - running.StartedAt > 3 * ran));
        return isFailure && !isOver ? last : null;
    }

    // In a crash loop the log at hand is that of the run that failed; while a new run is under way it is the one before.
    private static (LogFinding Finding, ContainerLog Log)? FindingOf(Pod pod, RunningContainer container, ContainerStatus status, ObjectCache cache)
    {
        bool[] order = status.State.Running is null ? [false, true] : [true, false];
        foreach (var previous in order)
        {
            if (cache.LogOf(pod, container.Spec.Name, previous) is { } log && LogReader.Explain(log, crashed: true) is { } finding)
            {
                return (finding, log);
            }
        }

        return null;
    }

    // Exit codes as shells and the kernel give them: 126 cannot be executed, 127 not found, 128+n killed by signal n.
    private static RootCause? CodeOf(RunningContainer container, TerminatedState ended) => ended switch
    {
        { Reason: "DeadlineExceeded" } => RootCause.JobFailed,
        _ when StartSymptoms.CodeOf(ended.Message) is { } code => code,
        { ExitCode: 126 or 127 } => RootCause.CommandNotFound,
        { ExitCode: 0, Reason: "Unknown" } or { Reason: "ContainerStatusUnknown" } => null,
        { ExitCode: 137 or 143 } => null,
        _ => IsInit(container) ? RootCause.InitContainerFailed : RootCause.ApplicationError,
    };

    // One that is restarted for ever is a sidecar, and no step on the way to the start.
    private static bool IsInit(RunningContainer container) => container is { Role: ContainerRole.Init, Spec.RestartPolicy: not "Always" };

    private static Event? BackOff(Pod pod, RunningContainer container, ObjectCache cache) => cache.EventsOf(pod).FirstOrDefault(said =>
        said.Reason == "BackOff" && said.Text.StartsWith("Back-off restarting", StringComparison.Ordinal)
        && (said.About.FieldPath.Length == 0 ? said.Text.Contains($"container {container.Spec.Name} ", StringComparison.Ordinal) : said.About.FieldPath.EndsWith($"{{{container.Spec.Name}}}", StringComparison.Ordinal)));

    private static string Words(RunningContainer container, ContainerStatus status, TerminatedState ended, bool isOutOfMemory)
    {
        var how = isOutOfMemory
            ? $"was killed for exceeding its memory limit{(container.Spec.Resources.Limits["memory"] is { } limit ? $" of {limit}" : "")}"
            : ended.Signal != 0 ? $"was ended by signal {ended.Signal}"
            : ended.Reason == "Unknown" ? "keeps ending"
            : $"ended with exit code {ended.ExitCode}";
        return $"container {container.Spec.Name} {how}{(status.RestartCount > 0 ? $" and was restarted {(status.RestartCount == 1 ? "once" : $"{status.RestartCount} times")}" : "")}";
    }
}
