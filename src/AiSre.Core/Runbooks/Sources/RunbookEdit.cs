using System.Globalization;

namespace AiSre.Runbooks.Sources;

/// <summary>A change of a repository's runbook that somebody made here: one commit with one file on a branch of its own, and its pull request.</summary>
public sealed class RunbookEdit
{
    public required Guid Id { get; init; }

    public required string RunbookId { get; init; }

    /// <summary>The key of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The repository's address.</summary>
    public required string RepositoryUrl { get; init; }

    public required string BaseBranch { get; init; }

    /// <summary>The commit that it was made on.</summary>
    public required string BaseSha { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What the file said on that commit; null for a new one.</summary>
    public string? Before { get; init; }

    /// <summary>What it shall say.</summary>
    public required string Text { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Named after what is changed into what, so that the same wish again finds it.</summary>
    public required string Branch { get; init; }

    /// <summary>The edit that this one takes further; its pull request is closed once this one's is open. Null for none.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>The commit; null until it is made.</summary>
    public string? HeadSha { get; set; }

    public int? PullRequestNumber { get; set; }

    public string? PullRequestUrl { get; set; }

    public RunbookEditState State { get; set; } = RunbookEditState.Opening;

    /// <summary>What keeps the pull request from being opened or looked at, one sentence; null when nothing does.</summary>
    public string? Problem { get; set; }

    /// <summary>When it was merged, closed or given up; null before.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether it may still be merged.</summary>
    public bool IsOpen => State is RunbookEditState.Opening or RunbookEditState.Open;

    /// <summary>One line under 72 characters where the id allows it.</summary>
    internal string Title => $"{(Before is null ? "Add" : "Change")} runbook {RunbookId}";

    /// <summary>What the branch is called.</summary>
    /// <param name="runbookId">The runbook.</param>
    /// <param name="wish">What tells one wish from another.</param>
    /// <param name="time">1 for the first; GitHub keeps one pull request per branch, and one that was closed stays closed.</param>
    internal static string BranchFor(string runbookId, string wish, int time) =>
        $"aisre/runbook/{runbookId}-{wish[..8]}" + (time == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{time}"));
}

/// <summary>How far an edit is.</summary>
public enum RunbookEditState
{
    /// <summary>It is kept, and its pull request is not open yet.</summary>
    Opening,
    Open,
    Merged,

    /// <summary>Closed without merging, or given up.</summary>
    Closed,
}
