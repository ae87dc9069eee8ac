using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Diagnosis.Model;

internal sealed class ModelExchangeConfiguration : IEntityTypeConfiguration<ModelExchange>
{
    public void Configure(EntityTypeBuilder<ModelExchange> builder)
    {
        builder.ToTable("model_exchanges");
        builder.HasIndex(exchange => exchange.IncidentId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(exchange => exchange.IncidentId);
    }
}
