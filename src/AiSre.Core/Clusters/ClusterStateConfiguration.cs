using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Clusters;

internal sealed class ClusterStateConfiguration : IEntityTypeConfiguration<ClusterState>
{
    public void Configure(EntityTypeBuilder<ClusterState> builder)
    {
        builder.ToTable("clusters");
        builder.HasKey(state => state.Name);
        builder.Property(state => state.Kinds).IsJson();
        builder.Property(state => state.Objects).IsJson();
        builder.Property(state => state.MissingKinds).IsJson();
        builder.Property(state => state.ForbiddenKinds).IsJson();
    }
}
