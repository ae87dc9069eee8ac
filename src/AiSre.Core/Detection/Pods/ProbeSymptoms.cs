using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;

namespace AiSre.Detection;

/// <summary>Containers that run and are not ready, or that a probe has killed; and whether it is the probe that is wrong.</summary>
/// <remarks>Wordings: pkg/kubelet/prober and pkg/probe; "failed liveness probe, will be restarted" is the kubelet's when it kills.</remarks>
internal static partial class ProbeSymptoms
{
    /// <summary>A start may take this long before a container that is not ready is worth a word, where no probe says how long.</summary>
    private static readonly TimeSpan StartMayTake = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(30);

    /// <summary>A probe that kills sooner than this after the start leaves many programs no chance to open their port.</summary>
    private const int ShortestChanceSeconds = 10;

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var container in pod.Containers)
        {
            if (container is { Role: not ContainerRole.Ephemeral, Status: { Ready: false, State.Running: { } running } status }
                && (container.Role == ContainerRole.Main || container.Spec.RestartPolicy == "Always")
                && (pod.Status.Conditions.OfType("Initialized") is not { IsFalse: true } || container.Role == ContainerRole.Init)
                && (running.StartedAt is not { } started || now - started > MayTake(container, pod, cache))
                && CrashSymptoms.EndOf(pod, container, status, cache, now) is null)
            {
                yield return NotReady(pod, container, cache, now);
            }
            else if (container.Status is { State.Running: not null, Ready: true } && Failing(pod, container, cache).FirstOrDefault(said => now - said.LastSeen < TimeSpan.FromMinutes(3) && said.Occurrences > 5) is { } flaps)
            {
                yield return Flapping(pod, container, flaps, cache);
            }
        }
    }

    /// <summary>The liveness or startup probe that killed the container, by what the kubelet said; null when none did.</summary>
    internal static FailedProbe? KillingProbe(Pod pod, RunningContainer container, ObjectCache cache)
    {
        var events = Failing(pod, container, cache).ToList();
        var killed = Killing(pod, container, cache);
        var failing = events.Find(said => Kind(said.Text) is ProbeKind.Liveness or ProbeKind.Startup);
        return killed is null && failing is null ? null
            : new(killed is not null && KilledBy().Match(killed.Text).Groups["kind"].Value.StartsWith("startup", StringComparison.OrdinalIgnoreCase)
                ? ProbeKind.Startup : failing is null ? ProbeKind.Liveness : Kind(failing.Text)!.Value, failing, killed);
    }

    /// <summary>The kubelet's word that it killed the container for a probe; null when it did not.</summary>
    internal static Event? Killing(Pod pod, RunningContainer container, ObjectCache cache) =>
        cache.EventsOf(pod).FirstOrDefault(said => said.Reason == "Killing" && IsAbout(said, container) && KilledBy().IsMatch(said.Text));

    /// <summary>Whether it is the probe or the program that is wrong.</summary>
    internal static void Blame(SymptomBuilder symptom, FailedProbe failed, Pod pod, RunningContainer container, ObjectRef workload, ObjectCache cache)
    {
        var probe = ProbeOf(container.Spec, failed.Kind);
        var verdict = ProbeVerdict.Of(probe, failed, pod, container, cache);
        symptom.Blames(verdict.Code, workload)
            .With(SymptomParameters.Probe, failed.Kind.ToString().ToLowerInvariant())
            .With(SymptomParameters.Port, verdict.Port)
            .Quotes(failed.Said)
            .Quotes(failed.Killed)
            .Quotes(verdict.Log?.Address ?? "", verdict.Line ?? "");
        foreach (var (name, words) in verdict.Fields)
        {
            symptom.QuotesField(name, words);
        }
    }

    internal static Probe? ProbeOf(Container container, ProbeKind kind) => kind switch
    {
        ProbeKind.Liveness => container.LivenessProbe,
        ProbeKind.Startup => container.StartupProbe,
        _ => container.ReadinessProbe,
    };

    private static Symptom NotReady(Pod pod, RunningContainer container, ObjectCache cache, DateTimeOffset now)
    {
        var workload = cache.WorkloadOf(pod);
        var said = Failing(pod, container, cache).FirstOrDefault();
        var symptom = new SymptomBuilder(said is null ? SymptomReason.PodNotReady : SymptomReason.ProbeFailing, Severity.Error, pod, workload)
            .Says(said?.Text ?? $"container {container.Spec.Name} runs and is not ready")
            .With(SymptomParameters.Container, container.Spec.Name)
            .Since(pod.Status.Conditions.OfType("Ready")?.LastTransitionTime ?? container.Status?.State.Running?.StartedAt);
        if (said is not null)
        {
            Blame(symptom, new(Kind(said.Text) ?? ProbeKind.Readiness, said, null), pod, container, workload, cache);
        }

        // What the program itself says goes deeper than that it is not ready.
        if (cache.LogOf(pod, container.Spec.Name, previous: false) is { } log && (LogReader.Explain(log, crashed: false) ?? LogReader.Explain(log, crashed: true)) is { } finding)
        {
            LogFault.Apply(symptom, finding, log, pod, container, workload, cache);
        }
        else if (said is null && container.Spec.ReadinessProbe is not null
            && (now - (pod.Status.Conditions.OfType("Ready")?.LastTransitionTime ?? now) < Recent || cache.Count(ObjectKinds.Event) == 0)) // What runs and has started is not ready for its probe alone.
        {
            symptom.Blames(RootCause.ReadinessProbeFailing, workload);
        }

        return symptom.QuotesField("message", pod.Status.Conditions.OfType("ContainersReady")?.Message ?? "").QuotesField("ready", "false").Build();
    }

    private static Symptom Flapping(Pod pod, RunningContainer container, Event said, ObjectCache cache)
    {
        var workload = cache.WorkloadOf(pod);
        var symptom = new SymptomBuilder(SymptomReason.ProbeFailing, Severity.Info, pod, workload)
            .Says(said.Text)
            .With(SymptomParameters.Container, container.Spec.Name)
            .Since(said.FirstSeen);
        Blame(symptom, new(Kind(said.Text) ?? ProbeKind.Readiness, said, null), pod, container, workload, cache);
        return symptom.Build();
    }

    // How long a start may take is what the probes grant it. A probe that is itself wrong is waited for no longer than most starts take.
    private static TimeSpan MayTake(RunningContainer container, Pod pod, ObjectCache cache)
    {
        var (startup, readiness) = (container.Spec.StartupProbe, container.Spec.ReadinessProbe);
        var granted = startup is null && readiness is null ? StartMayTake : TimeSpan.FromSeconds(Grants(startup) + Grants(readiness) + 60);
        return granted > LongestStart && Failing(pod, container, cache).FirstOrDefault() is { } said && Kind(said.Text) is { } kind
            && ProbeVerdict.Of(ProbeOf(container.Spec, kind), new(kind, said, null), pod, container, cache).Code == RootCause.ProbeMisconfigured
            ? LongestStart : granted;
    }

    private static long Grants(Probe? probe) =>
        probe is null ? 0 : Math.Clamp(probe.InitialDelaySeconds + ((long)(probe.PeriodSeconds ?? 10) * (probe.FailureThreshold ?? 3)), 0, 24 * 60 * 60);

    private static IEnumerable<Event> Failing(Pod pod, RunningContainer container, ObjectCache cache) =>
        cache.EventsOf(pod).Where(said => said.Reason is "Unhealthy" or "ProbeError" && IsAbout(said, container) && Kind(said.Text) is not null);

    private static bool IsAbout(Event said, RunningContainer container) =>
        said.About.FieldPath.Length == 0 || said.About.FieldPath.EndsWith($"{{{container.Spec.Name}}}", StringComparison.Ordinal);

    private static ProbeKind? Kind(string text) =>
        text.StartsWith("Liveness", StringComparison.OrdinalIgnoreCase) ? ProbeKind.Liveness
        : text.StartsWith("Readiness", StringComparison.OrdinalIgnoreCase) ? ProbeKind.Readiness
        : text.StartsWith("Startup", StringComparison.OrdinalIgnoreCase) ? ProbeKind.Startup
        : null;

    internal static bool LeavesNoChance(Probe probe) => Grants(probe) < ShortestChanceSeconds;

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"failed (?<kind>liveness|startup) probe", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KilledBy();
}

internal enum ProbeKind
{
    Liveness,
    Readiness,
    Startup,
}

/// <param name="Kind">Which probe.</param>
/// <param name="Said">The kubelet's word that it failed; null when that has expired.</param>
/// <param name="Killed">The kubelet's word that it killed the container for it; null when it did not.</param>
internal sealed record FailedProbe(ProbeKind Kind, Event? Said, Event? Killed);
