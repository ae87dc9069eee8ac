using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Looks at a pull request that is open as AiSre pushed it: what it waits for, and whether its base has moved away under it.</summary>
internal sealed class OpenPullRequest(GitHubRepositories repositories, DecisionRules rules, BaseCheck baseCheck)
{
    /// <summary>Notes in the row what has changed.</summary>
    /// <param name="context">The unit of work; the caller saves it.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether anything has.</returns>
    /// <exception cref="ProblemException">GitHub does not answer, or refuses.</exception>
    public async Task<bool> LookAsync(StageContext context, Proposal proposal, CancellationToken cancellationToken)
    {
        var standing = await repositories.For(proposal.RepositoryUrl)
            .StandingAsync(proposal.PullRequestNumber!.Value, proposal.Owners, rules.TakesReviews, cancellationToken);
        var hasChanged = !standing.Equals(proposal.Standing);
        proposal.Standing = standing;
        if (context.Incident.State != IncidentState.AwaitingDecision || proposal.IsOutdated)
        {
            return hasChanged;
        }

        var provenBefore = proposal.ProvenBaseSha;
        try
        {
            if (await baseCheck.LookAsync(context.Db, context.Incident, proposal, cancellationToken) is BaseVerdict.Outdated outdated)
            {
                proposal.Outdate(outdated.BaseSha);
                context.Move(IncidentState.Detected, TimelineKind.PullRequestChanged, $"{outdated.Sentence} It is planned and proven again.");
            }
        }
        catch (ProblemException problem) when (problem.IsTransient)
        {
            // A cluster that is away is said elsewhere. Nothing is merged meanwhile: the merge looks itself, and the next look comes.
            return hasChanged;
        }

        return hasChanged || proposal.ProvenBaseSha != provenBefore;
    }
}
