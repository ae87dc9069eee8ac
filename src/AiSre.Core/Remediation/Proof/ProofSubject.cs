using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;

namespace AiSre.Remediation.Proof;

/// <summary>A change that is to be proven.</summary>
/// <param name="Cluster">The name of the cluster that the workloads run in.</param>
/// <param name="Solution">What was to be done.</param>
/// <param name="Targets">The workloads it is for.</param>
/// <param name="Plan">The files that change, and the fields that are meant to.</param>
/// <param name="Tree">The repository at the commit that the change is made on.</param>
internal sealed record ProofSubject(string Cluster, Solution Solution, IReadOnlyList<SolutionTarget> Targets, SolutionPlan.Change Plan, IRepositoryTree Tree)
{
    /// <summary>What the incident has kept: how containers ended, and the applications.</summary>
    public EvidenceSet Evidence { get; init; } = new();
}
