using System.Globalization;
using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>
/// A Service that the change touches, or that selects pods whose labels or ports the change touches, still selects some, and sends to ports that
/// they declare.
/// </summary>
internal sealed class ServiceCheck() : EffectCheck("Services")
{
    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var own = application.Touched.Where(one => one.After.Ref is { Kind: "Service", Group: "" }).Select(one => one.After.Ref).ToHashSet();
        var reworked = TouchedPods(application).Where(pair => pair.Before is { } before && Reworks(before, pair.After)).ToList();
        foreach (var space in own.Select(one => one.Namespace).Concat(reworked.Select(pair => pair.After.Ref.Namespace)).Distinct())
        {
            var services = await facts.Future.ListAsync<Service>(ObjectKinds.Service, space, cancellationToken);
            if (services.Problem is { } problem && reworked.Count > 0)
            {
                yield return Unproven($"Which Services select the pods of {string.Join(", ", reworked.Select(pair => pair.After.Ref))} is not known: {problem}");
            }

            var makers = await facts.Future.PodMakersAsync(space, cancellationToken);
            foreach (var service in services.Items.Where(one => one.Spec.Selector.Count > 0
                && (own.Contains(one.Ref) || reworked.Exists(pair => one.Spec.Selector.IsSubsetOf(pair.Before!.Template.Metadata.Labels)))))
            {
                yield return Look(service, makers);
            }
        }
    }

    private ProofCheck Look(Service service, LiveList<PodMaker> makers)
    {
        var selected = makers.Items.Where(one => service.Spec.Selector.IsSubsetOf(one.Template.Metadata.Labels)).ToList();
        if (selected.Count == 0)
        {
            var labels = string.Join(", ", service.Spec.Selector.Select(label => $"{label.Key}={label.Value}"));
            return makers.Problem is { } problem
                ? Unproven($"Whether {service.Ref} would select any pods ({labels}) is not known: {problem}")
                : Refuted($"{service.Ref} would select the pods of no Deployment, StatefulSet or DaemonSet ({labels}); correct its selector or their labels.");
        }

        var targets = service.Spec.Ports.Select(port => port.TargetPort is "" or "0" ? port.Port.ToString(CultureInfo.InvariantCulture) : port.TargetPort).Distinct().ToList();
        var open = targets.Where(target => !selected.Exists(pods => pods.Ports.Any(port => port.Name == target || port.Number.ToString(CultureInfo.InvariantCulture) == target))).ToList();
        var pods = string.Join(", ", selected.Select(one => one.Ref));
        return open.Find(target => !target.All(char.IsAsciiDigit)) is { } name ? Refuted($"{service.Ref} would send to the port named {name}, and the pods of {pods} declare no port of that name.")
            : open.Count > 0 ? Unproven($"{service.Ref} would send to port {string.Join(", ", open)}, which the pods of {pods} do not declare; they may open it all the same.")
            : Proven($"{service.Ref} selects the pods of {pods}, which declare the {(targets.Count == 1 ? "port" : "ports")} it sends to ({string.Join(", ", targets)}).");
    }

    private static bool Reworks(PodMaker before, PodMaker after) =>
        !before.Template.Metadata.Labels.Order(LabelOrder).SequenceEqual(after.Template.Metadata.Labels.Order(LabelOrder)) || !before.Ports.SequenceEqual(after.Ports);

    private static readonly Comparer<KeyValuePair<string, string>> LabelOrder = Comparer<KeyValuePair<string, string>>.Create((left, right) => string.CompareOrdinal(left.Key, right.Key));
}
