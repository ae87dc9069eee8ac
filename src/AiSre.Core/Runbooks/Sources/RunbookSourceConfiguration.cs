using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Runbooks.Sources;

internal sealed class RunbookSourceConfiguration :
    IEntityTypeConfiguration<RunbookSource>, IEntityTypeConfiguration<RunbookOwner>, IEntityTypeConfiguration<EverywhereConfirmation>, IEntityTypeConfiguration<RunbookEdit>
{
    public void Configure(EntityTypeBuilder<RunbookSource> builder)
    {
        builder.ToTable("runbook_sources");
        builder.HasKey(source => source.Key);
        builder.Property(source => source.Files).IsJson();

        // Whoever began later has overtaken: what the earlier one found is not written over it.
        builder.Property(source => source.Attempt).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<RunbookOwner> builder)
    {
        builder.ToTable("runbook_owners");
        builder.HasKey(owner => owner.RunbookId);
        builder.Property(owner => owner.RunbookId).HasMaxLength(RunbookParser.LongestId);
    }

    public void Configure(EntityTypeBuilder<EverywhereConfirmation> builder)
    {
        builder.ToTable("runbook_confirmations");
        builder.Property(one => one.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.HasIndex(one => new { one.RunbookId, one.TextHash }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<RunbookEdit> builder)
    {
        builder.ToTable("runbook_edits");
        builder.Property(edit => edit.RunbookId).HasMaxLength(RunbookParser.LongestId);
        builder.HasIndex(edit => edit.RunbookId);

        // The same wish from two clicks, replicas or tries is one edit.
        builder.HasIndex(edit => new { edit.Source, edit.Branch }).IsUnique();
    }
}
