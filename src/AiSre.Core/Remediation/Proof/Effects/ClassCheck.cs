using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>A StorageClass or PriorityClass that the change names is there.</summary>
internal sealed class ClassCheck() : EffectCheck("Classes")
{
    private static readonly string[] EveryClusterHas = ["system-cluster-critical", "system-node-critical"];

    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (before, after) in application.Touched.Select(one => (one.Before, one.After)))
        {
            var known = before is null ? [] : StorageClassesOf(before).ToHashSet(StringComparer.Ordinal);
            foreach (var name in StorageClassesOf(after).Where(name => !known.Contains(name)))
            {
                var all = await facts.Future.ListAsync<StorageClass>(ObjectKinds.StorageClass, null, cancellationToken);
                yield return Look("StorageClass", name, after.Ref, all.Problem, [.. all.Items.Select(one => one.Metadata.Name)]);
            }
        }

        foreach (var (before, after) in TouchedPods(application))
        {
            if (after.Template.Spec.PriorityClassName is { Length: > 0 } name && name != before?.Template.Spec.PriorityClassName)
            {
                var all = await facts.Future.ListAsync<OtherObject>(ObjectKinds.PriorityClass, null, cancellationToken);
                yield return Look("PriorityClass", name, after.Ref, all.Problem, [.. all.Items.Select(one => one.Metadata.Name), .. EveryClusterHas]);
            }
        }
    }

    private ProofCheck Look(string kind, string name, ObjectRef by, string? problem, IReadOnlyList<string> all) =>
        all.Contains(name) ? Proven($"The {kind} {name}, which {by} names, is there.")
        : problem is not null ? Unproven($"Whether the {kind} {name}, which {by} names, is there is not known: {problem}")
        : Refuted($"There is no {kind} {name}, which {by} names; the cluster has {(all.Count == 0 ? "none" : string.Join(", ", all.Order(StringComparer.Ordinal)))}.");

    // The empty name asks for no class; without a name it is the default one.
    private static IEnumerable<string> StorageClassesOf(RenderedObject value) => value.Ref switch
    {
        { Kind: "PersistentVolumeClaim", Group: "" } => [value.Json.Text("spec", "storageClassName")],
        { Kind: "StatefulSet", Group: "apps" } => value.Json.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("spec", "storageClassName")),
        _ => Enumerable.Empty<string>(),
    } is var names ? names.Where(name => name.Length > 0).Distinct() : [];
}
