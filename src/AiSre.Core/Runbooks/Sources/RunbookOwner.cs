using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Sources;

/// <summary>Who a runbook belongs to: people here, or a file of a repository. One row per id; a runbook without one belongs to people here.</summary>
public sealed class RunbookOwner
{
    public required string RunbookId { get; init; }

    /// <summary>The key of the source; null for people here.</summary>
    public string? Source { get; set; }

    /// <summary>What people call the repository: <c>acme/runbooks</c>; null for people here.</summary>
    public string? Repository { get; set; }

    /// <summary>The file, from the repository's root; null for people here.</summary>
    public string? Path { get; set; }

    /// <summary>What the file held when it was taken over last; null when it was not yet.</summary>
    public string? BlobSha { get; set; }

    /// <summary>Where a browser shows the file as it is now.</summary>
    public string? FileUrl { get; set; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>Who had it so: the first who saved it, whoever handed it over, or AiSre for a file that was found.</summary>
    public required string By { get; set; }

    /// <summary>Why it changed hands; null when it did not.</summary>
    public string? Reason { get; set; }

    /// <summary>When its file was found gone: it is not used until it comes back. Null while it is used.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>The row, which nobody else changes before the transaction ends; null when there is none.</summary>
    internal static Task<RunbookOwner?> LockAsync(AiSreDbContext db, string runbookId, CancellationToken cancellationToken) =>
        db.Set<RunbookOwner>().FromSql($"select * from runbook_owners where runbook_id = {runbookId} for update").SingleOrDefaultAsync(cancellationToken);
}
