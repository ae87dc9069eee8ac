using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using AiSre.GitHub.Standing;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Proposals;

/// <summary>A runbook's solution applied to one repository revision, or the revert of one that did not help: the diff and its pull request.</summary>
public sealed class Proposal
{
    /// <summary>What the name of a revert's branch has more than that of the branch it reverts.</summary>
    internal const string RevertSuffix = "-revert";

    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    /// <summary>From 1; the incident's newest proposal is the one that is worked on and decided about.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The proposal whose files this one puts back; null for a solution.</summary>
    public Guid? RevertOf { get; init; }

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

    /// <summary>The newest commit of the base branch on which the change was found to be right and proven; <see cref="BaseSha"/> at first.</summary>
    public string? ProvenBaseSha { get; set; }

    /// <summary>Whether the base branch has moved so that it has to be planned and proven again.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Who owns the files that it changes, as the base says.</summary>
    public ImmutableArray<FileOwners> Owners { get; set; } = [];

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

    /// <summary>What a decision binds to; null until it is pushed.</summary>
    public ProposalFingerprint? Fingerprint { get; set; }

    /// <summary>Every head that AiSre has made: a branch that points to one of them holds nobody else's commits.</summary>
    public ImmutableArray<string> OwnHeads { get; set; } = [];

    public int? PullRequestNumber { get; set; }

    /// <summary>Where a browser shows the pull request.</summary>
    public string? PullRequestUrl { get; set; }

    public PullRequestState PullRequestState { get; set; } = PullRequestState.None;

    /// <summary>How it stands on GitHub, as far as AiSre has looked; null before and after it is open.</summary>
    public PullRequestStanding? Standing { get; set; }

    /// <summary>The head that AiSre has put into the base branch's merge queue; null when it has not.</summary>
    public string? QueuedSha { get; set; }

    /// <summary>How many decisions were made about it: what two people decide at once meets in this row.</summary>
    public int DecisionCount { get; set; }

    /// <summary>The commit on the base branch that contains the change; null until merged.</summary>
    public string? MergeSha { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    /// <summary>When every application was first seen synced to a revision with the change; null before.</summary>
    public DateTimeOffset? SyncedAt { get; set; }

    /// <summary>The last look before <see cref="SyncedAt"/>, at first the merge: what began after it may be the change's doing.</summary>
    public DateTimeOffset? UnsyncedAt { get; set; }

    /// <summary>Whether an application waited for somebody to sync it; the deadline then counts from <see cref="SyncedAt"/>, not from the merge.</summary>
    public bool IsSyncedByHand { get; set; }

    /// <summary>Since when the merged revision is synced and healthy without symptoms; null while it is not.</summary>
    public DateTimeOffset? WellSince { get; set; }

    /// <summary>Why the merged change counts as no help, as the end of a sentence without its full stop; null while it may still help, or did.</summary>
    public string? Failure { get; set; }

    /// <summary>How long it has to stay well at least, as its runbook says; null when it says nothing.</summary>
    public TimeSpan? Soak { get; set; }

    /// <summary>How long that may take, as its runbook says; null when it says nothing.</summary>
    public TimeSpan? VerifyWithin { get; set; }

    /// <summary>When it was proven on the cluster; null until then.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>Whether it puts back what another one changed.</summary>
    public bool IsRevert => RevertOf is not null;

    /// <summary>PostgreSQL's <c>xmin</c>.</summary>
    public uint Version { get; private set; }

    /// <summary>Notes that the pull request is merged, from when on it is watched.</summary>
    /// <param name="sha">The commit on the base branch.</param>
    /// <param name="now">The present.</param>
    internal void Merged(string sha, DateTimeOffset now)
    {
        PullRequestState = PullRequestState.Merged;
        Standing = null;
        MergeSha = sha;
        MergedAt = now;
        UnsyncedAt = now;
    }

    /// <summary>Notes that it does not hold on the base branch as it is.</summary>
    /// <param name="baseSha">Where the branch is; should the solution not fit there either, it waits for the branch to move again, or for a person.</param>
    internal void Outdate(string baseSha)
    {
        ProvenBaseSha = baseSha;
        IsOutdated = true;
    }

    /// <summary>Begins anew on a branch of its own: the pull request of the last time is closed, and GitHub keeps one per branch.</summary>
    /// <param name="first">The name of the incident's first branch.</param>
    internal void BeginAgain(string first)
    {
        Branch = NextBranch(first, Branch);
        HeadSha = null;
        Fingerprint = null;
        Standing = null;
        IsOutdated = false;
        OwnHeads = [];
        PullRequestNumber = null;
        PullRequestUrl = null;
        PullRequestState = PullRequestState.None;
    }

    /// <summary>The name of the branch after another: <c>…</c>, <c>…-2</c>, <c>…-3</c>.</summary>
    /// <param name="first">The name of the incident's first branch.</param>
    /// <param name="last">The one used last, of a solution.</param>
    internal static string NextBranch(string first, string last)
    {
        var times = last.Length > first.Length && int.TryParse(last.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return string.Create(CultureInfo.InvariantCulture, $"{first}-{times + 1}");
    }
}

/// <summary>One file of a proposal.</summary>
/// <param name="Path">Path from the repository's root, with slashes.</param>
/// <param name="Before">The file's text at the base commit.</param>
/// <param name="After">The file's text as proposed.</param>
/// <param name="Edits">What changes and why, one line each: <c>spec.template…image: a → b</c>.</param>
public sealed record FileChange(string Path, string Before, string After, ImmutableArray<string> Edits)
{
    /// <summary>Whether there was no such file at the base commit; what it was is then empty.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether there is no such file any more; what it becomes is then empty.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>The file at the base commit; null where it was not there.</summary>
    [JsonIgnore]
    public string? TextBefore => IsNew ? null : Before;

    /// <summary>The file as proposed; null where it is taken away.</summary>
    [JsonIgnore]
    public string? TextAfter => IsRemoved ? null : After;

    /// <summary>A change between two texts, null for a file that is not there.</summary>
    public static FileChange Between(string path, string? before, string? after, params ImmutableArray<string> edits) =>
        new(path, before ?? "", after ?? "", edits) { IsNew = before is null, IsRemoved = after is null };
}

public enum PullRequestState
{
    /// <summary>Not opened yet.</summary>
    None,
    Open,
    Merged,
    Closed,
}
