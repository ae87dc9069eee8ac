using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Runbooks;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Turns the runbook's solution into a commit on a branch of the incident's own, and opens the pull request.</summary>
/// <remarks>
/// What is to be pushed is written down before anything is pushed. Commit, branch and pull request then follow from the row alone and
/// are found again by their names, so this stage may die anywhere and run again.
/// </remarks>
internal sealed class ProposeStage(ProposalDraft draft, RunbookStore runbooks, GitHubRepositories repositories, OriginFollower origins) : IIncidentStage
{
    private static readonly string[] Labels = ["aisre"];

    public IncidentState State => IncidentState.RunbookMatched;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var incident = context.Incident;
        var match = await context.Db.Set<RunbookMatch>().AsNoTracking().SingleAsync(candidate => candidate.IncidentId == incident.Id, cancellationToken);
        var runbook = await RunbookAsync(match, cancellationToken);
        var proposal = await context.Db.Set<Proposal>().SingleOrDefaultAsync(candidate => candidate.IncidentId == incident.Id, cancellationToken);
        try
        {
            proposal = await draft.WriteAsync(context, match, runbook, proposal, cancellationToken);
        }
        catch (ProblemException refused) when (proposal?.PullRequestState == PullRequestState.Open)
        {
            // What is open still helps those it is for, and waits for its decision; what it lacks is said beside it.
            context.Move(IncidentState.AwaitingDecision, TimelineKind.ProposalRefused, $"The pull request stays as it is: {refused.Message}");
            incident.Problem = refused.Message;
            return;
        }

        await context.Db.SaveChangesAsync(cancellationToken);

        var repository = repositories.For(proposal.RepositoryUrl);
        await PushAsync(context, repository, proposal, cancellationToken);
        var before = proposal.PullRequestNumber;
        var pullRequest = await repository.OpenPullRequestAsync(proposal.Branch, proposal.BaseBranch, proposal.Title, proposal.Body, Labels, cancellationToken);
        if (before is not null)
        {
            await repository.DescribePullRequestAsync(pullRequest.Number, proposal.Title, proposal.Body, cancellationToken);
        }

        if (proposal is { Proof: { } proof, HeadSha: { } head })
        {
            await repository.ReportAsync(head, ProofReport.Of(proof), cancellationToken);
        }

        proposal.PullRequestNumber = pullRequest.Number;
        proposal.PullRequestUrl = pullRequest.Url.ToString();
        proposal.PullRequestState = PullRequestState.Open;
        if (!proposal.Body.Contains(PullRequestText.OriginHeading, StringComparison.Ordinal))
        {
            context.AfterCommit(() => origins.Follow(incident.Id)); // Where the fault came from was not known yet, or not told here.
        }

        if (before is null)
        {
            context.Move(IncidentState.AwaitingDecision, TimelineKind.PullRequestOpened, $"Opened pull request #{pullRequest.Number}: {proposal.Title}.");
        }
        else
        {
            context.Move(IncidentState.AwaitingDecision, TimelineKind.PullRequestChanged, $"Pull request #{pullRequest.Number} covers {proposal.Workloads.Length} {(proposal.Workloads.Length == 1 ? "workload" : "workloads")} now; commit {proposal.HeadSha![..7]} is to be decided about.");
        }
    }

    private async Task<Runbook> RunbookAsync(RunbookMatch match, CancellationToken cancellationToken)
    {
        var version = await runbooks.GetAsync(match.RunbookId, match.RunbookVersion, cancellationToken);
        return RunbookParser.Parse(version!.Text).Runbook
            ?? throw new ProblemException($"Version {match.RunbookVersion} of the runbook {match.RunbookId} cannot be read any more; save it anew.");
    }

    private static async Task PushAsync(StageContext context, GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
    {
        var files = proposal.Files.ToDictionary(file => file.Path, file => file.After);
        var message = PullRequestText.Commit(proposal, context.Incident);
        proposal.HeadSha = await repository.CommitAsync(proposal.Parents, proposal.BaseSha, message, files, proposal.CreatedAt, cancellationToken);
        var ownHeads = proposal.OwnHeads;
        if (!ownHeads.Contains(proposal.HeadSha))
        {
            proposal.OwnHeads = [.. ownHeads, proposal.HeadSha];
        }

        // Nothing points to the commit yet. Written down first, it is known as AiSre's own when the incident grows in this very moment.
        await context.Db.SaveChangesAsync(cancellationToken);
        await repository.EnsureBranchAsync(proposal.Branch, proposal.HeadSha, ownHeads, cancellationToken);
    }
}
