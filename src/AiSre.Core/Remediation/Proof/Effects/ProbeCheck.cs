using System.Globalization;
using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>Where the change touches a probe or the ports of its container, the probe asks a port that the container declares.</summary>
internal sealed class ProbeCheck() : EffectCheck("Probes")
{
    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (before, after) in TouchedPods(application))
        {
            foreach (var container in after.Containers)
            {
                var old = before?.Containers.FirstOrDefault(one => one.Name == container.Name);
                foreach (var (kind, port) in PortsOf(container))
                {
                    if (old is null || !PortsOf(old).Contains((kind, port)) || !Declared(old).SequenceEqual(Declared(container)))
                    {
                        yield return Look($"The {kind} probe of container {container.Name} of {after.Ref}", port, container);
                    }
                }
            }
        }

        await Task.CompletedTask;
    }

    private ProofCheck Look(string probe, string port, Container container)
    {
        var isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var declared = container.Ports.Count == 0 ? "none" : string.Join(", ", Declared(container));
        return container.Ports.Any(one => isNumber ? one.Number == number : one.Name == port) ? Proven($"{probe} asks port {port}, which the container declares.")
            : isNumber ? Unproven($"{probe} asks port {port}, which the container does not declare (it declares {declared}); it may open it all the same.")
            : Refuted($"{probe} asks the port named {port}, and the container declares no port of that name (it declares {declared}).");
    }

    private static IEnumerable<(string Kind, string Port)> PortsOf(Container container) =>
        from pair in new[] { ("liveness", container.LivenessProbe), ("readiness", container.ReadinessProbe), ("startup", container.StartupProbe) }
        let probe = pair.Item2
        let port = probe?.HttpGet?.Port ?? probe?.TcpSocket?.Port ?? probe?.Grpc?.Port.ToString(CultureInfo.InvariantCulture)
        where !string.IsNullOrEmpty(port)
        select (pair.Item1, port);

    private static IEnumerable<string> Declared(Container container) =>
        container.Ports.Select(port => port.Name.Length == 0 ? port.Number.ToString(CultureInfo.InvariantCulture) : $"{port.Name} ({port.Number})");
}
