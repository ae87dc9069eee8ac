using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>Symptoms that share a cause: what an incident is made of.</summary>
public sealed record CorrelatedGroup
{
    /// <summary>Names the cause; equal while it is the same, whatever the messages say. Becomes <see cref="Incident.CorrelationKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>One line for lists.</summary>
    public required string Title { get; init; }

    /// <summary>The highest of the root symptoms'.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What the cause shows itself by, longest-standing first; at least one.</summary>
    public required ImmutableArray<Symptom> Symptoms { get; init; }

    /// <summary>What follows from it elsewhere: a stalled Deployment, a degraded application.</summary>
    public required ImmutableArray<Symptom> Consequences { get; init; }

    /// <summary>The workload named first: that of the first symptom.</summary>
    public required ObjectRef Workload { get; init; }
}
