using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;

namespace AiSre.Remediation.Proposals;

/// <summary>Tidies up after a merge.</summary>
internal static class MergedBranch
{
    /// <summary>Deletes the branch unless somebody has pushed to it. That it cannot must not keep anything else from happening.</summary>
    public static async Task DeleteAsync(StageContext context, GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
    {
        try
        {
            await repository.DeleteBranchIfUntouchedAsync(proposal.Branch, proposal.HeadSha!, cancellationToken);
        }
        catch (ProblemException problem)
        {
            context.Note(TimelineKind.Problem, $"The merged branch {proposal.Branch} was not deleted: {problem.Message}");
        }
    }
}
