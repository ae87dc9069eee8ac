using System.Collections.Immutable;
using AiSre.Runbooks.Sources;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>How the sync of a repository's folder stands, for people.</summary>
public enum SourceState
{
    /// <summary>Nobody looked yet.</summary>
    New,
    Syncing,
    Synced,

    /// <summary>It cannot be read; the last good versions stay in force.</summary>
    Failing,

    /// <summary>The settings name it no more, and it has runbooks still.</summary>
    Gone,
}

/// <summary>A repository's folder that runbooks come from.</summary>
public sealed record SourceView
{
    public required string Key { get; init; }

    /// <summary>As <c>acme/runbooks/platform</c>.</summary>
    public required string Name { get; init; }

    public required SourceState State { get; init; }

    public string? Branch { get; init; }

    /// <summary>The folder; null where it is the whole repository, or not known any more.</summary>
    public string? Folder { get; init; }

    /// <summary>The commit in force.</summary>
    public string? Revision { get; init; }

    public string? RevisionUrl { get; init; }

    public DateTimeOffset? SyncedAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public string? Problem { get; init; }

    public ImmutableArray<FileProblem> Files { get; init; } = [];

    /// <summary>How many of its runbooks are in force.</summary>
    public int InForce { get; init; }

    /// <summary>How many of its Markdown files are no runbooks.</summary>
    public int Skipped { get; init; }

    /// <summary>The pull requests from here that are not merged yet.</summary>
    public ImmutableArray<EditView> Edits { get; init; } = [];
}

/// <summary>An edit that waits in its repository.</summary>
/// <param name="Id">Its key.</param>
/// <param name="RunbookId">The runbook.</param>
/// <param name="IsNew">Whether it begins a runbook.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">Since when.</param>
/// <param name="Number">The pull request; null while it is not open yet.</param>
/// <param name="Url">Where a browser shows it.</param>
/// <param name="Problem">What is in the way, one sentence; null when nothing is.</param>
public sealed record EditView(Guid Id, string RunbookId, bool IsNew, string By, string Reason, DateTimeOffset At, int? Number, string? Url, string? Problem);

/// <summary>A file that says it is a runbook and is not in force.</summary>
/// <param name="Source">The key of the source that has it.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record OwnedFile(string Source, FileProblem Problem);

/// <summary>Who a runbook belongs to, and what is going on there.</summary>
public sealed record OwnershipView
{
    public required string RunbookId { get; init; }

    /// <summary>The key of the source; null for people here.</summary>
    public string? Source { get; init; }

    /// <summary>The repository, as <c>acme/runbooks</c>.</summary>
    public string? Repository { get; init; }

    public string? Path { get; init; }

    /// <summary>Where a browser shows the file as it is now.</summary>
    public string? FileUrl { get; init; }

    /// <summary>The commit that the latest version came with.</summary>
    public RunbookOrigin? Origin { get; init; }

    /// <summary>Whether the settings name the source no more.</summary>
    public bool IsGone { get; init; }

    /// <summary>Since when its file is gone; null while it is used.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Who had it change hands and why; null when nobody did.</summary>
    public string? ChangedHands { get; init; }

    /// <summary>What of it is not in force and why.</summary>
    public ImmutableArray<OwnedFile> Files { get; init; } = [];

    /// <summary>The pull requests from here that are not merged yet.</summary>
    public ImmutableArray<EditView> Edits { get; init; } = [];

    /// <summary>Whether editing it leads to a pull request.</summary>
    public bool IsEditedThere => Source is not null && !IsGone;
}
