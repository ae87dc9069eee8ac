using System.Text.Json.Serialization;

namespace AiSre.Runbooks.Sources;

/// <summary>Why a file of a source, or what it says now, is not in force.</summary>
/// <param name="Kind">Of which kind it is, which says what can be done here.</param>
/// <param name="Path">The file.</param>
/// <param name="RunbookId">The runbook that is concerned; null when that is not known.</param>
/// <param name="Message">What is wrong and what to do, one sentence.</param>
public sealed record FileProblem(FileProblemKind Kind, string Path, string? RunbookId, string Message)
{
    /// <summary>From 1; null when it is about the whole file.</summary>
    public int? Line { get; init; }

    /// <summary>From 1.</summary>
    public int? Column { get; init; }

    /// <summary>Whether the runbook has a version that stays in force.</summary>
    public bool KeepsLast { get; init; }

    /// <summary>What tells the text that a person may agree to.</summary>
    public string? TextHash { get; init; }

    /// <summary>Where a browser shows it.</summary>
    public string? Url { get; init; }

    /// <summary>Whether people may hand the runbook over to this file.</summary>
    [JsonIgnore]
    public bool MayBeHandedOver => Kind is FileProblemKind.OwnedByPeople or FileProblemKind.OwnedByGone;
}

/// <summary>What is wrong with a file.</summary>
public enum FileProblemKind
{
    /// <summary>The text has a mistake.</summary>
    Invalid,

    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>Another file is this runbook.</summary>
    Duplicate,

    /// <summary>The id is another than that of the runbook which came from this file.</summary>
    IdChanged,

    /// <summary>The runbook belongs to people here; they may hand it over.</summary>
    OwnedByPeople,

    /// <summary>The runbook belongs to another source.</summary>
    OwnedByOther,

    /// <summary>The runbook belongs to a source that the settings name no more; people may hand it over.</summary>
    OwnedByGone,

    /// <summary>It asks to be automatic everywhere, and nobody has said here that this is meant.</summary>
    Everywhere,

    /// <summary>The file is gone, and the runbook stays since a file that cannot be read may be the same one moved.</summary>
    Held,
}
