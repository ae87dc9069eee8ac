using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proof;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proposals;

/// <summary>Turns a proposal that is written down into a commit on its branch and a pull request.</summary>
/// <remarks>All of it follows from the row alone and is found again by its name, so this may die anywhere and run again.</remarks>
internal sealed class ProposalPush(GitHubRepositories repositories, IOptions<ProposalOptions> options)
{
    /// <summary>Pushes what the row says and opens the pull request, or finds both.</summary>
    /// <param name="context">The stage's unit of work; it is saved before anything is pushed.</param>
    /// <param name="proposal">The row.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<PullRequest> OpenAsync(StageContext context, Proposal proposal, CancellationToken cancellationToken)
    {
        await context.Db.SaveChangesAsync(cancellationToken);

        var repository = repositories.For(proposal.RepositoryUrl);
        var isNew = await PushAsync(context, repository, proposal, cancellationToken);
        var isKnown = proposal.PullRequestNumber is not null;
        var isDraft = options.Value.DraftUntilProven && proposal.Proof is { State: not ProofState.Proven };
        var pullRequest = await repository.OpenPullRequestAsync(
            proposal.Branch, proposal.BaseBranch, proposal.Title, proposal.Body, options.Value.AllLabels, isNew, isDraft, cancellationToken);
        if (isKnown)
        {
            await repository.DescribePullRequestAsync(pullRequest.Number, proposal.Title, proposal.Body, cancellationToken);
        }
        else
        {
            await AskForReviewsAsync(context, repository, pullRequest.Number, cancellationToken);
        }

        if (pullRequest.IsDraft && !isDraft)
        {
            await repository.MarkReadyAsync(pullRequest.Number, cancellationToken);
        }

        if (proposal is { Proof: { } proof, HeadSha: { } head })
        {
            await repository.ReportAsync(head, ProofReport.Of(proof), cancellationToken);
        }

        proposal.PullRequestNumber = pullRequest.Number;
        proposal.PullRequestUrl = pullRequest.Url.ToString();
        proposal.PullRequestState = PullRequestState.Open;
        var fingerprint = await ProposalFingerprint.ReadAsync(context.Db, proposal, cancellationToken);
        if (proposal.Fingerprint is not null && proposal.Fingerprint != fingerprint)
        {
            await context.Db.VoidDecisionsAsync(proposal.Id, $"The proposal changed ({fingerprint.WhatChangedSince(proposal.Fingerprint)}).", cancellationToken);
        }

        proposal.Fingerprint = fingerprint;
        return pullRequest;
    }

    private async Task AskForReviewsAsync(StageContext context, GitHubRepository repository, int number, CancellationToken cancellationToken)
    {
        var (people, teams) = (options.Value.Reviewers.ToList(), options.Value.TeamReviewers.ToList());
        if (people.Count + teams.Count > 0 && await repository.RequestReviewsAsync(number, people, teams, cancellationToken) is { } problem)
        {
            context.Note(TimelineKind.Problem, problem); // Nothing that keeps the change from being decided about.
        }
    }

    /// <returns>Whether the branch is new.</returns>
    private static async Task<bool> PushAsync(StageContext context, GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
    {
        var files = proposal.Files.Where(file => !file.IsRemoved).ToDictionary(file => file.Path, file => file.After);
        string[] removed = [.. proposal.Files.Where(file => file.IsRemoved).Select(file => file.Path)];
        var message = PullRequestText.Commit(proposal, context.Incident);
        proposal.HeadSha = await repository.CommitAsync(proposal.Parents, proposal.BaseSha, message, files, proposal.CreatedAt, removed, cancellationToken);
        var ownHeads = proposal.OwnHeads;
        if (!ownHeads.Contains(proposal.HeadSha))
        {
            proposal.OwnHeads = [.. ownHeads, proposal.HeadSha];
        }

        // Nothing points to the commit yet. Written down first, it is known as AiSre's own when the incident grows in this very moment.
        await context.Db.SaveChangesAsync(cancellationToken);
        return await repository.EnsureBranchAsync(proposal.Branch, proposal.HeadSha, ownHeads, cancellationToken);
    }
}
