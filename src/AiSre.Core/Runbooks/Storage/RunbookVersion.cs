using AiSre.Runbooks.Sources;

namespace AiSre.Runbooks.Storage;

/// <summary>One saved version of a runbook: its whole Markdown text. Versions are added, never changed.</summary>
public sealed class RunbookVersion
{
    public required Guid Id { get; init; }

    /// <summary>The runbook's id, as its front matter says; stable over versions.</summary>
    public required string RunbookId { get; init; }

    /// <summary>1, 2, 3 … per runbook.</summary>
    public required int Number { get; init; }

    /// <summary>The Markdown with its front matter, exactly as saved.</summary>
    public required string Text { get; init; }

    public required string SavedBy { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Why it was changed.</summary>
    public required string Reason { get; init; }

    /// <summary>The file and commit that it came from; null when people saved it here.</summary>
    public RunbookOrigin? Origin { get; init; }
}
