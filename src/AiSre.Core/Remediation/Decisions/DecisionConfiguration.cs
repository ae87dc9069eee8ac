using AiSre.Incidents;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Remediation.Decisions;

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("decisions");

        // One decision of each person stands per proposal; a voided one makes room for the next. Decisions of two people meet in the
        // proposal's row, which counts them.
        builder.HasIndex(decision => new { decision.ProposalId, decision.By }).IsUnique().HasFilter("voided_because is null");
        builder.HasOne<Proposal>().WithMany().HasForeignKey(decision => decision.ProposalId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(decision => decision.IncidentId);
    }
}
