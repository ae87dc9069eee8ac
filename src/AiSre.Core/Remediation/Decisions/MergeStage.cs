using AiSre.GitHub;
using AiSre.GitHub.Standing;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Proposals;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>Merges exactly the approved commit, or says what is waited for, or why nothing was merged and asks again.</summary>
internal sealed class MergeStage(GitHubRepositories repositories, DecisionRules rules, BaseCheck baseCheck, MergePermits permits, IOptions<DecisionOptions> options) : IIncidentStage
{
    /// <summary>Webhooks and polling wake the stage as soon as something changes; this is for what they miss.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookAtQueueAgain = TimeSpan.FromSeconds(15);

    public IncidentState State => IncidentState.Approved;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        var approvals = (await context.Db.StandingDecisionsAsync(proposal.Id, cancellationToken)).FindAll(decision => decision.Verdict == Verdict.Approve);
        if (await WhyNotAsync(context, proposal, approvals, cancellationToken) is { } why)
        {
            await AskAgainAsync(context, proposal, approvals, why, cancellationToken);
            return;
        }

        var repository = repositories.For(proposal.RepositoryUrl);
        if (proposal.Standing is { Waits.IsEmpty: false } && await LookAsync(repository, proposal, cancellationToken) is { } waits)
        {
            await WaitAsync(context, repository, proposal, approvals, waits, cancellationToken);
            return;
        }

        // An earlier try, or the queue, may have merged it: then it is this very change that the base has moved by.
        if (await baseCheck.LookAsync(context.Db, context.Incident, proposal, cancellationToken) is BaseVerdict.Outdated outdated
            && (await repository.GetPullRequestAsync(proposal.PullRequestNumber!.Value, cancellationToken)).State == PullRequestStatus.Open)
        {
            proposal.Outdate(outdated.BaseSha);
            approvals.ForEach(decision => decision.VoidedBecause = outdated.Sentence);
            context.Move(IncidentState.Detected, TimelineKind.DecisionRefused, $"{outdated.Sentence} Nothing was merged; it is planned and proven again, and then to be decided about.");
            return;
        }

        if (await permits.WhyNotAsync(proposal, approvals, cancellationToken) is { } forbidden)
        {
            await AskAgainAsync(context, proposal, approvals, forbidden, cancellationToken);
            return;
        }

        var head = approvals[^1].HeadSha;
        switch (await repository.MergeAsync(proposal.PullRequestNumber!.Value, head, proposal.Title, proposal.Owners, cancellationToken))
        {
            case MergeResult.Merged merged:
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.AlreadyMerged merged when merged.HeadSha == head:
                // By an earlier try whose answer was lost, through the queue, or on GitHub: the same decision.
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.AlreadyMerged merged:
                var other = $"Another commit than the approved one was merged on GitHub by {merged.By ?? "somebody"}.";
                approvals.ForEach(decision => decision.VoidedBecause = other);
                context.Note(TimelineKind.DecisionRefused, other);
                await MergedProposal.TakeOverAsync(context, proposal, repository, merged.Sha, cancellationToken);
                break;
            case MergeResult.HeadMoved moved:
                await AskAgainAsync(context, proposal, approvals, $"The branch has moved to commit {moved.ActualSha[..7]} since the approval, so nothing was merged; look at it on GitHub and merge or close it there.", cancellationToken);
                break;
            case MergeResult.Waits waiting:
                await WaitAsync(context, repository, proposal, approvals, waiting.Standing, cancellationToken);
                break;
            case MergeResult.NotMergeable refused:
                await AskAgainAsync(context, proposal, approvals, $"GitHub did not merge the pull request ({refused.Reason.TrimEnd('.')}); put that right there, then approve again or merge it there.", cancellationToken);
                break;
            case MergeResult.Closed closed:
                approvals.ForEach(decision => decision.VoidedBecause = "The pull request was closed on GitHub before it could be merged.");
                ClosedProposal.TakeOver(context, proposal, $"{closed.By ?? "Somebody"} closed the pull request on GitHub; nothing was merged.", closed.By ?? "GitHub");
                break;
            case var result:
                throw new InvalidOperationException($"A merge cannot end as {result}.");
        }
    }

    /// <summary>Everything that a decision needs is looked at again at the moment of the merge.</summary>
    private async Task<string?> WhyNotAsync(StageContext context, Proposal proposal, List<Decision> approvals, CancellationToken cancellationToken)
    {
        var fingerprint = (await context.Db.FingerprintAsync(proposal, cancellationToken))?.Value;
        if (approvals.Exists(decision => decision.Fingerprint is { } bound && bound != fingerprint))
        {
            return "The proposal changed since the approval, so nothing was merged; look at it again and decide.";
        }

        if (proposal.IsOutdated)
        {
            return HeadCheck.Outdated(proposal);
        }

        var author = await context.Db.RunbookAuthorAsync(proposal, cancellationToken);
        if (approvals.Exists(decision => decision.Channel == DecisionChannel.Policy))
        {
            return null; // The guardrails are asked last of all.
        }

        if (approvals.Count < rules.QuorumFor(proposal.IsRevert) || approvals.Exists(decision => rules.WhyNot(decision.By, author) is not null))
        {
            return "The approvals are not enough by the rules as they are now, so nothing was merged; decide again.";
        }

        return context.Now - approvals[0].At >= options.Value.ExpireAfter
            ? $"It was approved more than {Duration.Words(options.Value.ExpireAfter)} ago and could not be merged since; look at it again and decide."
            : null;
    }

    /// <summary>How it stands where it could not be merged the last time; null when nothing is in the way that passes by itself.</summary>
    private static async Task<PullRequestStanding?> LookAsync(GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
    {
        var standing = await repository.StandingAsync(proposal.PullRequestNumber!.Value, proposal.Owners, withReviews: false, cancellationToken);
        return !standing.Waits.IsEmpty && GitHubRepository.IsPatient(standing) && !standing.Waits.Any(wait => wait.Kind == MergeWaitKind.Queue) ? standing : null;
    }

    private async Task WaitAsync(
        StageContext context, GitHubRepository repository, Proposal proposal, List<Decision> approvals, PullRequestStanding standing, CancellationToken cancellationToken)
    {
        proposal.Standing = standing;
        var others = standing.Waits.Where(wait => wait.Kind != MergeWaitKind.Queue).ToList();
        if (others.Count > 0)
        {
            context.WaitUntil(context.Now + LookAgain, $"Approved, and GitHub does not merge it yet. {string.Join(" ", others.Select(wait => wait.Sentence))}");
            return;
        }

        // Only the queue is left. What was in it and is not any more, and is not merged, GitHub has taken out.
        var number = proposal.PullRequestNumber!.Value;
        if (proposal.QueuedSha == proposal.HeadSha && await repository.QueuePlaceAsync(number, cancellationToken) is null)
        {
            if (await repository.GetPullRequestAsync(number, cancellationToken) is { State: PullRequestStatus.Open })
            {
                proposal.QueuedSha = null;
                await AskAgainAsync(context, proposal, approvals, "GitHub took the pull request out of the merge queue without merging it; its page says why. Put that right, then approve again.", cancellationToken);
                return;
            }

            context.WaitUntil(context.Now, null);
            return;
        }

        var place = await repository.EnqueueAsync(number, approvals[^1].HeadSha, cancellationToken);
        proposal.QueuedSha = proposal.HeadSha;
        context.WaitUntil(context.Now + LookAtQueueAgain, $"Approved, and number {place.Position} in GitHub's merge queue of {proposal.BaseBranch}.");
    }

    private async Task AskAgainAsync(StageContext context, Proposal proposal, List<Decision> approvals, string because, CancellationToken cancellationToken)
    {
        if (approvals.Exists(decision => decision.Channel == DecisionChannel.Policy))
        {
            await permits.ReleaseAsync(proposal, cancellationToken);
        }

        approvals.ForEach(decision => decision.VoidedBecause = because);
        context.Move(IncidentState.AwaitingDecision, TimelineKind.DecisionRefused, because);
        context.Incident.Problem = because;
    }
}
