namespace AiSre.Data.Protection;

/// <summary>What seals the keys themselves; section <c>Protection</c>.</summary>
public sealed class ProtectionOptions
{
    public const string Section = "Protection";

    /// <summary>
    /// A long text of the operator's, the same on every replica. With it a copy of the database alone opens nothing that is sealed in it; without it the
    /// keys lie beside what they seal.
    /// </summary>
    public string? Secret { get; set; }
}
