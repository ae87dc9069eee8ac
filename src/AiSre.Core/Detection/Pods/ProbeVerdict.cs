using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Whether a failing probe is right about its program, and what shows it.</summary>
internal sealed partial record ProbeVerdict(RootCause Code)
{
    public string? Port { get; init; }

    /// <summary>The line in which the program says where it listens.</summary>
    public string? Line { get; init; }

    public ContainerLog? Log { get; init; }

    /// <summary>Fields of the pod that show it: name and value.</summary>
    public IReadOnlyList<(string Name, string Words)> Fields { get; init; } = [];

    public static ProbeVerdict Of(Probe? probe, FailedProbe failed, Pod pod, RunningContainer container, ObjectCache cache)
    {
        var right = new ProbeVerdict(failed.Kind == ProbeKind.Readiness ? RootCause.ReadinessProbeFailing : RootCause.LivenessProbeFailing);
        if (probe is null)
        {
            return right;
        }

        var said = failed.Said?.Text ?? "";
        if (probe.Exec is { } exec)
        {
            return NeverPasses(exec) || CannotRun().IsMatch(said)
                ? new(RootCause.ProbeMisconfigured) { Fields = [("command", exec.Command.Count > 0 ? exec.Command[^1] : "")] }
                : right;
        }

        var port = PortOf(probe);
        var fields = new List<(string, string)> { ("port", port ?? ""), ("path", probe.HttpGet?.Path ?? "") };
        var number = NumberOf(port, container.Spec);
        if (number is null)
        {
            return new(RootCause.ProbeMisconfigured) { Port = port, Fields = fields }; // It names a port that the container does not have.
        }

        if (Answers().IsMatch(said) || WrongProtocol().IsMatch(said))
        {
            // Something answers there; only not to what was asked.
            return new(RootCause.ProbeMisconfigured) { Port = port, Fields = fields };
        }

        if (Refused().IsMatch(said))
        {
            var listens = Listening(pod, container, cache);
            if (listens is { } found && found.Ports.Count > 0 && !found.Ports.Contains(number.Value))
            {
                return new(RootCause.ProbeMisconfigured) { Port = port, Line = found.Line, Log = found.Log, Fields = fields };
            }

            if (container.Spec.Ports.Count > 0 && container.Spec.Ports.All(open => open.Number != number))
            {
                return new(RootCause.ProbeMisconfigured) { Port = port, Fields = [.. fields, ("containerPort", ProbeSymptoms.Number(container.Spec.Ports[0].Number))] };
            }
        }

        return failed.Killed is not null && ProbeSymptoms.LeavesNoChance(probe)
            ? new(RootCause.ProbeMisconfigured) { Port = port, Fields = [("failureThreshold", ProbeSymptoms.Number(probe.FailureThreshold ?? 3)), ("periodSeconds", ProbeSymptoms.Number(probe.PeriodSeconds ?? 10))] }
            : right with { Port = port };
    }

    private static string? PortOf(Probe probe) =>
        probe.HttpGet?.Port ?? probe.TcpSocket?.Port ?? probe.Grpc?.Port.ToString(CultureInfo.InvariantCulture);

    private static int? NumberOf(string? port, Container container) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : container.Ports.FirstOrDefault(open => open.Name == port)?.Number;

    // A command that says no whatever the program does.
    private static bool NeverPasses(ExecProbe exec) => exec.Command switch
    {
        ["false" or "/bin/false" or "/usr/bin/false"] => true,
        [_, "-c", var script] => ConstantFailure().IsMatch(script),
        _ => false,
    };

    // Where the program itself says that it listens, in the run before if the current one has not come so far.
    private static (HashSet<int> Ports, string Line, ContainerLog Log)? Listening(Pod pod, RunningContainer container, ObjectCache cache)
    {
        foreach (var log in new[] { cache.LogOf(pod, container.Spec.Name, false), cache.LogOf(pod, container.Spec.Name, true) }.OfType<ContainerLog>())
        {
            var found = log.Text.Split('\n').Select(line => (Line: line.TrimEnd('\r'), Match: Listens().Match(line.Length > 1000 ? line[..1000] : line))).Where(pair => pair.Match.Success).ToList();
            if (found.Count > 0)
            {
                return ([.. found.Select(pair => int.Parse(pair.Match.Groups["port"].Value, CultureInfo.InvariantCulture))], found[0].Line, log);
            }
        }

        return null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*(?:exit\s+[1-9]\d*|false)\s*;?\s*$", Options)]
    private static partial Regex ConstantFailure();

    [GeneratedRegex(@"executable file (?:\S+ )?not found|no such file or directory|not found in \$PATH|exec failed|: not found|exec format error", Options)]
    private static partial Regex CannotRun();

    [GeneratedRegex(@"HTTP probe failed with statuscode: (?:400|401|403|404|405|406|410|501)|service unknown|unknown service grpc\.health|does not implement the grpc health protocol", Options)]
    private static partial Regex Answers();

    [GeneratedRegex(@"server gave HTTP response to HTTPS client|malformed HTTP response|first record does not look like a TLS handshake|HTTP request to an HTTPS server|unsupported protocol scheme|: EOF$", Options)]
    private static partial Regex WrongProtocol();

    [GeneratedRegex(@"connection refused|connect: |timeout: failed to connect service|i/o timeout", Options)]
    private static partial Regex Refused();

    [GeneratedRegex(@"\b(?:listen(?:ing|s)?|serving|bound|started|running|ready|available|server (?:is )?(?:up|running))\b[^\n]{0,80}?(?:\bport\b\D{0,6}|:)(?<port>\d{2,5})\b(?![.:]\d)", Options)]
    private static partial Regex Listens();
}
