using AiSre.Data;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Proposals;

/// <summary>
/// Looks whether what was proven on one commit of the base branch holds on the branch as it is now: another change may have come in
/// between that the same solution would answer otherwise, or that makes the same files come to something else.
/// </summary>
internal sealed class BaseCheck(ProposalPlanner planner, GitHubRepositories repositories)
{
    /// <summary>Plans and proves again where the base has moved since the last look; costs one conditional call where it has not.</summary>
    /// <param name="db">The unit of work; where the change holds, the newer commit is noted in the row.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="proposal">Its open proposal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">GitHub or the cluster do not answer.</exception>
    public async Task<BaseVerdict> LookAsync(AiSreDbContext db, Incident incident, Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.IsRevert)
        {
            return new BaseVerdict.Holds(); // What it puts back was compared byte by byte, and a conflict keeps it from being merged.
        }

        var head = await repositories.For(proposal.RepositoryUrl).HeadOfAsync(proposal.BaseBranch, cancellationToken);
        if (head == (proposal.ProvenBaseSha ?? proposal.BaseSha))
        {
            return new BaseVerdict.Holds();
        }

        PlannedChange now;
        try
        {
            now = await planner.PlanAsync(db, incident, proposal, cancellationToken);
        }
        catch (ProblemException problem) when (!problem.IsTransient)
        {
            return Outdated($"and the solution does not fit any more: {problem.Message}");
        }

        if (now.Change is null)
        {
            return Outdated("and says already what this change would say.");
        }

        if (!now.Change.Files.Select(file => (file.Path, file.After)).SequenceEqual(proposal.Files.Select(file => (file.Path, file.After))))
        {
            return Outdated("and changes what this change is about.");
        }

        if (now.Proof!.State > (proposal.Proof?.State ?? ProofState.Unproven) || now.Proof.Digest != proposal.Proof?.Digest)
        {
            return Outdated("and this change comes to something else there.");
        }

        proposal.ProvenBaseSha = now.BaseSha;
        return new BaseVerdict.Holds();

        BaseVerdict.Outdated Outdated(string how) => new(head, $"{proposal.BaseBranch} has moved to commit {GitHubTree.Short(head)} {how}");
    }
}

/// <summary>Whether a change holds on the base branch as it is.</summary>
internal abstract record BaseVerdict
{
    private BaseVerdict()
    {
    }

    /// <summary>It does.</summary>
    public sealed record Holds : BaseVerdict;

    /// <summary>It has to be planned again.</summary>
    /// <param name="BaseSha">Where the base branch is.</param>
    /// <param name="Sentence">Why.</param>
    public sealed record Outdated(string BaseSha, string Sentence) : BaseVerdict;
}
