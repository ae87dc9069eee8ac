using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>
/// What pods name is there, with the key that they name: for names that the change brings, and for objects that it changes or takes away.
/// </summary>
internal sealed class ReferenceCheck() : EffectCheck("References")
{
    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var touched = TouchedPods(application).ToDictionary(pair => pair.After.Ref, pair => pair.Before);
        var objects = application.Touched.Select(one => one.After.Ref).Concat(application.Gone.Select(one => one.Ref)).ToHashSet();
        foreach (var pods in application.ObjectsAfter.Select(PodMaker.Of).OfType<PodMaker>())
        {
            var known = !touched.TryGetValue(pods.Ref, out var before) ? NamedObject.In(pods.Json).ToHashSet()
                : before is null ? []
                : NamedObject.In(before.Json).ToHashSet();
            foreach (var name in NamedObject.In(pods.Json).Where(name => !known.Contains(name) || objects.Contains(RefOf(name, pods))))
            {
                yield return await LookAsync(facts, name, pods, cancellationToken);
            }
        }
    }

    private async Task<ProofCheck> LookAsync(ProofFacts facts, NamedObject name, PodMaker pods, CancellationToken cancellationToken)
    {
        var reference = RefOf(name, pods);
        switch (name.Kind)
        {
            case "ServiceAccount" when name.Name == "default":
                return Proven($"{reference}, which {pods.Ref} names, is in every namespace.");
            case "ServiceAccount":
                return Exists(await facts.Future.ListAsync<ServiceAccount>(ObjectKinds.ServiceAccount, reference.Namespace, cancellationToken), reference, name, pods, _ => null);
            case "PersistentVolumeClaim":
                return Exists(await facts.Future.ListAsync<PersistentVolumeClaim>(ObjectKinds.PersistentVolumeClaim, reference.Namespace, cancellationToken), reference, name, pods, _ => null);
            case "ConfigMap":
                return Exists(
                    await facts.Future.ListAsync<ConfigMap>(ObjectKinds.ConfigMap, reference.Namespace, cancellationToken), reference, name, pods, map => map.Data.Keys.Concat(map.BinaryData.Keys));
            default:
                return facts.Future.Rendered(reference)?.As<Secret>() is { } secret
                    ? Exists(new LiveList<Secret>([secret], null), reference, name, pods, one => one.Data.Keys.Concat(one.StringData.Keys))
                    : Unproven($"Whether {reference}{(name.Key is null ? "" : $" with the key {name.Key}")}, which {pods.Ref} names, is there is not known: AiSre reads no Secrets of a cluster, and the application does not declare it.");
        }
    }

    private ProofCheck Exists<T>(LiveList<T> all, ObjectRef reference, NamedObject name, PodMaker pods, Func<T, IEnumerable<string>?> keys)
        where T : KubeObject
    {
        if (all.Items.FirstOrDefault(one => one.Metadata.Name == reference.Name) is not { } found)
        {
            return all.Problem is { } problem
                ? Unproven($"Whether {reference}, which {pods.Ref} names, is there is not known: {problem}")
                : Refuted($"There is no {reference}, which {pods.Ref} names; add it, or correct the name.");
        }

        return name.Key is null || keys(found) is not { } there ? Proven($"{reference}, which {pods.Ref} names, is there.")
            : there.Contains(name.Key) ? Proven($"{reference} has the key {name.Key}, which {pods.Ref} names.")
            : Refuted($"{reference} has no key {name.Key}, which {pods.Ref} names{(there.Any() ? $" (it has {string.Join(", ", there.Take(5))})" : "")}; add it, or correct the name.");
    }

    private static ObjectRef RefOf(NamedObject name, PodMaker pods) => new("v1", name.Kind, pods.Ref.Namespace, name.Name);
}
