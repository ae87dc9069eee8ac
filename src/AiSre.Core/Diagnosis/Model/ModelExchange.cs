namespace AiSre.Diagnosis.Model;

/// <summary>One request to a model and its answer, word for word: what left the building, and what came back.</summary>
/// <remarks>The row is written before the request is sent, so that a process that ends in between leaves the record behind.</remarks>
public sealed class ModelExchange
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The model's name, as asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The body of the HTTP request, after redaction. The key travels in a header and is in neither text.</summary>
    public required string RequestText { get; init; }

    /// <summary>The body of the HTTP response as far as it was read; null when none came.</summary>
    public string? ResponseText { get; set; }

    /// <summary>The HTTP status; null when no response came.</summary>
    public int? Status { get; set; }

    /// <summary>From sending to the last byte read; null while under way.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>Tokens of the request, as the server counts them; null when it does not say.</summary>
    public int? TokensIn { get; set; }

    /// <summary>Tokens of the answer, as the server counts them; null when it does not say.</summary>
    public int? TokensOut { get; set; }

    public ExchangeOutcome Outcome { get; set; } = ExchangeOutcome.Sent;
}

/// <summary>How far an exchange came. What the answer is worth is for the diagnosis to say.</summary>
public enum ExchangeOutcome
{
    /// <summary>Sent; nothing came back yet, or AiSre ended before it did.</summary>
    Sent,

    /// <summary>A response with a success status was read.</summary>
    Answered,

    /// <summary>A response with another status was read.</summary>
    Refused,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    TimedOut,

    /// <summary>The response was longer than an analysis can be and was not read to its end.</summary>
    TooLarge,
}
