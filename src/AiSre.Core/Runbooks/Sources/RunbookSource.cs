using System.Collections.Immutable;

namespace AiSre.Runbooks.Sources;

/// <summary>How the sync of a repository's folder stands. The row stays when the source is taken out of the settings.</summary>
public sealed class RunbookSource
{
    /// <summary>As <see cref="ConfiguredSource.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it: <c>acme/runbooks/platform</c>.</summary>
    public required string Name { get; set; }

    /// <summary>The branch that was read last; null before.</summary>
    public string? Branch { get; set; }

    /// <summary>The commit that was read last without a problem; null before.</summary>
    public string? Revision { get; set; }

    /// <summary>Where a browser shows it.</summary>
    public string? RevisionUrl { get; set; }

    /// <summary>How often somebody asked to have it looked at.</summary>
    public int Requests { get; set; }

    /// <summary><see cref="Requests"/> as the last look found it.</summary>
    public int Answered { get; set; }

    /// <summary>Which look this is: one that is overtaken by another writes nothing any more.</summary>
    public int Attempt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Null while it is looked at.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The last look without a problem.</summary>
    public DateTimeOffset? SyncedAt { get; set; }

    /// <summary>Since when it cannot be read; null when it can.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Why it cannot be read, one sentence; null when it can.</summary>
    public string? Problem { get; set; }

    /// <summary>What of it is not in force and why, as the last look without a problem found it.</summary>
    public ImmutableArray<FileProblem> Files { get; set; } = [];

    /// <summary>How many of its runbooks are in force.</summary>
    public int InForce { get; set; }

    /// <summary>How many of its Markdown files are no runbooks.</summary>
    public int Skipped { get; set; }
}
