using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Runbooks.Matching;

namespace AiSre.Runbooks;

/// <summary>What an incident must look like for a runbook to be about it. Every part that is given must hold.</summary>
public sealed record SymptomPattern
{
    /// <summary>One of these symptoms is there; empty when any will do.</summary>
    public ImmutableArray<SymptomReason> Reasons { get; init; } = [];

    /// <summary>The root cause is one of these; empty when any will do.</summary>
    public ImmutableArray<RootCause> Causes { get; init; } = [];

    /// <summary>Facts by the names of <see cref="SymptomParameters"/>; each fact fits one of its patterns.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Glob>> Facts { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<Glob>>.Empty;

    /// <summary>What a symptom's message has, or the event or line of a log that proves it; empty when any will do.</summary>
    public ImmutableArray<MessagePattern> Messages { get; init; } = [];
}

/// <summary>When a runbook is not for an incident although all else fits. Every part that is given must hold.</summary>
/// <param name="Symptom">What the incident looks like.</param>
/// <param name="Where">Where any of its objects is.</param>
public sealed record Exclusion(SymptomPattern Symptom, RunbookScope Where);
