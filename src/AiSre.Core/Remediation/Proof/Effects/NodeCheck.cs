using System.Runtime.CompilerServices;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>Where the change touches what pods require of their node, at least one node remains: by labels, taints, and room when it is empty.</summary>
internal sealed class NodeCheck() : EffectCheck("Nodes")
{
    private static readonly string[] Placement = ["nodeSelector", "affinity", "tolerations", "nodeName"];
    private static readonly string[] Lists = ["initContainers", "containers"];

    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (_, after) in TouchedPods(application).Where(pair => pair.Before is null || Touches(pair.Before, pair.After)))
        {
            var nodes = await facts.Live.ListAsync<Node>(ObjectKinds.Node, null, cancellationToken);
            yield return nodes.Problem is { } problem ? Unproven($"Whether a node takes the pods of {after.Ref} is not known: {problem}")
                : nodes.Items.Count == 0 ? Unproven($"Whether a node takes the pods of {after.Ref} is not known: the cluster shows none.")
                : Look(after, nodes.Items);
        }
    }

    private ProofCheck Look(PodMaker pods, IReadOnlyList<Node> all)
    {
        var spec = pods.Template.Spec;

        // A DaemonSet's pods go to nodes that are cordoned or not ready, too.
        var usable = all.Where(node => pods.Ref.Kind == "DaemonSet" || (!node.Spec.Unschedulable && node.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }))).ToList();
        if (usable.Count == 0)
        {
            return Refuted($"None of {Count(all.Count, "node")} is ready and takes pods, so those of {pods.Ref} go nowhere.");
        }

        var meant = usable.Where(node => NodeMatch.Fits(spec, node)).ToList();
        if (meant.Count == 0)
        {
            return Refuted($"None of {Count(usable.Count, "usable node")} has the labels that the pods of {pods.Ref} would require ({Required(spec)}); correct them, or label a node.");
        }

        var open = meant.Where(node => Repelling(spec, node) is null).ToList();
        if (open.Count == 0)
        {
            var taint = Repelling(spec, meant[0])!;
            return Refuted($"Every node that the pods of {pods.Ref} could run on has a taint that they would not tolerate, such as {taint.Key}{(taint.Value.Length == 0 ? "" : $"={taint.Value}")}:{taint.Effect} of {meant[0].Metadata.Name}; add a toleration.");
        }

        var roomy = open.Count(node => PodRequests.LackingOn(node, spec) is null);
        return roomy == 0
            ? Refuted($"No node that the pods of {pods.Ref} could run on has as much {PodRequests.LackingOn(open[0], spec)} as one of them would ask for, even when it is empty; ask for less, or add a larger node.")
            : Proven($"{Count(roomy, "node")} of {all.Count} {(roomy == 1 ? "takes" : "take")} the pods of {pods.Ref}, by labels, taints and room when empty.");
    }

    private static bool Touches(PodMaker before, PodMaker after) =>
        Placement.Any(field => !Same(before.Json.Find(field), after.Json.Find(field)))
        || Lists.Any(list => !Resources(before, list).SequenceEqual(Resources(after, list)));

    private static IEnumerable<string> Resources(PodMaker pods, string list) =>
        pods.Json.Items(list).Select(container => $"{container.Text("name")} {(container.Find("resources") is { } resources ? JsonSerializer.Serialize(resources) : "")}");

    private static bool Same(JsonElement? left, JsonElement? right) =>
        left is { } one && right is { } other ? JsonElement.DeepEquals(one, other) : left is null && right is null;

    private static Taint? Repelling(PodSpec spec, Node node) => node.Spec.Taints
        .FirstOrDefault(taint => taint.Effect is "NoSchedule" or "NoExecute" && !spec.Tolerations.Any(toleration => NodeMatch.Tolerates(toleration, taint)));

    private static string Required(PodSpec spec) => spec.NodeSelector.Count == 0
        ? "its node affinity"
        : string.Join(", ", spec.NodeSelector.Select(label => $"{label.Key}={label.Value}")) + (spec.Affinity?.NodeAffinity?.Required is null ? "" : " and its node affinity");
}
