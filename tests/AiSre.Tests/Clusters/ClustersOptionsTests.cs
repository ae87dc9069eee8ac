using AiSre.Clusters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Clusters;

public sealed class ClustersOptionsTests
{
    [Fact]
    public void The_list_of_clusters_is_read_from_the_configuration()
    {
        var clusters = Read(("Clusters:0:Name", "prod"), ("Clusters:0:Kubeconfig", "/etc/kube"), ("Clusters:0:Context", "west"), ("Clusters:0:Namespaces:0", "shop"), ("Clusters:1:Name", "home"), ("Clusters:1:InCluster", "true"));
        Assert.Equal(["prod", "home"], clusters.Select(cluster => cluster.Name));
        Assert.Equal(("/etc/kube", "west", "shop"), (clusters[0].Kubeconfig, clusters[0].Context, clusters[0].Namespaces[0]));
        Assert.True(clusters[1].InCluster);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(
            ("Clusters:0:Name", "prod"), ("Clusters:1:Name", "prod"), ("Clusters:2:Kubeconfig", "/etc/kube"), ("Clusters:2:InCluster", "true")));
        Assert.Equal(3, failure.Failures.Count());
    }

    [Fact]
    public void No_cluster_is_a_valid_configuration() => Assert.Empty(Read());

    [Fact]
    public void A_cluster_that_is_not_configured_is_a_problem()
    {
        using var connections = new ClusterConnections(Options.Create(new ClustersOptions()));
        Assert.StartsWith("Cluster nowhere is not configured", Assert.Throws<ProblemException>(() => connections.Get("nowhere")).Message, StringComparison.Ordinal);
    }

    private static IList<ClusterOptions> Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddClusters(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ClustersOptions>>().Value.Clusters;
    }
}
