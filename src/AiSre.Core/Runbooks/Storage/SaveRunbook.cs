using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AiSre.Runbooks.Storage;

/// <summary>What somebody wants to keep.</summary>
/// <param name="Text">The whole Markdown text.</param>
/// <param name="ExpectedVersion">The version the editing began from; 0 for a new runbook.</param>
/// <param name="RunbookId">The id the editing began from, which the text must still carry; null for a new runbook.</param>
/// <param name="SavedBy">Who.</param>
/// <param name="Reason">Why; required.</param>
public sealed record SaveRunbook(string Text, int ExpectedVersion, string? RunbookId, string SavedBy, string Reason)
{
    /// <summary>Whether the person has said that it is really meant to become automatic everywhere.</summary>
    public bool MeansEverywhere { get; init; }
}

/// <summary>What came of saving.</summary>
/// <param name="Version">The version that was added; null when it was refused, or became a pull request.</param>
/// <param name="Refusal">Why nothing was saved, one sentence; null when it was.</param>
/// <param name="Errors">The mistakes in the text, when that is the reason.</param>
public sealed record SaveRunbookResult(RunbookVersion? Version, string? Refusal, ImmutableArray<RunbookError> Errors)
{
    [MemberNotNullWhen(true, nameof(Version))]
    public bool IsSaved => Version is not null;

    /// <summary>The pull request that was opened instead, where the runbook is kept in a repository; null otherwise.</summary>
    public RunbookPullRequest? PullRequest { get; private init; }

    /// <summary>Whether it is refused only until the person says that everywhere is meant.</summary>
    public bool AsksWhetherEverywhere { get; private init; }

    internal static SaveRunbookResult Everywhere(string id) =>
        Refused($"The runbook was not saved because {id} asks to be automatic and nothing narrows where: narrow 'mode' or 'applies-to', or say that everywhere is meant.") with { AsksWhetherEverywhere = true };

    internal static SaveRunbookResult Proposed(RunbookPullRequest pullRequest) => new(null, null, []) { PullRequest = pullRequest };

    internal static SaveRunbookResult Saved(RunbookVersion version) => new(version, null, []);

    internal static SaveRunbookResult Refused(string sentence, ImmutableArray<RunbookError> errors = default) =>
        new(null, sentence, errors.IsDefault ? [] : errors);
}

/// <summary>A change of a runbook that waits in its repository.</summary>
/// <param name="RunbookId">The runbook.</param>
/// <param name="IsNew">Whether there is no such runbook yet.</param>
/// <param name="Number">Its number; null while it is not open yet.</param>
/// <param name="Url">Where a browser shows it.</param>
/// <param name="Problem">What keeps it from being opened, one sentence; null when nothing does.</param>
public sealed record RunbookPullRequest(string RunbookId, bool IsNew, int? Number, string? Url, string? Problem);
