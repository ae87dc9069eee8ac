using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Autonomy;
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
internal sealed class PullRequestJob(
    IDbContextFactory<AiSreDbContext> contexts, GitHubRepositories repositories, IDistributedLockProvider locks, StageDispatcher dispatcher,
    OpenPullRequest open, ReviewDecisions reviews, PolicyDecisions policy, IOptions<DecisionOptions> options, TimeProvider time)
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
            try
            {
                // Read under the lock: a head that AiSre itself moves meanwhile must not look like somebody else's.
                var pullRequest = await repositories.For(proposal.RepositoryUrl).GetPullRequestAsync(number, cancellationToken);
                next = await TakeOverAsync(proposalId, proposal.IncidentId, pullRequest, cancellationToken);
            }
            catch (ProblemException problem)
            {
                await SayAsync(proposal.IncidentId, problem, cancellationToken);
                throw;
            }
        }

        if (next is { } state)
        {
            dispatcher.Wake(proposal.IncidentId, state);
        }

        await TakeReviewsAsync(proposalId, cancellationToken);
        await policy.LookAsync(proposalId, cancellationToken);
    }

    // After the lock is gone: a review decides by the same way as anybody else does.
    private async Task TakeReviewsAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleAsync(candidate => candidate.Id == proposalId, cancellationToken);
        if (proposal is { PullRequestState: PullRequestState.Open, Fingerprint: not null, Standing.Reviews: { IsEmpty: false } said })
        {
            await reviews.TakeOverAsync(proposal, said, cancellationToken);
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
        try
        {
            return await TryTakeOverAsync(proposalId, incidentId, pullRequest, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody decided in this very moment. Once more, on the rows as they are now.
            return await TryTakeOverAsync(proposalId, incidentId, pullRequest, cancellationToken);
        }
    }

    /// <returns>The state to wake a stage for; null when nothing has changed.</returns>
    private async Task<IncidentState?> TryTakeOverAsync(Guid proposalId, Guid incidentId, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().SingleAsync(candidate => candidate.Id == incidentId, cancellationToken);
        var proposal = await db.CurrentProposalAsync(incidentId, cancellationToken);
        if (proposal.Id != proposalId || proposal.PullRequestNumber != pullRequest.Number || proposal.PullRequestState != PullRequestState.Open)
        {
            return null; // A stage closed it itself while this waited for the lock: nobody decided anything on GitHub.
        }

        if (!IncidentStateMachine.Allows(incident.State, IncidentState.Rejected) || incident.State == IncidentState.Rejecting)
        {
            return null; // It is over, or a stage is at it that looks at GitHub itself.
        }

        var context = new StageContext(db, incident, time);
        var isSame = pullRequest.State == PullRequestStatus.Open && pullRequest.HeadSha == proposal.HeadSha;
        var hasChanged = WasNotSeen(incident);
        incident.Problem = hasChanged ? null : incident.Problem;
        if (isSame && incident.State is IncidentState.AwaitingDecision or IncidentState.Approved)
        {
            hasChanged |= await open.LookAsync(context, proposal, cancellationToken);
        }

        if (incident.State == IncidentState.Approved)
        {
            // The stage merges, or says what is in the way; it need not wait for its next look.
            hasChanged |= !isSame;
            incident.NextAttemptAt = hasChanged ? context.Now : incident.NextAttemptAt;
        }
        else
        {
            hasChanged |= await FollowAsync(context, proposal, pullRequest, cancellationToken);
        }

        if (!hasChanged)
        {
            return null;
        }

        await db.SaveChangesAsync(cancellationToken);
        return incident.State;
    }

    /// <summary>Takes over what happened to the pull request while a decision is waited for.</summary>
    /// <returns>Whether anything did.</returns>
    private async Task<bool> FollowAsync(StageContext context, Proposal proposal, PullRequest pullRequest, CancellationToken cancellationToken)
    {
        var incident = context.Incident;
        var isWaiting = incident.State == IncidentState.AwaitingDecision;
        switch (pullRequest.State)
        {
            case PullRequestStatus.Merged:
                context.Db.Set<Decision>().Add(Decision(context, proposal, Verdict.Approve, pullRequest, pullRequest.MergedBy));
                await MergedProposal.TakeOverAsync(context, proposal, repositories.For(proposal.RepositoryUrl), pullRequest, cancellationToken);
                return true;
            case PullRequestStatus.Closed:
                context.Db.Set<Decision>().Add(Decision(context, proposal, Verdict.Reject, pullRequest, pullRequest.ClosedBy));
                ClosedProposal.TakeOver(context, proposal, $"{pullRequest.ClosedBy ?? "Somebody"} closed the pull request on GitHub.", pullRequest.ClosedBy ?? "GitHub");
                return true;
            case PullRequestStatus.Open when isWaiting && !proposal.IsRevert && pullRequest.HeadSha == proposal.HeadSha && context.Now - incident.StateChangedAt >= options.Value.ExpireAfter:
                context.Move(IncidentState.Withdrawing);
                return true;
            case PullRequestStatus.Open when pullRequest.HeadSha == proposal.HeadSha && incident.Problem?.StartsWith(HeadCheck.Moved, StringComparison.Ordinal) == true:
                incident.Problem = null; // Somebody took their commit back.
                return true;
            case PullRequestStatus.Open when isWaiting && pullRequest.HeadSha != proposal.HeadSha && incident.Problem?.StartsWith($"{HeadCheck.Moved} {pullRequest.HeadSha[..7]}", StringComparison.Ordinal) != true:
                var who = await repositories.For(proposal.RepositoryUrl).AuthorOfAsync(pullRequest.HeadSha, cancellationToken);
                incident.Problem = HeadCheck.MovedSentence(pullRequest.HeadSha, who);
                context.Note(TimelineKind.PullRequestChanged, incident.Problem);
                return true;
            default:
                return false;
        }
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
