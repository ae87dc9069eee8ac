using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Remediation.Guardrails.Storage;

internal sealed class GuardrailConfiguration :
    IEntityTypeConfiguration<GuardrailVersion>, IEntityTypeConfiguration<GuardrailReading>, IEntityTypeConfiguration<GuardrailPauseEntry>,
    IEntityTypeConfiguration<BreakerReview>, IEntityTypeConfiguration<GuardrailEvaluation>, IEntityTypeConfiguration<GuardrailReservation>
{
    public void Configure(EntityTypeBuilder<GuardrailVersion> builder)
    {
        builder.ToTable("guardrail_versions");

        // Two people who save at once want the same number: one of them is refused.
        builder.HasIndex(version => version.Number).IsUnique();
    }

    public void Configure(EntityTypeBuilder<GuardrailReading> builder)
    {
        builder.ToTable("guardrail_readings");
        builder.Property(reading => reading.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<GuardrailPauseEntry> builder) => builder.ToTable("guardrail_pauses");

    public void Configure(EntityTypeBuilder<BreakerReview> builder)
    {
        builder.ToTable("breaker_reviews");
        builder.HasIndex(review => new { review.Kind, review.Name });
    }

    public void Configure(EntityTypeBuilder<GuardrailEvaluation> builder)
    {
        builder.ToTable("guardrail_evaluations");
        builder.Property(evaluation => evaluation.Gates).IsJson();
        builder.Ignore(evaluation => evaluation.Result);
        builder.HasIndex(evaluation => new { evaluation.ProposalId, evaluation.At });
        builder.HasOne<Proposal>().WithMany().HasForeignKey(evaluation => evaluation.ProposalId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(evaluation => evaluation.IncidentId);
    }

    public void Configure(EntityTypeBuilder<GuardrailReservation> builder)
    {
        builder.ToTable("guardrail_reservations");
        builder.Property(reservation => reservation.Applications).IsJson();
        builder.Property(reservation => reservation.Clusters).IsJson();

        // Whatever two replicas do at once, a proposal has one reservation.
        builder.HasIndex(reservation => reservation.ProposalId).IsUnique().HasFilter("released_at is null");
        builder.HasIndex(reservation => reservation.At);
        builder.HasOne<Proposal>().WithMany().HasForeignKey(reservation => reservation.ProposalId);
    }
}
