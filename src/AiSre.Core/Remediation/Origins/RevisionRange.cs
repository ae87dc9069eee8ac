using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Origins;

/// <summary>The two commits of one source that an application was synced to before and with a change.</summary>
/// <param name="Source">The source.</param>
/// <param name="From">The commit before.</param>
/// <param name="To">The commit that the change came with; the same as before when nothing was synced.</param>
public sealed record RevisionRange(ApplicationSource Source, string From, string To)
{
    private const int ShaLength = 40;

    /// <summary>Reads them from what was recorded, or else from the application's own history. Pure.</summary>
    /// <param name="application">The application.</param>
    /// <param name="recordedFrom">The commit on record from when the object was well; null when there is none.</param>
    /// <param name="recordedTo">The commit on record from when the object changed; null when there is none.</param>
    /// <param name="at">When it changed.</param>
    /// <returns>One for each source in Git; none when there is no earlier revision to compare with.</returns>
    public static ImmutableArray<RevisionRange> Of(Application application, string? recordedFrom, string? recordedTo, DateTimeOffset at)
    {
        var sources = application.Spec.EffectiveSources;
        var history = application.Status.History.Select(one => (one.DeployedAt, Commits: Commits(one.Revision, one.Revisions))).Where(one => one.Commits.Count == sources.Count).ToList();
        var current = application.Status.OperationState?.SyncResult is { } result ? Commits(result.Revision, result.Revisions) : Commits(application.Status.Sync.Revision, application.Status.Sync.Revisions);
        var isSingle = sources.Count == 1;

        // Times of Kubernetes are whole seconds: what a sync brought is never later than its end.
        var with = history.FindIndex(one => one.DeployedAt >= Whole(at));
        var to = isSingle && recordedTo is not null ? [recordedTo] : with >= 0 ? history[with].Commits : current;
        var last = history.FindLastIndex(one => one.Commits.SequenceEqual(to));
        var from = isSingle && recordedFrom is not null ? [recordedFrom]
            : history.Take(last < 0 ? history.Count : last).LastOrDefault(one => !one.Commits.SequenceEqual(to)).Commits;
        return from is null || from.Count != sources.Count || to.Count != sources.Count
            ? []
            : [.. sources.Select((source, index) => new RevisionRange(source, from[index], to[index])).Where(range => range.Source.Chart.Length == 0 && IsCommit(range.From) && IsCommit(range.To))];
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), at.Offset);

    private static IReadOnlyList<string> Commits(string revision, IReadOnlyList<string> revisions) => revisions.Count > 0 ? revisions : revision.Length > 0 ? [revision] : [];

    /// <summary>Whether a revision names a commit in full.</summary>
    public static bool IsCommit(string revision) => revision.Length == ShaLength && revision.All(char.IsAsciiHexDigit);
}
