using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Origins;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Turns the runbook's solution into a commit on a branch of the incident's own, and opens the pull request.</summary>
/// <remarks>
/// What is to be pushed is written down before anything is pushed; see <see cref="ProposalPush"/>. So this stage may die anywhere and run
/// again.
/// </remarks>
internal sealed class ProposeStage(ProposalDraft draft, ProposalPush push, OriginFollower origins, PullRequestSignal signal) : IIncidentStage
{
    public IncidentState State => IncidentState.RunbookMatched;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var incident = context.Incident;
        var match = await context.Db.Set<RunbookMatch>().AsNoTracking().SingleAsync(candidate => candidate.IncidentId == incident.Id, cancellationToken);
        var proposal = await context.Db.Set<Proposal>().NewestAsync(incident.Id, cancellationToken);
        var wasOutdated = proposal is { IsOutdated: true };
        try
        {
            proposal = await draft.WriteAsync(context, match, proposal, cancellationToken);
        }
        catch (ProblemException refused) when (proposal?.PullRequestState == PullRequestState.Open && !refused.IsTransient)
        {
            // What is open still helps those it is for, and waits for its decision; what it lacks is said beside it.
            context.Move(IncidentState.AwaitingDecision, TimelineKind.ProposalRefused, $"The pull request stays as it is: {refused.Message}");
            incident.Problem = refused.Message;
            return;
        }

        var before = proposal.PullRequestNumber;
        var pullRequest = await push.OpenAsync(context, proposal, cancellationToken);
        if (!proposal.Body.Contains(PullRequestText.OriginHeading, StringComparison.Ordinal))
        {
            context.AfterCommit(() => origins.Follow(incident.Id)); // Where the fault came from was not known yet, or not told here.
        }

        // What GitHub told of it may have come before its number was written down.
        var id = proposal.Id;
        context.AfterCommit(() => signal.Raise(id));
        if (before is null)
        {
            context.Move(IncidentState.AwaitingDecision, TimelineKind.PullRequestOpened, $"Opened pull request #{pullRequest.Number}: {proposal.Title}.");
        }
        else
        {
            var what = wasOutdated ? $"was planned and proven again on commit {proposal.BaseSha[..7]} of {proposal.BaseBranch}" : $"covers {proposal.Workloads.Length} {(proposal.Workloads.Length == 1 ? "workload" : "workloads")} now";
            context.Move(IncidentState.AwaitingDecision, TimelineKind.PullRequestChanged, $"Pull request #{pullRequest.Number} {what}; commit {proposal.HeadSha![..7]} is to be decided about.");
        }
    }
}
