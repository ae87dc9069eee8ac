using System.Globalization;
using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>The change does not make a disruption budget one that never lets a pod be evicted, so that nodes could not be drained any more.</summary>
internal sealed class DisruptionCheck() : EffectCheck("Disruption budget")
{
    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = application.Touched.ToDictionary(one => one.After.Ref, one => one.Before);
        var budgetsTouched = before.Keys.Where(one => one is { Kind: "PodDisruptionBudget", Group: "policy" }).ToHashSet();
        var scaled = application.Touched.Where(one => one.Change.Fields.Any(field => field.Path == "spec.replicas")).Select(one => one.After.Ref).ToHashSet();
        foreach (var space in budgetsTouched.Concat(scaled).Select(one => one.Namespace).Distinct())
        {
            var budgets = await facts.Future.ListAsync<PodDisruptionBudget>(ObjectKinds.PodDisruptionBudget, space, cancellationToken);
            if (budgets.Problem is { } problem)
            {
                yield return Unproven($"Whether a disruption budget is about {string.Join(", ", budgetsTouched.Concat(scaled))} is not known: {problem}");
            }

            var makers = await facts.Future.PodMakersAsync(space, cancellationToken);
            foreach (var budget in budgets.Items)
            {
                var selected = makers.Items.Where(one => one.Replicas is not null && Labels.Selects(budget.Spec.Selector, one.Template.Metadata.Labels)).ToList();
                if (selected.Count > 0 && (budgetsTouched.Contains(budget.Ref) || selected.Exists(one => scaled.Contains(one.Ref))))
                {
                    var was = before.GetValueOrDefault(budget.Ref)?.As<PodDisruptionBudget>() ?? budget;
                    var old = selected.Sum(one => before.GetValueOrDefault(one.Ref) is { } known ? PodMaker.Of(known)?.Replicas ?? 0 : one.Replicas!.Value);
                    yield return Look(budget, selected.Sum(one => one.Replicas!.Value), Allowed(was, old));
                }
            }
        }
    }

    private ProofCheck Look(PodDisruptionBudget budget, int replicas, int? before)
    {
        var spec = budget.Spec;
        var asks = spec.MaxUnavailable.Length > 0 ? $"at most {spec.MaxUnavailable} unavailable" : spec.MinAvailable.Length > 0 ? $"at least {spec.MinAvailable} available" : "nothing";
        return Allowed(budget, replicas) switch
        {
            _ when replicas == 0 => Proven($"{budget.Ref} ({asks}) has no pods left to protect."),
            null => Unproven($"What {budget.Ref} would allow is not known: it asks for {asks}."),
            > 0 => Proven($"{budget.Ref} ({asks}) would let pods be evicted when all {replicas} are well."),
            _ when before <= 0 => Unproven($"{budget.Ref} ({asks} of {replicas}) lets no pod be evicted, before the change as after it."),
            _ => Refuted($"{budget.Ref} ({asks} of {replicas}) would let no pod be evicted any more, so that nodes could not be drained; change it together with the replicas."),
        };
    }

    // pkg/controller/disruption: a percentage of pods is rounded up, of both.
    private static int? Allowed(PodDisruptionBudget budget, int replicas) =>
        budget.Spec.MaxUnavailable.Length > 0 ? Amount(budget.Spec.MaxUnavailable, replicas)
        : Amount(budget.Spec.MinAvailable, replicas) is { } needed ? replicas - needed : null;

    private static int? Amount(string text, int of) =>
        text.EndsWith('%') ? int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (int)Math.Ceiling(of * (long)percent / 100m) : null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
