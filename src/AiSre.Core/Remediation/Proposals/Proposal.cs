using System.Collections.Immutable;
using System.Globalization;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Proposals;

/// <summary>A runbook's solution applied to one repository revision: the diff and its pull request.</summary>
public sealed class Proposal
{
    public required Guid Id { get; init; }

    /// <summary>One proposal per incident.</summary>
    public required Guid IncidentId { get; init; }

    public required string RunbookId { get; set; }

    public required int RunbookVersion { get; set; }

    /// <summary>The repository's address as the application writes it (<c>repoURL</c>).</summary>
    public required string RepositoryUrl { get; init; }

    /// <summary>The Argo CD applications whose sources are changed, as <c>namespace/name</c>.</summary>
    public required ImmutableArray<string> Applications { get; set; }

    /// <summary>The addresses of the workloads that the change is for: <c>Deployment/shop/checkout</c>.</summary>
    public required ImmutableArray<string> Workloads { get; set; }

    /// <summary>The branch the change is for (<c>targetRevision</c>).</summary>
    public required string BaseBranch { get; init; }

    /// <summary>The commit the change was made on.</summary>
    public required string BaseSha { get; set; }

    /// <summary>The branch of the pull request, named after the incident; numbered from the second on, when the incident was opened again.</summary>
    public required string Branch { get; set; }

    /// <summary>The whole files before and after.</summary>
    public required ImmutableArray<FileChange> Files { get; set; }

    /// <summary>What was proven of the change before anybody was asked; null for one from before that was looked at.</summary>
    public ProposalProof? Proof { get; set; }

    public required string Title { get; set; }

    /// <summary>The pull request's text, Markdown.</summary>
    public required string Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the head follows: the base; once the incident grew, the head before and the base if that has moved.</summary>
    public required ImmutableArray<string> Parents { get; set; }

    /// <summary>The commit that a decision is about; null until it is pushed.</summary>
    public string? HeadSha { get; set; }

    /// <summary>Every head that AiSre has made: a branch that points to one of them holds nobody else's commits.</summary>
    public ImmutableArray<string> OwnHeads { get; set; } = [];

    public int? PullRequestNumber { get; set; }

    /// <summary>Where a browser shows the pull request.</summary>
    public string? PullRequestUrl { get; set; }

    public PullRequestState PullRequestState { get; set; } = PullRequestState.None;

    /// <summary>The commit on the base branch that contains the change; null until merged.</summary>
    public string? MergeSha { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    /// <summary>Since when the merged revision is synced and healthy without symptoms; null while it is not.</summary>
    public DateTimeOffset? WellSince { get; set; }

    /// <summary>PostgreSQL's <c>xmin</c>.</summary>
    public uint Version { get; private set; }

    /// <summary>Begins anew on a branch of its own: the pull request of the last time is closed, and GitHub keeps one per branch.</summary>
    /// <param name="first">The name of the incident's first branch.</param>
    internal void BeginAgain(string first)
    {
        var times = Branch.Length > first.Length && int.TryParse(Branch.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 1;
        Branch = string.Create(CultureInfo.InvariantCulture, $"{first}-{times + 1}");
        HeadSha = null;
        OwnHeads = [];
        PullRequestNumber = null;
        PullRequestUrl = null;
        PullRequestState = PullRequestState.None;
    }
}

/// <summary>One file of a proposal.</summary>
/// <param name="Path">Path from the repository's root, with slashes.</param>
/// <param name="Before">The file's text at the base commit.</param>
/// <param name="After">The file's text as proposed.</param>
/// <param name="Edits">What changes and why, one line each: <c>spec.template…image: a → b</c>.</param>
public sealed record FileChange(string Path, string Before, string After, ImmutableArray<string> Edits);

public enum PullRequestState
{
    /// <summary>Not opened yet.</summary>
    None,
    Open,
    Merged,
    Closed,
}
