using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Incidents.Alerts;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alerts");
        builder.Property(alert => alert.Labels).IsJson();
        builder.Ignore(alert => alert.Address);
        builder.HasIndex(alert => new { alert.Cluster, alert.Fingerprint }).IsUnique();
        builder.HasIndex(alert => alert.Cluster).HasFilter("resolved_at is null").HasDatabaseName("ix_alerts_firing");
    }
}
