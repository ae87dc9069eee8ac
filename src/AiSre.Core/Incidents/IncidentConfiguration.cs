using AiSre.Data;
using AiSre.Incidents.LifeCycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Incidents;

internal sealed class IncidentConfiguration :
    IEntityTypeConfiguration<Incident>,
    IEntityTypeConfiguration<IncidentTransition>,
    IEntityTypeConfiguration<SymptomRecord>,
    IEntityTypeConfiguration<Evidence>,
    IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.ToTable("incidents");
        builder.Property(incident => incident.Number).UseIdentityAlwaysColumn();
        builder.HasIndex(incident => incident.Number).IsUnique();
        builder.Property(incident => incident.Workload).IsJson();
        builder.Property(incident => incident.Version).IsRowVersion();

        // One open incident per cause, whatever two replicas do at the same time.
        builder.HasIndex(incident => new { incident.Cluster, incident.CorrelationKey }).IsUnique().HasFilter("closed_at is null");
        builder.HasIndex(incident => new { incident.Cluster, incident.CorrelationKey, incident.OpenedAt });
        builder.HasIndex(incident => incident.NextAttemptAt).HasFilter("next_attempt_at is not null");
        builder.HasIndex(incident => incident.ClosedAt);
        builder.HasMany(incident => incident.Transitions).WithOne().HasForeignKey(transition => transition.IncidentId);
        builder.Navigation(incident => incident.Transitions).HasField("_transitions").UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<IncidentTransition> builder)
    {
        builder.ToTable("incident_transitions");
        builder.Property(transition => transition.Id).UseIdentityAlwaysColumn();
        builder.Ignore(transition => transition.IsOpening);
        builder.HasIndex(transition => new { transition.IncidentId, transition.At });
    }

    public void Configure(EntityTypeBuilder<SymptomRecord> builder)
    {
        builder.ToTable("symptoms");
        builder.Property(symptom => symptom.Symptom).IsJson();
        builder.HasIndex(symptom => new { symptom.IncidentId, symptom.Fingerprint }).IsUnique();
        builder.HasIndex(symptom => symptom.Cluster).HasFilter("gone_at is null");
        builder.HasOne<Incident>().WithMany().HasForeignKey(symptom => symptom.IncidentId);
    }

    public void Configure(EntityTypeBuilder<Evidence> builder)
    {
        builder.ToTable("evidence");
        builder.HasIndex(evidence => new { evidence.IncidentId, evidence.Address, evidence.Sha256 }).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(evidence => evidence.IncidentId);
    }

    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.ToTable("timeline");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(entry => entry.IncidentId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(entry => entry.IncidentId);
    }
}
