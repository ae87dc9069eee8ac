using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Works out what is to be pushed for an incident, and writes it down.</summary>
internal sealed class ProposalDraft(
    SolutionPlanner planner, ProposalProver prover, GitHubRepositories repositories, ImagesBefore imagesBefore, ClusterConnections clusters)
{
    /// <summary>The row to push: the one that is there when it still says everything, else planned anew.</summary>
    /// <param name="context">The stage's unit of work.</param>
    /// <param name="match">The chosen runbook.</param>
    /// <param name="runbook">Its text.</param>
    /// <param name="newest">The incident's newest proposal; null when there is none. What is merged, or was a revert, stays as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The solution cannot be applied; the sentence says why and what to do.</exception>
    public async Task<Proposal> WriteAsync(StageContext context, RunbookMatch match, Runbook runbook, Proposal? newest, CancellationToken cancellationToken)
    {
        var known = newest is { IsRevert: false, PullRequestState: not PullRequestState.Merged } ? newest : null;
        var targets = await SolutionTargets.LoadAsync(
            context.Db,
            context.Incident.Id,
            known is { PullRequestState: not PullRequestState.Closed } ? known.Workloads : [],
            runbook.Solution!.Operations.OfType<RollBackImage>().Any() ? await imagesBefore.LoadAsync(context.Db, context.Incident, cancellationToken) : (_, _) => ImmutableDictionary<string, string>.Empty,
            cancellationToken);
        targets = targets.With(await new ClusterFacts(clusters, context.Incident.Cluster).AddAsync(runbook.Solution!, targets.Items, cancellationToken));
        string[] workloads = [.. targets.Items.Select(target => target.Workload.Address).Order(StringComparer.Ordinal)];
        var firstBranch = $"aisre/incident-{context.Incident.Number}-{context.Incident.Id.ToString("N")[^8..]}";
        if (known is { PullRequestState: PullRequestState.Closed })
        {
            known.BeginAgain(firstBranch);
        }
        else if (known is not null && known.RunbookVersion == match.RunbookVersion && known.RunbookId == match.RunbookId && workloads.All(known.Workloads.Contains))
        {
            return known;
        }

        var repository = repositories.For(targets.RepositoryUrl);
        var branch = targets.Branch ?? await repository.DefaultBranchAsync(cancellationToken);
        var baseSha = await repository.HeadOfAsync(branch, cancellationToken);
        var tree = await repository.TreeAsync(baseSha, cancellationToken);
        var plan = await PlanAsync(runbook, targets, tree, cancellationToken);
        var evidence = EvidenceSet.From(await KeptEvidence.LoadAsync(context.Db, context.Incident.Id, cancellationToken));
        var proof = await prover.ProveAsync(new ProofSubject(context.Incident.Cluster, runbook.Solution!, targets.Items, plan, tree) { Evidence = evidence }, cancellationToken);
        var files = plan.Files;
        if (proof.Checks.FirstOrDefault(check => check.State == ProofState.Refuted) is { } refuted)
        {
            throw new ProblemException($"The change was not proposed, since it would not do what it should: {refuted.Sentence}");
        }

        var diagnosis = await context.Db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleAsync(record => record.IncidentId == context.Incident.Id && record.Analyst == Analyst.Causal, cancellationToken);
        var origin = await context.Db.Set<FaultOriginRecord>().AsNoTracking()
            .Where(record => record.IncidentId == context.Incident.Id && record.NextAttemptAt == null).Select(record => record.Origin).SingleOrDefaultAsync(cancellationToken);
        var title = PullRequestText.Title(context.Incident, runbook.Solution!);
        var body = PullRequestText.Body(context.Incident, diagnosis.Analysis!, match, runbook, [.. targets.Items.Select(target => target.Workload)], files, proof, origin);
        if (known is null)
        {
            var id = Guid.CreateVersion7(context.Now);
            known = new Proposal
            {
                Id = id,
                IncidentId = context.Incident.Id,
                Round = (newest?.Round ?? 0) + 1,
                RunbookId = match.RunbookId,
                RunbookVersion = match.RunbookVersion,
                RepositoryUrl = targets.RepositoryUrl,
                Applications = targets.Applications,
                Workloads = [.. workloads],
                BaseBranch = branch,
                BaseSha = baseSha,
                Parents = [baseSha],
                Branch = newest is null ? firstBranch : Proposal.NextBranch(firstBranch, newest.Branch.Replace(Proposal.RevertSuffix, "", StringComparison.Ordinal)),
                Files = files,
                Proof = proof,
                Title = title,
                Body = body,
                CreatedAt = context.Now,
            };
            context.Db.Add(known);
            return known;
        }

        known.RunbookId = match.RunbookId;
        known.RunbookVersion = match.RunbookVersion;
        known.Applications = targets.Applications;
        known.Workloads = [.. workloads];
        known.Files = files;
        known.Proof = proof;
        known.Title = title;
        known.Body = body;
        known.Parents = known.HeadSha is not { } head ? [baseSha] : baseSha == known.BaseSha ? [head] : [head, baseSha];
        known.BaseSha = baseSha;
        return known;
    }

    private async Task<SolutionPlan.Change> PlanAsync(Runbook runbook, SolutionTargets targets, IRepositoryTree tree, CancellationToken cancellationToken)
    {
        var plan = await planner.PlanAsync(runbook.Solution!, targets.Items, tree, cancellationToken);
        return plan switch
        {
            SolutionPlan.Change change => change,
            SolutionPlan.Refused refused => throw new ProblemException(refused.Sentence),

            // No mistake of anybody's: the cluster follows soon, and then the incident is over.
            SolutionPlan.NothingToChange nothing => throw new ProblemException(nothing.Sentence, isTransient: true),
            _ => throw new InvalidOperationException($"A plan cannot be {plan}."),
        };
    }
}
