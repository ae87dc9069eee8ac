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
        builder.Property(proposal => proposal.Fingerprint).IsJson();
        builder.Property(proposal => proposal.Owners).IsJson();
        builder.Property(proposal => proposal.Standing).IsJson();
        builder.Property(proposal => proposal.Version).IsRowVersion();
        builder.Ignore(proposal => proposal.IsRevert);
        builder.Property(proposal => proposal.Round).HasDefaultValue(1);

        // Whatever two replicas do at the same time, a round has one proposal, and a proposal one revert.
        builder.HasIndex(proposal => new { proposal.IncidentId, proposal.Round }).IsUnique();
        builder.HasIndex(proposal => proposal.RevertOf).IsUnique();
        builder.HasOne<Proposal>().WithMany().HasForeignKey(proposal => proposal.RevertOf);
        builder.HasIndex(proposal => proposal.PullRequestState);
        builder.HasOne<Incident>().WithMany().HasForeignKey(proposal => proposal.IncidentId);
    }
}
