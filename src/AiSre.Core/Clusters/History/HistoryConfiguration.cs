using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Clusters.History;

internal sealed class HistoryConfiguration : IEntityTypeConfiguration<ObjectRevision>, IEntityTypeConfiguration<RecordedEvent>
{
    public void Configure(EntityTypeBuilder<ObjectRevision> builder)
    {
        builder.ToTable("object_revisions");
        builder.Property(revision => revision.Id).UseIdentityAlwaysColumn();
        builder.Ignore(revision => revision.Ref);
        builder.HasIndex(revision => new { revision.Cluster, revision.Kind, revision.Namespace, revision.Name, revision.SeenAt });
        builder.HasIndex(revision => new { revision.Cluster, revision.SupersededAt });
    }

    public void Configure(EntityTypeBuilder<RecordedEvent> builder)
    {
        builder.ToTable("object_events");
        builder.Property(said => said.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(said => new { said.Cluster, said.Uid }).IsUnique();
        builder.HasIndex(said => new { said.Cluster, said.Kind, said.Namespace, said.Name, said.LastSeenAt });
        builder.HasIndex(said => new { said.Cluster, said.LastSeenAt });
    }
}
