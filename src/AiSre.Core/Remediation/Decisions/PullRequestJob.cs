using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Hangfire;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>
/// Looks at a proposal's pull request on GitHub and takes over what people did there. Webhooks and polling both only wake it.
/// </summary>
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [1, 5, 30], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class PullRequestJob(
    IDbContextFactory<AiSreDbContext> contexts, GitHubRepositories repositories, IDistributedLockProvider locks, StageDispatcher dispatcher,
    IOptions<DecisionOptions> options, TimeProvider time)
{
    /// <summary>How the sentence begins that stands on an incident as long as its pull request cannot be looked at.</summary>
    private const string NotSeen = "The pull request cannot be looked at: ";

    /// <summary>Idempotent: a merge or a closing that is known already changes nothing.</summary>
    /// <exception cref="ProblemException">GitHub does not answer; the incident says so until it does.</exception>
    public async Task RunAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.Set<Proposal>().SingleOrDefaultAsync(candidate => candidate.Id == proposalId, cancellationToken);
        if (proposal?.PullRequestNumber is not { } number || proposal.PullRequestState != PullRequestState.Open)
        {
            return;
        }

        IncidentState? next;
        await using (await locks.AcquireLockAsync($"aisre:incident:{proposal.IncidentId}", TimeSpan.FromSeconds(10), cancellationToken))
        {
            // Read under the lock: a head that AiSre itself moves meanwhile must not look like somebody else's.
            PullRequest pullRequest;
            try
            {
                pullRequest = await repositories.For(proposal.RepositoryUrl).GetPullRequestAsync(number, cancellationToken);
            }
            catch (ProblemException problem)
            {
                await SayAsync(proposal.IncidentId, problem, cancellationToken);
                throw;
            }

            next = await TakeOverAsync(proposalId, proposal.IncidentId, pullRequest, cancellationToken);
        }

        if (next is { } state)
        {
            dispatcher.Wake(proposal.IncidentId, state);
        }
    }

    /// <summary>Only where nothing else stands in the way, and only where nobody but GitHub is waited for: stages say themselves what stops them.</summary>
    private async Task SayAsync(Guid incidentId, ProblemException problem, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var said = NotSeen + problem.Message;
        await db.Set<Incident>()
            .Where(incident => incident.Id == incidentId && incident.State == IncidentState.AwaitingDecision && (incident.Problem == null || incident.Problem.StartsWith(NotSeen)))
            .Where(incident => incident.Problem != said)
            .ExecuteUpdateAsync(update => update.SetProperty(incident => incident.Problem, said), cancellationToken);
    }

    private async Task<IncidentState?> TakeOverAsync(Guid proposalId, Guid incidentId, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleAsync(candidate => candidate.Id == incidentId, cancellationToken);
        var proposal = await db.CurrentProposalAsync(incidentId, cancellationToken);
        if (proposal.Id != proposalId || !IncidentStateMachine.Allows(incident.State, IncidentState.Rejected) || incident.State is IncidentState.Approved or IncidentState.Rejecting)
        {
            return null; // It is over, or a stage is at it that looks at GitHub itself.
        }

        var context = new StageContext(db, incident, time);
        switch (pullRequest.State)
        {
            case PullRequestStatus.Merged:
                db.Set<Decision>().Add(Decision(context, proposal, Verdict.Approve, pullRequest, pullRequest.MergedBy));
                await MergedProposal.TakeOverAsync(context, proposal, repositories.For(proposal.RepositoryUrl), pullRequest, cancellationToken);
                break;
            case PullRequestStatus.Closed:
                db.Set<Decision>().Add(Decision(context, proposal, Verdict.Reject, pullRequest, pullRequest.ClosedBy));
                ClosedProposal.TakeOver(context, proposal, $"{pullRequest.ClosedBy ?? "Somebody"} closed the pull request on GitHub.", pullRequest.ClosedBy ?? "GitHub");
                break;
            case PullRequestStatus.Open when incident.State == IncidentState.AwaitingDecision && !proposal.IsRevert && pullRequest.HeadSha == proposal.HeadSha
                && context.Now - incident.StateChangedAt >= options.Value.ExpireAfter:
                context.Move(IncidentState.Withdrawing);
                break;
            case PullRequestStatus.Open when pullRequest.HeadSha == proposal.HeadSha
                && incident.Problem?.StartsWith(HeadCheck.Moved, StringComparison.Ordinal) == true:
                incident.Problem = null; // Somebody took their commit back.
                break;
            case PullRequestStatus.Open when incident.State == IncidentState.AwaitingDecision && pullRequest.HeadSha != proposal.HeadSha && incident.Problem != HeadCheck.MovedSentence(pullRequest.HeadSha):
                incident.Problem = HeadCheck.MovedSentence(pullRequest.HeadSha);
                context.Note(TimelineKind.PullRequestChanged, incident.Problem);
                break;
            default:
                if (!WasNotSeen(incident))
                {
                    return null;
                }

                break;
        }

        if (WasNotSeen(incident))
        {
            incident.Problem = null;
        }

        await db.SaveChangesAsync(cancellationToken);
        return incident.State;
    }

    private static bool WasNotSeen(Incident incident) => incident.Problem?.StartsWith(NotSeen, StringComparison.Ordinal) == true;

    private static Decision Decision(StageContext context, Proposal proposal, Verdict verdict, PullRequest pullRequest, string? login) => new()
    {
        Id = Guid.CreateVersion7(context.Now),
        ProposalId = proposal.Id,
        IncidentId = proposal.IncidentId,
        Verdict = verdict,
        HeadSha = pullRequest.HeadSha,
        By = login ?? "somebody on GitHub",
        Channel = DecisionChannel.GitHub,
        At = context.Now,
    };
}
