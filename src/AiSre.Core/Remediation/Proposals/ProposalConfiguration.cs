using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Remediation.Proposals;

internal sealed class ProposalConfiguration : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals");
        builder.Property(proposal => proposal.Applications).IsJson();
        builder.Property(proposal => proposal.Parents).IsJson();
        builder.Property(proposal => proposal.OwnHeads).IsJson();
        builder.Property(proposal => proposal.Workloads).IsJson();
        builder.Property(proposal => proposal.Files).IsJson();
        builder.Property(proposal => proposal.Proof).IsJson();
        builder.Property(proposal => proposal.Version).IsRowVersion();
        builder.HasIndex(proposal => proposal.IncidentId).IsUnique();
        builder.HasIndex(proposal => proposal.PullRequestState);
        builder.HasOne<Incident>().WithMany().HasForeignKey(proposal => proposal.IncidentId);
    }
}
