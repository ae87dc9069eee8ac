using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Diagnosis;

internal sealed class DiagnosisRecordConfiguration : IEntityTypeConfiguration<DiagnosisRecord>
{
    public void Configure(EntityTypeBuilder<DiagnosisRecord> builder)
    {
        builder.ToTable("diagnoses");
        builder.Property(diagnosis => diagnosis.Analysis).IsJson();
        builder.HasIndex(diagnosis => new { diagnosis.IncidentId, diagnosis.Analyst }).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(diagnosis => diagnosis.IncidentId);
    }
}
