using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Clusters.Managed;

internal sealed class ManagedClusterConfiguration : IEntityTypeConfiguration<ManagedCluster>
{
    public void Configure(EntityTypeBuilder<ManagedCluster> builder)
    {
        builder.ToTable("managed_clusters");
        builder.HasKey(cluster => cluster.Name);
        builder.Property(cluster => cluster.Name).HasMaxLength(ClusterWish.LongestName);
    }
}
