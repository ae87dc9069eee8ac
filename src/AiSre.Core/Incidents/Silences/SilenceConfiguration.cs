using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Incidents.Silences;

internal sealed class SilenceConfiguration : IEntityTypeConfiguration<Silence>
{
    public void Configure(EntityTypeBuilder<Silence> builder)
    {
        builder.ToTable("silences");
        builder.Property(silence => silence.Selector).IsJson();
        builder.Property(silence => silence.Reason).HasMaxLength(Silence.LongestReason);
        builder.HasIndex(silence => silence.EndsAt);
    }
}
