using Microsoft.EntityFrameworkCore;

namespace AiSre.Data;

/// <summary>The one database. It names no entity: each stage brings its own <c>IEntityTypeConfiguration</c> and reads with <c>Set&lt;T&gt;()</c>.</summary>
public sealed class AiSreDbContext(DbContextOptions<AiSreDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AiSreDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Enums are stored by name, so that a row can be read without the code and codes can be added anywhere.
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(64);
    }
}
