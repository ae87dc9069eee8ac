using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Remediation.Autonomy;

internal sealed class AutonomyConfiguration : IEntityTypeConfiguration<AutonomyRecord>, IEntityTypeConfiguration<PolicyVerdict>
{
    private const int LongestRunbookId = 64;

    public void Configure(EntityTypeBuilder<AutonomyRecord> builder)
    {
        builder.ToTable("autonomy_records");
        builder.Property(record => record.RunbookId).HasMaxLength(LongestRunbookId);
        builder.HasIndex(record => new { record.RunbookId, record.RunbookVersion, record.Scope, record.At });
    }

    public void Configure(EntityTypeBuilder<PolicyVerdict> builder)
    {
        builder.ToTable("policy_verdicts");
        builder.Property(verdict => verdict.RunbookId).HasMaxLength(LongestRunbookId);
        builder.HasIndex(verdict => new { verdict.RunbookId, verdict.RunbookVersion, verdict.Scope });
        builder.HasIndex(verdict => new { verdict.ProposalId, verdict.At });
        builder.HasOne<Proposal>().WithMany().HasForeignKey(verdict => verdict.ProposalId);
    }
}
