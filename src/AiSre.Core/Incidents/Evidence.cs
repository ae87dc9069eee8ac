namespace AiSre.Incidents;

/// <summary>An immutable, hashed, time-stamped copy of what was seen.</summary>
public sealed class Evidence
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required EvidenceKind Kind { get; init; }

    /// <summary>What it is a copy of: <c>Pod/shop/checkout-1</c>, <c>Event/shop/checkout-1.17a</c>, <c>log/shop/checkout-1/app</c>.</summary>
    /// <remarks>Looking again adds a copy when the content changed; the newest copy of an address counts.</remarks>
    public required string Address { get; init; }

    /// <summary>JSON for objects and events, plain text for logs. Managed fields are left out.</summary>
    public required string Content { get; init; }

    /// <summary>SHA-256 over the content's UTF-8 bytes, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }
}

public enum EvidenceKind
{
    Object,
    Event,
    Log,

    /// <summary>An alert as it was sent: <c>Alert/KubePodCrashLooping/833606504a8e</c>.</summary>
    Alert,
}
