using System.Runtime.CompilerServices;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>Replicas that the change sets lie within the bounds of the autoscaler that scales the workload, and its bounds are some.</summary>
internal sealed class ReplicasCheck() : EffectCheck("Replicas")
{
    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (change, _, after) in application.Touched)
        {
            if (after.Ref is { Kind: "HorizontalPodAutoscaler", Group: "autoscaling" } && after.As<HorizontalPodAutoscaler>() is { } own)
            {
                yield return own.Spec.MinReplicas <= own.Spec.MaxReplicas
                    ? Proven($"{own.Ref} would keep from {own.Spec.MinReplicas} to {own.Spec.MaxReplicas} replicas.")
                    : Refuted($"{own.Ref} would keep at least {own.Spec.MinReplicas} replicas and at most {own.Spec.MaxReplicas}, which cannot be.");
            }

            if (change.Fields.Any(field => field.Path == "spec.replicas") && after.Json.Find("spec", "replicas") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var replicas))
            {
                var scalers = await facts.Future.ListAsync<HorizontalPodAutoscaler>(ObjectKinds.HorizontalPodAutoscaler, after.Ref.Namespace, cancellationToken);
                if (scalers.Problem is { } problem)
                {
                    yield return Unproven($"Whether an autoscaler scales {after.Ref} is not known: {problem}");
                }

                foreach (var scaler in scalers.Items.Where(one => one.Spec.ScaleTargetRef is { } target && target.Kind == after.Ref.Kind && target.Name == after.Ref.Name))
                {
                    yield return replicas >= scaler.Spec.MinReplicas && replicas <= scaler.Spec.MaxReplicas
                        ? Proven($"{replicas} replicas of {after.Ref} lie within the bounds of {scaler.Ref} ({scaler.Spec.MinReplicas} to {scaler.Spec.MaxReplicas}), which goes on to choose their number.")
                        : Refuted($"{scaler.Ref} keeps {after.Ref} from {scaler.Spec.MinReplicas} to {scaler.Spec.MaxReplicas} replicas and would undo {replicas}; change its bounds instead.");
                }
            }
        }
    }
}
