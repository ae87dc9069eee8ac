using System.Collections.Immutable;
using System.Globalization;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails.Facts;

/// <summary>How many pods belong to what a change touches: the larger of what the cluster wants now and what the change says.</summary>
internal static class PodCounts
{
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["Deployment"] = "apps/v1",
        ["StatefulSet"] = "apps/v1",
        ["ReplicaSet"] = "apps/v1",
        ["DaemonSet"] = "apps/v1",
        ["Job"] = "batch/v1",
        ["CronJob"] = "batch/v1",
        ["Pod"] = "v1",
        ["HorizontalPodAutoscaler"] = "autoscaling/v2",
    };

    /// <summary>Kinds of other people's that run pods, and of which it is not known how many.</summary>
    private static readonly string[] Unknown = ["Rollout", "ReplicationController", "CloneSet", "ScaledObject", "ScaledJob"];

    /// <param name="cluster">Where the objects are.</param>
    /// <param name="changes">What changes.</param>
    /// <param name="space">Where objects are that name no namespace; null when that is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public static async Task<Fact<ImmutableArray<WorkloadSize>>> ReadAsync(ClusterConnection cluster, ImmutableArray<RenderedChange> changes, string? space, CancellationToken cancellationToken)
    {
        var sizes = ImmutableArray.CreateBuilder<WorkloadSize>();
        foreach (var change in changes)
        {
            var kind = ChangedFields.KindOf(change.Object);
            if (Unknown.Contains(kind))
            {
                return Fact.Unknown<ImmutableArray<WorkloadSize>>($"It is not known how many pods {change.Object} has.");
            }

            if (!Versions.TryGetValue(kind, out var version))
            {
                continue;
            }

            var live = await LiveAsync(cluster, version, change.Object, space, cancellationToken);
            if (live is null && change.Kind != RenderedChangeKind.Removed)
            {
                return Fact.Unknown<ImmutableArray<WorkloadSize>>($"{change.Object} is not in the cluster, so it is not known how many pods it will have.");
            }

            sizes.Add(new WorkloadSize(change.Object, Math.Max(live ?? 0, After(change))));
        }

        return sizes.ToImmutable();
    }

    private static int After(RenderedChange change) => change.Fields
        .Where(field => field.Path is "spec.replicas" or "spec.maxReplicas" or "spec.parallelism" or "spec.jobTemplate.spec.parallelism")
        .Select(field => int.TryParse(field.After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty(0).Max();

    private static async Task<int?> LiveAsync(ClusterConnection cluster, string version, string address, string? space, CancellationToken cancellationToken)
    {
        var parts = address.Split('/');
        var reference = new ObjectRef(version, parts[0], parts.Length > 2 ? parts[1] : space, parts[^1]);
        if (reference.Namespace is null || await cluster.ReadObjectAsync(reference, cancellationToken) is not { } json)
        {
            return null;
        }

        return ObjectReader.Read(json) switch
        {
            Deployment deployment => deployment.Spec.Replicas,
            StatefulSet set => set.Spec.Replicas,
            ReplicaSet set => set.Spec.Replicas,
            DaemonSet set => set.Status.DesiredNumberScheduled,
            HorizontalPodAutoscaler scaler => scaler.Spec.MaxReplicas,
            Pod or Job or CronJob => 1,
            _ => null,
        };
    }
}
