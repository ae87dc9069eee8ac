using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Clusters.History;

/// <summary>Tells what was recorded about objects in the order in which it happened: what was changed, and what components said.</summary>
public partial class ObjectStory(IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>The last so many are told.</summary>
    public const int MostMoments = 300;

    private const int MostFields = 5;

    /// <summary>Reads the story of some objects, and of the pods and ReplicaSets that are theirs by name.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="objects">The objects; only a few.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="until">The end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The newest last; no more than <see cref="MostMoments"/>.</returns>
    public virtual async Task<ImmutableArray<ObjectMoment>> ReadAsync(
        string cluster, IReadOnlyCollection<ObjectRef> objects, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var moments = new List<ObjectMoment>();
        foreach (var subject in objects)
        {
            moments.AddRange(await ChangesAsync(db, cluster, subject, from, until, cancellationToken));
            moments.AddRange(await SaidAsync(db, cluster, subject, from, until, cancellationToken));
        }

        return [.. moments.Distinct().OrderBy(moment => moment.At).TakeLast(MostMoments)];
    }

    private static async Task<IEnumerable<ObjectMoment>> ChangesAsync(
        AiSreDbContext db, string cluster, ObjectRef subject, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var space = subject.Namespace ?? "";
        var revisions = await db.Set<ObjectRevision>().AsNoTracking()
            .Where(revision => revision.Cluster == cluster && revision.Kind == subject.Kind && revision.Namespace == space && revision.Name == subject.Name
                && revision.SeenAt <= until && (revision.SupersededAt == null || revision.SupersededAt >= from))
            .OrderBy(revision => revision.SeenAt).ThenBy(revision => revision.Id)
            .Take(MostMoments)
            .ToListAsync(cancellationToken);
        var moments = new List<ObjectMoment>();
        foreach (var (index, revision) in revisions.Index())
        {
            if (revision.SeenAt >= from && index > 0)
            {
                moments.Add(new ObjectMoment(revision.SeenAt, subject.Address, MomentKind.Changed, Words(revisions[index - 1], revision), "", 1));
            }

            if (revision.HealthyAt is { } well && well >= from && well <= until)
            {
                moments.Add(new ObjectMoment(well, subject.Address, MomentKind.Well, subject.Kind == "Application" ? "Synced and healthy." : "All that it asks for runs.", "", 1));
            }
        }

        return moments;
    }

    private static async Task<IEnumerable<ObjectMoment>> SaidAsync(
        AiSreDbContext db, string cluster, ObjectRef subject, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var space = subject.Namespace ?? "";
        string[] owned = ["Pod", "ReplicaSet", "Job"];
        var prefix = subject.Name + "-";
        var said = await db.Set<RecordedEvent>().AsNoTracking()
            .Where(one => one.Cluster == cluster && one.Namespace == space && one.LastSeenAt >= from && one.FirstSeenAt <= until
                && ((one.Kind == subject.Kind && one.Name == subject.Name) || (owned.Contains(one.Kind) && one.Name.StartsWith(prefix))))
            .OrderByDescending(one => one.LastSeenAt)
            .Take(MostMoments)
            .ToListAsync(cancellationToken);
        return said
            .Where(one => one.Name == subject.Name || MadeOf().IsMatch(one.Name.AsSpan(prefix.Length)))
            .Select(one => new ObjectMoment(
                one.LastSeenAt, $"{one.Kind}/{(space.Length == 0 ? "" : space + "/")}{one.Name}", one.Type == "Warning" ? MomentKind.Warned : MomentKind.Said, one.Message, one.Reason, one.Count));
    }

    private static string Words(ObjectRevision before, ObjectRevision after)
    {
        if (after.Commit is { } commit && commit != before.Commit)
        {
            return $"Synced to commit {(commit.Length > 7 ? commit[..7] : commit)}.";
        }

        using var old = JsonDocument.Parse(CanonicalJson.Decompress(before.Content));
        using var now = JsonDocument.Parse(CanonicalJson.Decompress(after.Content));
        var fields = FieldDiff.Between(old.RootElement, now.RootElement);
        var words = fields.Take(MostFields).Select(field => $"{field.Path}: {field.Before ?? "not set"} → {field.After ?? "removed"}");
        return string.Join("; ", words) + (fields.Length > MostFields ? $"; and {fields.Length - MostFields} fields more" : "");
    }

    /// <summary>What controllers put behind the name of a workload: a hash, a hash and five letters, a number.</summary>
    [GeneratedRegex("^([a-z0-9]{5,10}(-[a-z0-9]{5})?|[0-9]+)$")]
    private static partial Regex MadeOf();
}

/// <summary>Something recorded about an object.</summary>
/// <param name="At">When; of an event that repeats, the last time.</param>
/// <param name="Address">The object: <c>Pod/shop/checkout-1</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What was said, or changed.</param>
/// <param name="Reason">The event's reason; empty for changes.</param>
/// <param name="Count">How often.</param>
public sealed record ObjectMoment(DateTimeOffset At, string Address, MomentKind Kind, string Text, string Reason, int Count);

/// <summary>What was recorded.</summary>
public enum MomentKind
{
    /// <summary>An event of the ordinary kind.</summary>
    Said,

    /// <summary>An event that warns.</summary>
    Warned,

    /// <summary>What people write was changed.</summary>
    Changed,

    /// <summary>Its rollout was complete.</summary>
    Well,
}
