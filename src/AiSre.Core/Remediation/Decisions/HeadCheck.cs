using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Decisions;

/// <summary>Asks GitHub whether the pull request still shows what the person looked at.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "Asks GitHub once that edge is in.")]
public sealed class HeadCheck
{
    /// <summary>Null when it does; otherwise why nothing can be decided, in one sentence. A GitHub that does not answer is a reason too.</summary>
    public Task<string?> WhyNotAsync(Proposal proposal, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
