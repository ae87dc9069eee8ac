using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;
using AiSre.Diagnosis;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>A limit that changes is above what the container is known to have needed: the limit at which it was ended for want of memory.</summary>
internal sealed class LimitCheck() : EffectCheck("Limits")
{
    private const string Memory = "memory";

    protected override async IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (before, after) in TouchedPods(application))
        {
            foreach (var container in after.Containers)
            {
                var old = before?.Containers.FirstOrDefault(one => one.Name == container.Name)?.Resources.Limits ?? StringMap.Empty;
                foreach (var resource in old.Concat(container.Resources.Limits).Select(pair => pair.Key).Distinct())
                {
                    if (old[resource] != container.Resources.Limits[resource])
                    {
                        yield return Look($"container {container.Name} of {after.Ref}", resource, old[resource], container.Resources.Limits[resource], resource == Memory ? KilledAt(facts.Subject.Evidence, after.Ref, container.Name) : null);
                    }
                }
            }
        }

        await Task.CompletedTask;
    }

    private ProofCheck Look(string what, string resource, string? before, string? after, ResourceQuantity? killedAt)
    {
        if (after is null)
        {
            return Unproven($"The {resource} limit of {what} goes away ({before}); whether the namespace sets one instead is not known.");
        }

        if (!ResourceQuantity.TryParse(after, out var limit))
        {
            return Refuted($"The {resource} limit of {what} would be {after}, which is no quantity.");
        }

        if (killedAt is { } killed)
        {
            return limit > killed
                ? Proven($"The {resource} limit of {what} would be {limit}, above the {killed} at which it was ended for want of memory; how much it needs at its peak is not known.")
                : Refuted($"The {resource} limit of {what} would be {limit}, and it was ended for want of memory at {killed}.");
        }

        return ResourceQuantity.TryParse(before, out var old) && limit > old
            ? Proven($"The {resource} limit of {what} is raised from {old} to {limit}.")
            : Unproven($"The {resource} limit of {what} would be {limit} ({(before is null ? "there is none now" : $"now {before}")}), and how much it needs at its peak is not known.");
    }

    // The highest limit that did not do, of all the pods of the workload that the incident has kept.
    private static ResourceQuantity? KilledAt(EvidenceSet evidence, ObjectRef workload, string container)
    {
        ResourceQuantity? highest = null;
        foreach (var pod in evidence.Objects.All<Pod>().Where(pod => evidence.Objects.WorkloadOf(pod) == workload))
        {
            foreach (var one in pod.Containers.Where(one => one.Spec.Name == container && one.Status is { } status
                && (status.State.Terminated?.Reason == "OOMKilled" || status.LastState.Terminated?.Reason == "OOMKilled")))
            {
                if (ResourceQuantity.TryParse(one.Spec.Resources.Limits[Memory], out var limit) && (highest is null || limit > highest.Value))
                {
                    highest = limit;
                }
            }
        }

        return highest;
    }
}
