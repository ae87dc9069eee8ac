using System.Collections.Immutable;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Solutions;

/// <summary>What a solution comes to at one commit of a repository.</summary>
public abstract record SolutionPlan
{
    private SolutionPlan()
    {
    }

    /// <summary>Files to change, in the order of their paths; at least one.</summary>
    public sealed record Change(ImmutableArray<FileChange> Files) : SolutionPlan;

    /// <summary>It cannot be applied without guessing.</summary>
    /// <param name="Sentence">What was found, and what to do.</param>
    public sealed record Refused(string Sentence) : SolutionPlan;

    /// <summary>Git says already what the solution wants; the cluster has to follow.</summary>
    /// <param name="Sentence">Where Git says it, and what to do.</param>
    public sealed record NothingToChange(string Sentence) : SolutionPlan;
}
