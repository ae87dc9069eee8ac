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
                yield return all.Items.Any(one => one.Metadata.Name == name) ? Proven($"The StorageClass {name}, which {after.Ref} names, is there.")
                    : all.Problem is { } problem ? Unproven($"Whether the StorageClass {name}, which {after.Ref} names, is there is not known: {problem}")
                    : Refuted($"There is no StorageClass {name}, which {after.Ref} names; the cluster has {(all.Items.Count == 0 ? "none" : string.Join(", ", all.Items.Select(one => one.Metadata.Name).Order(StringComparer.Ordinal)))}.");
            }
        }

        foreach (var (before, after) in TouchedPods(application))
        {
            if (after.Template.Spec.PriorityClassName is { Length: > 0 } name && name != before?.Template.Spec.PriorityClassName)
            {
                yield return EveryClusterHas.Contains(name) || facts.Future.Rendered(new ObjectRef("scheduling.k8s.io/v1", "PriorityClass", null, name)) is not null
                    ? Proven($"The PriorityClass {name}, which {after.Ref} names, is there.")
                    : Unproven($"Whether the PriorityClass {name}, which {after.Ref} names, is there is not known: AiSre does not read that kind, and the application does not declare it.");
            }
        }
    }

    // The empty name asks for no class; without a name it is the default one.
    private static IEnumerable<string> StorageClassesOf(RenderedObject value) => value.Ref switch
    {
        { Kind: "PersistentVolumeClaim", Group: "" } => [value.Json.Text("spec", "storageClassName")],
        { Kind: "StatefulSet", Group: "apps" } => value.Json.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("spec", "storageClassName")),
        _ => Enumerable.Empty<string>(),
    } is var names ? names.Where(name => name.Length > 0).Distinct() : [];
}
