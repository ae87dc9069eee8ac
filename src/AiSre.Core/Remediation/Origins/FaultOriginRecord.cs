using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Remediation.Origins;

/// <summary>The search for where an incident's fault came from, and what it has found.</summary>
public sealed class FaultOriginRecord
{
    /// <summary>One search per incident.</summary>
    public required Guid IncidentId { get; init; }

    /// <summary>What is known by now; null until the first look has ended.</summary>
    public FaultOrigin? Origin { get; set; }

    /// <summary>What stands in the way of knowing more, one sentence; null when nothing does.</summary>
    public string? Problem { get; set; }

    /// <summary>How often it was looked for.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is looked for again; null when all is known, or nothing more will be.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>When it was last looked for.</summary>
    public required DateTimeOffset At { get; set; }
}

internal sealed class FaultOriginConfiguration : IEntityTypeConfiguration<FaultOriginRecord>
{
    public void Configure(EntityTypeBuilder<FaultOriginRecord> builder)
    {
        builder.ToTable("fault_origins");
        builder.HasKey(record => record.IncidentId);
        builder.Property(record => record.IncidentId).ValueGeneratedNever();
        builder.Property(record => record.Origin).IsJson();
        builder.HasIndex(record => record.NextAttemptAt);
        builder.HasOne<Incident>().WithMany().HasForeignKey(record => record.IncidentId);
    }
}
