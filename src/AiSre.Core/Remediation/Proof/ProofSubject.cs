using AiSre.Clusters.Objects;
using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Remediation.Proof.ArgoCd;
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

    /// <summary>The change where Argo CD can fetch it; null where it is not to be pushed.</summary>
    public ProofBranch? Branch { get; init; }

    /// <summary>An application; null when the incident has not kept it.</summary>
    /// <param name="name">As <c>namespace/name</c>.</param>
    public Application? ApplicationOf(string name) => Evidence.Objects.All<Application>().FirstOrDefault(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}" == name);

    /// <summary>Where an application's objects go that name no namespace: its destination; where it was not kept, its workload shows where that is.</summary>
    /// <param name="name">As <c>namespace/name</c>.</param>
    public string? NamespaceOf(string name) => new[] { ApplicationOf(name)?.Spec.Destination.Namespace }
        .Concat(Targets.Where(target => target.Application == name).Select(target => target.Workload.Namespace))
        .FirstOrDefault(space => !string.IsNullOrEmpty(space));
}
