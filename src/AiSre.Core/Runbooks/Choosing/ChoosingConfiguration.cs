using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Runbooks.Choosing;

internal sealed class ChoosingConfiguration : IEntityTypeConfiguration<ChosenRunbook>, IEntityTypeConfiguration<RunbookSuggestion>
{
    public void Configure(EntityTypeBuilder<ChosenRunbook> builder)
    {
        builder.ToTable("chosen_runbooks");
        builder.Property(one => one.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.HasIndex(one => one.IncidentId).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(one => one.IncidentId);
    }

    public void Configure(EntityTypeBuilder<RunbookSuggestion> builder)
    {
        builder.ToTable("runbook_suggestions");
        builder.Property(one => one.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.Property(one => one.Citations).IsJson();
        builder.HasIndex(one => one.IncidentId).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(one => one.IncidentId);
    }
}
