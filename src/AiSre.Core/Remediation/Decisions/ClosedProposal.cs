using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>What follows once a proposal is closed without a merge.</summary>
internal static class ClosedProposal
{
    /// <summary>Ends the stage: without a revert the change that did not help stays in Git, and the incident has failed.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="proposal">What was closed.</param>
    /// <param name="text">How, one sentence.</param>
    /// <param name="actor">By whom.</param>
    public static void TakeOver(StageContext context, Proposal proposal, string text, string actor = StageContext.AiSreItself)
    {
        proposal.PullRequestState = PullRequestState.Closed;
        context.Move(proposal.IsRevert ? IncidentState.Failed : IncidentState.Rejected, TimelineKind.PullRequestClosed, text, actor);
    }
}
