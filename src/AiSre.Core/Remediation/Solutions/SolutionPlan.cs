using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>What a solution comes to at one commit of a repository.</summary>
public abstract record SolutionPlan
{
    private SolutionPlan()
    {
    }

    /// <summary>Files to change, in the order of their paths; at least one.</summary>
    /// <param name="Files">The files.</param>
    /// <param name="Fields">What is meant to come of it besides images, field by field.</param>
    public sealed record Change(ImmutableArray<FileChange> Files, ImmutableArray<IntendedField> Fields) : SolutionPlan
    {
        /// <summary>The repository that has the files, at the branch and commit to build on.</summary>
        public required SourceTree Repository { get; init; }

        /// <summary>Applications that declare the ones that change: they have to be synced first.</summary>
        public ImmutableArray<string> Parents { get; init; } = [];

        /// <summary>Applications that it reaches by another way than the files of their sources: rendering those would show nothing.</summary>
        public ImmutableArray<string> Indirect { get; init; } = [];

        /// <summary>The revision that it pins an application to; null for any other change.</summary>
        public PinnedRevision? Pins { get; init; }

        /// <summary>The applications that bring it to the cluster, where those are others than the workloads' own; as <c>namespace/name</c>.</summary>
        public ImmutableArray<string> Carriers { get; init; } = [];

        /// <summary>The commit that it takes back, whose exact inverse it then has to be; null for any other change.</summary>
        public OffendingCommit? Reverts { get; init; }
    }

    /// <summary>It cannot be applied without guessing.</summary>
    /// <param name="Sentence">What was found, and what to do.</param>
    public sealed record Refused(string Sentence) : SolutionPlan;

    /// <summary>Git says already what the solution wants; the cluster has to follow.</summary>
    /// <param name="Sentence">Where Git says it, and what to do.</param>
    public sealed record NothingToChange(string Sentence) : SolutionPlan
    {
        /// <summary>The repository that says so, at the commit that was read.</summary>
        public required SourceTree Repository { get; init; }
    }
}

/// <summary>A field that a solution means to change.</summary>
/// <param name="Workload">The address of the workload that it is for.</param>
/// <param name="Object">The object that has the field; its namespace is null where the source says none.</param>
/// <param name="Edit">What is wanted of the field.</param>
public sealed record IntendedField(string Workload, ObjectRef Object, FieldEdit Edit);
