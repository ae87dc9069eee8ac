using System.Collections.Immutable;
using AiSre.Diagnosis;
using AiSre.GitHub.Standing;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proposals;

/// <summary>Works out what is to be pushed for an incident, and writes it down.</summary>
internal sealed class ProposalDraft(ProposalPlanner planner, IOptions<ProposalOptions> options)
{
    /// <summary>The row to push: the one that is there when it still says everything, else planned anew.</summary>
    /// <param name="context">The stage's unit of work.</param>
    /// <param name="match">The chosen runbook.</param>
    /// <param name="newest">The incident's newest proposal; null when there is none. What is merged, or was a revert, stays as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The solution cannot be applied; the sentence says why and what to do.</exception>
    public async Task<Proposal> WriteAsync(StageContext context, RunbookMatch match, Proposal? newest, CancellationToken cancellationToken)
    {
        var runbook = await planner.RunbookAsync(match.RunbookId, match.RunbookVersion, cancellationToken);
        var known = newest is { IsRevert: false, PullRequestState: not PullRequestState.Merged } ? newest : null;
        var targets = await planner.TargetsAsync(
            context.Db, context.Incident, runbook.Solution!, known is { PullRequestState: not PullRequestState.Closed } ? known.Workloads : [], cancellationToken);
        string[] workloads = [.. targets.Items.Select(target => target.Workload.Address).Order(StringComparer.Ordinal)];
        var firstBranch = $"aisre/incident-{context.Incident.Number}-{context.Incident.Id.ToString("N")[^8..]}";
        if (known is { PullRequestState: PullRequestState.Closed })
        {
            known.BeginAgain(firstBranch);
        }
        else if (known is { IsOutdated: false } && known.RunbookVersion == match.RunbookVersion && known.RunbookId == match.RunbookId && workloads.All(known.Workloads.Contains))
        {
            return known;
        }

        var planned = await planner.PlanAsync(context.Db, context.Incident, runbook, targets, cancellationToken);
        if (planned is not { Change: { } change, Proof: { } proof })
        {
            // No mistake of anybody's: the cluster follows soon, and then the incident is over. What is open already waits for that too.
            throw new ProblemException(planned.Nothing!, isTransient: known?.PullRequestState != PullRequestState.Open);
        }

        if (proof.Checks.FirstOrDefault(check => check.State == ProofState.Refuted) is { } refuted)
        {
            throw new ProblemException($"The change was not proposed, since it would not do what it should: {refuted.Sentence}");
        }

        var files = change.Files;
        if (known is not null && (SourceRepositories.Normal(known.RepositoryUrl) != SourceRepositories.Normal(planned.RepositoryUrl) || known.BaseBranch != planned.Branch))
        {
            throw new ProblemException(
                $"The change belongs to {planned.RepositoryUrl} at {planned.Branch} now, and what was proposed before is in {known.RepositoryUrl} at {known.BaseBranch}; decide about that first, or make the change by hand.");
        }

        var diagnosis = await context.Db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleAsync(record => record.IncidentId == context.Incident.Id && record.Analyst == Analyst.Causal, cancellationToken);
        var origin = await context.Db.Set<FaultOriginRecord>().AsNoTracking()
            .Where(record => record.IncidentId == context.Incident.Id && record.NextAttemptAt == null).Select(record => record.Origin).SingleOrDefaultAsync(cancellationToken);
        var title = PullRequestText.Title(context.Incident, runbook.Solution!);
        var body = PullRequestTemplate.Around(
            PullRequestText.Body(context.Incident, diagnosis.Analysis!, match, runbook, [.. targets.Items.Select(target => target.Workload)], files, proof, origin),
            options.Value.UseTemplate ? await PullRequestTemplate.ReadAsync(planned.Tree, cancellationToken) : null);
        var codeOwners = await CodeOwners.ReadAsync(planned.Tree, cancellationToken);
        var (branch, baseSha) = (planned.Branch, planned.BaseSha);
        ImmutableArray<string> applications = change.Carriers.IsEmpty ? [.. change.Parents, .. targets.Applications] : change.Carriers;
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
                RepositoryUrl = planned.RepositoryUrl,
                Applications = applications,
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
        }

        known.RunbookId = match.RunbookId;
        known.RunbookVersion = match.RunbookVersion;
        known.Soak = runbook.Verification.Soak;
        known.VerifyWithin = runbook.Verification.Timeout;
        known.Applications = applications;
        known.Workloads = [.. workloads];
        known.Files = files;
        known.Proof = proof;
        known.Title = title;
        known.Body = body;
        known.Parents = known.HeadSha is not { } head ? [baseSha] : baseSha == known.BaseSha ? [head] : [head, baseSha];
        known.BaseSha = baseSha;
        known.ProvenBaseSha = baseSha;
        known.IsOutdated = false;
        known.Owners = [.. files.Select(file => codeOwners.Of(file.Path)).Where(file => !file.Owners.IsEmpty)];
        return known;
    }
}
