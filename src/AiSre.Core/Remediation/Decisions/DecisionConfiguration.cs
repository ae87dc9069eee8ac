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

        // One decision stands per proposal; a voided one makes room for the next.
        builder.HasIndex(decision => decision.ProposalId).IsUnique().HasFilter("voided_because is null");
        builder.HasOne<Proposal>().WithMany().HasForeignKey(decision => decision.ProposalId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(decision => decision.IncidentId);
    }
}
