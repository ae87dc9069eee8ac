using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace AiSre.Migrations;

/// <summary>Lets <c>dotnet ef</c> build the model; it never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AiSreDbContext>
{
    public AiSreDbContext CreateDbContext(string[] args) =>
        new((DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>()
            .UseAiSre(NpgsqlDataSource.Create("Host=design-time"))
            .Options);
}
