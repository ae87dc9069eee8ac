using AiSre.Data;
using AiSre.Incidents;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Runbooks.Storage;

internal sealed class RunbookConfiguration : IEntityTypeConfiguration<RunbookVersion>, IEntityTypeConfiguration<RunbookMatch>, IEntityTypeConfiguration<SetAsideRunbook>
{
    public void Configure(EntityTypeBuilder<RunbookVersion> builder)
    {
        builder.ToTable("runbook_versions");
        builder.Property(version => version.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.Property(version => version.Origin).IsJson();

        // Two people who save at once want the same number: one of them is refused.
        builder.HasIndex(version => new { version.RunbookId, version.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<RunbookMatch> builder)
    {
        builder.ToTable("runbook_matches");
        builder.Property(match => match.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.Property(match => match.Others).IsJson();
        builder.HasIndex(match => match.IncidentId).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(match => match.IncidentId);
    }

    public void Configure(EntityTypeBuilder<SetAsideRunbook> builder)
    {
        builder.ToTable("set_aside_runbooks");
        builder.Property(one => one.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.HasIndex(one => new { one.IncidentId, one.RunbookId }).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(one => one.IncidentId);
    }
}
