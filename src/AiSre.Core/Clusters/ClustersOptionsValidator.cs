using Microsoft.Extensions.Options;

namespace AiSre.Clusters;

/// <summary>Says everything that is wrong with the list of clusters at once, before anything starts.</summary>
internal sealed class ClustersOptionsValidator : IValidateOptions<ClustersOptions>
{
    public ValidateOptionsResult Validate(string? name, ClustersOptions options)
    {
        var failures = new List<string>();
        for (var i = 0; i < options.Clusters.Count; i++)
        {
            var cluster = options.Clusters[i];
            if (string.IsNullOrWhiteSpace(cluster.Name))
            {
                failures.Add($"Cluster {i + 1} has no name: set {ClustersOptions.Section}:{i}:Name.");
            }

            if (cluster.InCluster && !string.IsNullOrEmpty(cluster.Kubeconfig))
            {
                failures.Add($"Cluster {cluster.Name} is both in-cluster and of a kubeconfig: keep one of InCluster and Kubeconfig.");
            }
        }

        failures.AddRange(options.Clusters
            .GroupBy(cluster => cluster.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1 && group.Key.Length > 0)
            .Select(group => $"{group.Count()} clusters are named {group.Key}: give each a name of its own."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
