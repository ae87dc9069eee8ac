using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>A diagnosis: the root cause, the object at fault, and the chain from cause to symptoms with what proves each link.</summary>
public sealed record RootCauseAnalysis
{
    public required RootCause Code { get; init; }

    /// <summary>What a person would go and fix.</summary>
    public required ObjectRef Object { get; init; }

    /// <summary>The cause in one or two sentences for a person.</summary>
    public required string Statement { get; init; }

    /// <summary>From the cause to the symptoms; every link cites evidence, unless the code is <see cref="RootCause.Unknown"/>.</summary>
    public required ImmutableArray<CausalLink> Chain { get; init; }

    /// <summary>Typed facts for runbooks, by the names of <see cref="Detection.SymptomParameters"/>.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What would have to be known to say more; empty when nothing is missing.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];
}

/// <summary>One step of the chain from cause to symptom.</summary>
/// <param name="Object">The object this step is about.</param>
/// <param name="Statement">What is said of it, one sentence.</param>
/// <param name="Citations">What proves it.</param>
public sealed record CausalLink(ObjectRef Object, string Statement, ImmutableArray<Citation> Citations);
