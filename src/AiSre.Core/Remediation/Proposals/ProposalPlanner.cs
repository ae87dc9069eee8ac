using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.ArgoCd;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;
using AiSre.Runbooks.Storage;

namespace AiSre.Remediation.Proposals;

/// <summary>Works out, and proves, what the chosen runbook comes to on the base branch as it is now. Writes nothing.</summary>
internal sealed class ProposalPlanner(
    SolutionPlanner planner, ProposalProver prover, GitHubRepositories repositories, ISourceTrees trees, ImagesBefore imagesBefore,
    OffendingCommits offending, PinnedRevisions pinned, ClusterConnections clusters, RunbookStore runbooks)
{
    /// <summary>The runbook's version that a choice names.</summary>
    /// <exception cref="ProblemException">Its text cannot be read any more.</exception>
    public async Task<Runbook> RunbookAsync(string id, int number, CancellationToken cancellationToken)
    {
        var version = await runbooks.GetAsync(id, number, cancellationToken);
        return (version is null ? null : RunbookParser.Parse(version.Text).Runbook)
            ?? throw new ProblemException($"Version {number} of the runbook {id} cannot be read any more; save it anew.");
    }

    /// <summary>The workloads that a solution is for, and where Git declares them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="proposed">The addresses of workloads that stay, though they may have recovered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">They cannot be changed together; the sentence says why.</exception>
    public async Task<SolutionTargets> TargetsAsync(AiSreDbContext db, Incident incident, Solution solution, ImmutableArray<string> proposed, CancellationToken cancellationToken)
    {
        var targets = await SolutionTargets.LoadAsync(
            db,
            incident.Id,
            proposed,
            solution.Operations.OfType<RollBackImage>().Any() ? await imagesBefore.LoadAsync(db, incident, cancellationToken) : (_, _) => ImmutableDictionary<string, string>.Empty,
            cancellationToken);
        targets = SolutionTargets.Of(await new ClusterFacts(clusters.Get(incident.Cluster)).AddAsync(solution, targets.Items, cancellationToken));
        return solution.Operations.OfType<RevertCommit>().Any() ? await offending.AddAsync(db, incident, targets, cancellationToken) : targets;
    }

    /// <summary>Plans what a proposal's own runbook comes to now, for its own workloads.</summary>
    /// <exception cref="ProblemException">It cannot be planned, or something does not answer.</exception>
    public async Task<PlannedChange> PlanAsync(AiSreDbContext db, Incident incident, Proposal proposal, CancellationToken cancellationToken)
    {
        var runbook = await RunbookAsync(proposal.RunbookId, proposal.RunbookVersion, cancellationToken);
        return await PlanAsync(db, incident, runbook, await TargetsAsync(db, incident, runbook.Solution!, proposal.Workloads, cancellationToken), cancellationToken);
    }

    /// <summary>Plans what a runbook comes to now.</summary>
    /// <exception cref="ProblemException">It cannot be planned, or something does not answer.</exception>
    public async Task<PlannedChange> PlanAsync(AiSreDbContext db, Incident incident, Runbook runbook, SolutionTargets targets, CancellationToken cancellationToken)
    {
        if (runbook.Solution!.Operations.OfType<PinTargetRevision>().Any() || targets.NeedOthers)
        {
            targets = await targets.WithOthersAsync(clusters.Get(incident.Cluster), cancellationToken);
        }

        targets = runbook.Solution!.Operations is [PinTargetRevision pin] ? await pinned.AddAsync(db, incident, pin, targets, cancellationToken) : targets;
        switch (await planner.PlanAsync(runbook.Solution!, targets.Items, trees, cancellationToken))
        {
            case SolutionPlan.Change { Repository: var (url, branch, tree) } change:
                var evidence = EvidenceSet.From(await KeptEvidence.LoadAsync(db, incident.Id, cancellationToken));
                var subject = new ProofSubject(incident.Cluster, runbook.Solution!, targets.Items, change, tree)
                {
                    Evidence = evidence,
                    Branch = new ProofBranch(repositories.For(url), incident.OpenedAt),
                };
                var proof = await prover.ProveAsync(subject, cancellationToken);
                return new PlannedChange(url, branch!, tree.Sha, tree, change, proof, null);
            case SolutionPlan.NothingToChange nothing:
                return new PlannedChange(nothing.Repository.Url, nothing.Repository.Branch ?? "", nothing.Repository.Tree.Sha, nothing.Repository.Tree, null, null, nothing.Sentence);
            case SolutionPlan.Refused refused:
                throw new ProblemException(refused.Sentence);
            case var plan:
                throw new InvalidOperationException($"A plan cannot be {plan}.");
        }
    }
}

/// <summary>What a solution comes to on one commit.</summary>
/// <param name="RepositoryUrl">The repository.</param>
/// <param name="Branch">The base branch.</param>
/// <param name="BaseSha">Its commit.</param>
/// <param name="Tree">The repository at that commit.</param>
/// <param name="Change">The files that change; null when there is nothing to change.</param>
/// <param name="Proof">What is proven of it; null when there is nothing to change.</param>
/// <param name="Nothing">Why there is nothing to change, one sentence.</param>
internal sealed record PlannedChange(string RepositoryUrl, string Branch, string BaseSha, IRepositoryTree Tree, SolutionPlan.Change? Change, ProposalProof? Proof, string? Nothing);
