using System.Collections.Immutable;
using AiSre.Remediation.Decisions.Rejections;

namespace AiSre.Components.Runbooks;

/// <summary>One runbook of the list, in its latest version.</summary>
public sealed record RunbookRow
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required int Version { get; init; }

    public required string SavedBy { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public string? Owner { get; init; }

    /// <summary>What it is for, in words; null for prose only.</summary>
    public string? Symptom { get; init; }

    /// <summary>What it does, a sentence; null when that is only told to people.</summary>
    public string? Solution { get; init; }

    /// <summary>Why the text cannot be used, when an older, wider format let it in; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The repository that it belongs to; null for people here.</summary>
    public string? KeptIn { get; init; }

    /// <summary>Whether its file is gone, so that it is not used.</summary>
    public bool IsRetired { get; init; }

    /// <summary>How many incidents it was chosen for, in any version.</summary>
    public int Matched { get; init; }
}

/// <summary>A runbook with its history.</summary>
/// <param name="Shown">The version that is shown.</param>
/// <param name="Compared">The version it is compared with; null for none.</param>
/// <param name="Versions">All versions, the latest first.</param>
/// <param name="Incidents">The latest incidents it was chosen for.</param>
/// <param name="Matched">How many incidents it was chosen for.</param>
public sealed record RunbookDetails(
    RunbookText Shown, RunbookText? Compared, ImmutableArray<RunbookVersionHead> Versions, ImmutableArray<MatchedIncident> Incidents, int Matched)
{
    public int LatestVersion => Versions[0].Number;

    /// <summary>What people's rejections of its proposals ask its owner to change.</summary>
    public ImmutableArray<RejectionSuggestion> Suggestions { get; init; } = [];
}

/// <summary>One version with its text.</summary>
public sealed record RunbookText(string Id, int Number, string Text);

/// <summary>One version without its text.</summary>
public sealed record RunbookVersionHead(int Number, string SavedBy, DateTimeOffset SavedAt, string Reason)
{
    /// <summary>The commit that it came with; null when people saved it here.</summary>
    public string? Revision { get; init; }

    /// <summary>Where a browser shows that commit.</summary>
    public string? RevisionUrl { get; init; }
}

/// <summary>An incident that a runbook was chosen for.</summary>
public sealed record MatchedIncident(int Number, string Title, int Version, DateTimeOffset At);
