namespace AiSre.Remediation.Proposals;

/// <summary>How pull requests look to the people of a repository; section <c>Proposals</c>.</summary>
public sealed class ProposalOptions
{
    public const string Section = "Proposals";

    /// <summary>What pull requests are labelled with; <c>aisre</c> when nothing is set.</summary>
    public IList<string> Labels { get; } = [];

    /// <summary>Logins that are asked for a review, beside the code owners whom GitHub asks by itself.</summary>
    public IList<string> Reviewers { get; } = [];

    /// <summary>Teams, by their short names, that are asked for a review.</summary>
    public IList<string> TeamReviewers { get; } = [];

    /// <summary>Whether a pull request of which not everything is proven is a draft, until it is or somebody approves it all the same.</summary>
    public bool DraftUntilProven { get; set; } = true;

    /// <summary>Whether the repository's own template for pull requests is kept below what AiSre writes, or around it.</summary>
    public bool UseTemplate { get; set; } = true;

    /// <summary><see cref="Labels"/>, or what stands for none.</summary>
    internal IReadOnlyCollection<string> AllLabels => Labels.Count == 0 ? ["aisre"] : [.. Labels];
}
