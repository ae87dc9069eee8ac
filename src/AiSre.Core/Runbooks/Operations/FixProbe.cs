using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Corrects a probe that a container has: where it asks, and how patient it is.</summary>
/// <param name="Container">The container's name; null for the one that the symptoms are about.</param>
/// <param name="Probe"><c>liveness</c>, <c>readiness</c> or <c>startup</c>.</param>
/// <param name="Path">The path of an HTTP probe; null leaves it.</param>
/// <param name="Port">The port, a number or a name; null leaves it.</param>
/// <param name="Timings">Seconds and counts by the names of their fields.</param>
public sealed partial record FixProbe(string? Container, string Probe, string? Path, string? Port, ImmutableSortedDictionary<string, int> Timings) : FieldOperation
{
    internal const string Key = "fix-probe";

    internal const int Longest = 3600;
    private static readonly string[] Probes = ["liveness", "readiness", "startup"];
    private static readonly string[] Handlers = ["httpGet", "tcpSocket", "grpc"];
    private static readonly (string Key, string Field, int Least)[] Fields =
    [
        ("initial-delay", "initialDelaySeconds", 0), ("period", "periodSeconds", 1), ("timeout", "timeoutSeconds", 1),
        ("failure-threshold", "failureThreshold", 1), ("success-threshold", "successThreshold", 1),
    ];

    public override string Name => Key;

    public override string Summary
    {
        get
        {
            string?[] parts = [Path is null ? null : $"path {Path}", Port is null ? null : $"port {Port}", .. Timings.Select(timing => $"{timing.Key} {timing.Value}")];
            return $"give the {Probe} probe{(Container is null ? "" : $" of container {Container}")} {string.Join(", ", parts.OfType<string>())}";
        }
    }

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var probe = item.Container(Container).Then($"{Probe}Probe");
        if (item.Declared(probe) is null)
        {
            throw new OperationRefusedException($"Git declares no {Probe} probe for the container of {item.Facts.Workload.Address}; add one by hand, or correct the runbook's 'probe'.");
        }

        var handler = Handlers.FirstOrDefault(name => item.Declared(probe.Then(name)) is not null);
        if ((Path is not null && handler != "httpGet") || (Port is not null && handler is null))
        {
            throw new OperationRefusedException($"The {Probe} probe of {item.Facts.Workload.Address} does not ask {(Path is not null ? "over HTTP" : "at a port")}; correct the runbook.");
        }

        var edits = new List<FieldEdit>();
        if (Path is not null)
        {
            edits.Add(new FieldEdit.Set(probe.Then(handler!, "path"), JsonValue.Create(Path)));
        }

        if (Port is not null)
        {
            edits.Add(new FieldEdit.Set(probe.Then(handler!, "port"), int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(Port)));
        }

        return edits.Concat(Timings.Select(timing => new FieldEdit.Set(probe.Then(timing.Key), JsonValue.Create(timing.Value))));
    }

    internal static FixProbe? Read(FrontMatterMap map)
    {
        var (container, probe, path, port) = (map.Text("container"), map.Text("probe", required: true), map.Text("path"), map.Text("port"));
        var timings = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var isValid = true;
        foreach (var (key, field, least) in Fields)
        {
            if (map.Number(key, least, Longest) is { } number)
            {
                timings[field] = number;
            }
            else
            {
                isValid &= !map.Has(key);
            }
        }

        map.RefuseOtherKeys();
        if (probe is not null && !Probes.Contains(probe))
        {
            map.Refuse("probe", $"'{probe}' is not a probe{FrontMatterMap.Hint(probe, Probes)}");
            return null;
        }

        if (path is not null && !path.StartsWith('/'))
        {
            map.Refuse("path", $"'{path}' is not a path; allowed is what begins with a slash, such as /healthz");
            return null;
        }

        if (port is not null && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value is > 0 and < 65536 : PortName().IsMatch(port)))
        {
            map.Refuse("port", $"'{port}' is not a port; allowed are 1 to 65535, or the name of a container's port");
            return null;
        }

        if (probe is null || !isValid)
        {
            return null;
        }

        if (path is null && port is null && timings.Count == 0)
        {
            map.Refuse("probe", $"'{Key}' changes nothing; allowed is at least one of path, port, {string.Join(", ", Fields.Select(field => field.Key))}");
            return null;
        }

        if (probe != "readiness" && timings.TryGetValue("successThreshold", out var successes) && successes != 1)
        {
            map.Refuse("success-threshold", $"'{successes}' is not possible for a {probe} probe; allowed is 1");
            return null;
        }

        return new FixProbe(container, probe, path, port, timings.ToImmutable());
    }

    [GeneratedRegex(@"\A(?=.{1,15}\z)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*\z")]
    private static partial Regex PortName();
}
