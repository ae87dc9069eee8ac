using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>A login for a registry that the change names is there, and is one.</summary>
internal sealed class PullSecretCheck() : EffectCheck("Pull secret")
{
    private static readonly string[] Types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (before, after) in TouchedPods(application))
        {
            var known = (before?.Template.Spec.ImagePullSecrets ?? []).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var name in after.Template.Spec.ImagePullSecrets.Select(one => one.Name).Where(name => !known.Contains(name)))
            {
                var reference = new ObjectRef("v1", "Secret", after.Ref.Namespace, name);
                yield return facts.Future.Rendered(reference)?.As<Secret>() switch
                {
                    null => Unproven($"Whether {reference} is there and is a login for a registry is not known: AiSre reads no Secrets of a cluster, and the application does not declare it."),
                    { Type: var type } when Types.Contains(type) => Proven($"{reference} is a login for a registry ({type})."),
                    { Type: var type } => Refuted($"{reference} has the type {(type.Length == 0 ? "Opaque" : type)}, which is no login for a registry; one of type {Types[0]} is needed."),
                };
            }
        }

        await Task.CompletedTask;
    }
}
