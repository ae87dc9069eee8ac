using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Runbooks.Choosing;

/// <summary>What a model said when it was asked which runbook may help with an incident. One per incident, the last answer; a person confirms it or does not.</summary>
public sealed class RunbookSuggestion
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required string Model { get; set; }

    /// <summary>The runbook; null exactly when <see cref="Problem"/> is set.</summary>
    public string? RunbookId { get; set; }

    /// <summary>Why, in the model's words.</summary>
    public string Because { get; set; } = "";

    /// <summary>What it quotes; every quotation stands in the evidence.</summary>
    public ImmutableArray<Citation> Citations { get; set; } = [];

    /// <summary>Why it suggests none, one sentence.</summary>
    public string? Problem { get; set; }

    /// <summary>Who asked.</summary>
    public required string AskedBy { get; set; }

    public required DateTimeOffset At { get; set; }
}
