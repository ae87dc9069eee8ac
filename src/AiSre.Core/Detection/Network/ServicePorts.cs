using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Ports of a Service that its pods do not open.</summary>
internal static class ServicePorts
{
    /// <param name="value">The Service.</param>
    /// <param name="pods">The pods that it selects and that are ready.</param>
    public static IEnumerable<Symptom> Mismatches(Service value, IReadOnlyList<Pod> pods)
    {
        if (pods.Count == 0)
        {
            return [];
        }

        var missing = value.Spec.Ports.Where(port => IsMissing(Target(port), pods)).ToList();
        return missing.Select(port => Mismatch(value, port, pods, isOnlyOneOfMany: missing.Count < value.Spec.Ports.Count));
    }

    private static Symptom Mismatch(Service value, ServicePort port, IReadOnlyList<Pod> pods, bool isOnlyOneOfMany)
    {
        var target = Target(port);
        var isNumber = IsNumber(target, out _);
        var opened = Opened(pods[0]).ToList();

        // A second port, for metrics say, is often listened on without being declared; the only one rarely is.
        var severity = !isNumber ? Severity.Error : isOnlyOneOfMany ? Severity.Info : Severity.Warning;
        return new SymptomBuilder(SymptomReason.ServicePortMismatch, severity, value)
            .Says($"port {port.Port} of the Service goes to {(isNumber ? "port" : "the port named")} {target}, which its pods do not open{(opened.Count > 0 ? $" (they open {string.Join(", ", opened.Select(open => open.Number).Distinct())})" : "")}")
            .Blames(RootCause.ServicePortMismatch, value.Ref)
            .With(SymptomParameters.Target, target)
            .With(SymptomParameters.Port, ProbeSymptoms.Number(port.Port))
            .QuotesField("targetPort", target)
            .Quotes(pods[0].Ref.Address, opened.Count > 0 ? $"containerPort: {opened[0].Number}" : "")
            .Build();
    }

    // A named port that nobody has sends nowhere. A number need not be declared; but where pods declare others and not this one, it is suspect,
    // unless the kubelet itself has found it open.
    private static bool IsMissing(string target, IReadOnlyList<Pod> pods) => IsNumber(target, out var number)
        ? pods.All(pod => Opened(pod).Any() && Opened(pod).All(open => open.Number != number) && !IsProbed(pod, number))
        : pods.All(pod => Opened(pod).All(open => open.Name != target));

    private static IEnumerable<ContainerPort> Opened(Pod pod) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(one => one.RestartPolicy == "Always")).SelectMany(container => container.Ports);

    private static bool IsProbed(Pod pod, int number)
    {
        var port = number.ToString(CultureInfo.InvariantCulture);
        return pod.Spec.Containers.Select(container => container.ReadinessProbe).Any(probe => probe?.HttpGet?.Port == port || probe?.TcpSocket?.Port == port || probe?.Grpc?.Port == number);
    }

    private static string Target(ServicePort port) => port.TargetPort.Length > 0 && port.TargetPort != "0" ? port.TargetPort : ProbeSymptoms.Number(port.Port);

    private static bool IsNumber(string target, out int number) => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
