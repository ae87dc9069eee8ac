using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AiSre.Data.Protection;

/// <summary>One key of ASP.NET's Data Protection, shared by all replicas: what one sealed, the others open.</summary>
public sealed class ProtectionKey
{
    public int Id { get; init; }

    /// <summary>The key as Data Protection writes it, sealed in turn where a secret is set for that.</summary>
    public required string Xml { get; init; }
}

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder) => builder.ToTable("protection_keys");
}
