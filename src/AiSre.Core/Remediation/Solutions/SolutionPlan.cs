using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Solutions;

/// <summary>What a solution comes to at one commit of a repository.</summary>
public abstract record SolutionPlan
{
    private SolutionPlan()
    {
    }

    /// <summary>What is to change.</summary>
    /// <param name="Files">Files to change, in the order of their paths; at least one.</param>
    /// <param name="Intended">The fields of objects that change by it, and no others do.</param>
    public sealed record Change(ImmutableArray<FileChange> Files, ImmutableArray<IntendedChange> Intended) : SolutionPlan;

    /// <summary>It cannot be applied without guessing.</summary>
    /// <param name="Sentence">What was found, and what to do.</param>
    public sealed record Refused(string Sentence) : SolutionPlan;

    /// <summary>Git says already what the solution wants; the cluster has to follow.</summary>
    /// <param name="Sentence">Where Git says it, and what to do.</param>
    public sealed record NothingToChange(string Sentence) : SolutionPlan;
}

/// <summary>A field that a solution changes, as the rendered object has it.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; null where the source leaves it to the application's destination.</param>
/// <param name="Path">The field.</param>
public sealed record IntendedChange(string Kind, string Name, string? Namespace, FieldPath Path);
