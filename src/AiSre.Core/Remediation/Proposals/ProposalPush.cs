using AiSre.GitHub;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Proposals;

/// <summary>Turns a proposal that is written down into a commit on its branch and a pull request.</summary>
/// <remarks>All of it follows from the row alone and is found again by its name, so this may die anywhere and run again.</remarks>
internal sealed class ProposalPush(GitHubRepositories repositories)
{
    private static readonly string[] Labels = ["aisre"];

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
        var pullRequest = await repository.OpenPullRequestAsync(proposal.Branch, proposal.BaseBranch, proposal.Title, proposal.Body, Labels, isNew, cancellationToken: cancellationToken);
        if (isKnown)
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
        proposal.Fingerprint = await ProposalFingerprint.ReadAsync(context.Db, proposal, cancellationToken);
        return pullRequest;
    }

    /// <returns>Whether the branch is new.</returns>
    private static async Task<bool> PushAsync(StageContext context, GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
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
        return await repository.EnsureBranchAsync(proposal.Branch, proposal.HeadSha, ownHeads, cancellationToken);
    }
}
