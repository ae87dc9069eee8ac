using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Decisions;

/// <summary>How many people have to approve, who may not, and who on GitHub is who here.</summary>
public sealed class DecisionRules(IOptions<DecisionOptions> options)
{
    /// <summary>Who decides where nobody does.</summary>
    public const string Policy = "policy";

    /// <summary>How many different people have to approve a change. Putting back what was there takes one, since it was reviewed before.</summary>
    public int QuorumFor(bool isRevert) => isRevert ? 1 : options.Value.Quorum;

    /// <summary>Whether anybody's reviews on GitHub count as decisions.</summary>
    public bool TakesReviews => options.Value.People.Count > 0;

    /// <summary>Who decides here under this name when they review on GitHub; null when their reviews are no decisions.</summary>
    public string? PersonOf(string login) =>
        options.Value.People.FirstOrDefault(person => person.GitHub.Equals(login, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>Why somebody may not approve, one sentence; null when they may.</summary>
    /// <param name="by">Who would approve.</param>
    /// <param name="author">Who wrote the version of the runbook that the change comes from; null for a revert.</param>
    public string? WhyNot(string by, string? author) =>
        options.Value.SeparateDuties && author is not null && AreSame(by, author)
            ? $"{by} wrote the version of the runbook that this change comes from, so somebody else has to approve it."
            : null;

    /// <summary>Whether two names are one person's.</summary>
    public bool AreSame(string left, string right) =>
        left.Equals(right, StringComparison.OrdinalIgnoreCase)
        || (PersonOf(left) ?? left).Equals(PersonOf(right) ?? right, StringComparison.OrdinalIgnoreCase);
}
