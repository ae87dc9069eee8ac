using AiSre.Clusters.Objects;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Clusters.History;

/// <summary>The recorder's rows.</summary>
internal sealed class HistoryStore(IDbContextFactory<AiSreDbContext> contexts, IOptions<HistoryOptions> options, TimeProvider time)
{
    /// <summary>What a row takes up besides its content, indexes included.</summary>
    private const int RowBytes = 400;

    private const int LongestMessage = 4096;

    /// <summary>The revision that each object had when it was last seen.</summary>
    public async Task<IReadOnlyList<(ObjectRef Ref, KnownRevision Known)>> LoadKnownAsync(string cluster, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var current = await db.Set<ObjectRevision>().AsNoTracking()
            .Where(revision => revision.Cluster == cluster && revision.SupersededAt == null)
            .OrderBy(revision => revision.Id)
            .Select(revision => new { revision.Id, revision.ApiVersion, revision.Kind, revision.Namespace, revision.Name, revision.ChangeKey, revision.Hash, revision.HealthyAt })
            .ToListAsync(cancellationToken);
        return
        [
            .. current.Select(revision => (
                new ObjectRef(revision.ApiVersion, revision.Kind, revision.Namespace.Length == 0 ? null : revision.Namespace, revision.Name),
                new KnownRevision(revision.Id, revision.ChangeKey, revision.Hash, revision.HealthyAt is not null))),
        ];
    }

    /// <summary>Writes down objects whose content differs from their last revision's; of the others only that they were looked at.</summary>
    /// <returns>How many revisions there are more.</returns>
    public async Task<int> WriteAsync(
        string cluster, IReadOnlyList<(KubeObject Value, string Json)> objects, Dictionary<ObjectRef, KnownRevision> known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = new List<(ObjectRef Ref, ObjectRevision Row)>();
        var superseded = new List<long>();
        var touched = new List<(ObjectRef Ref, KnownRevision Known)>();
        foreach (var (value, json) in objects)
        {
            if (RecordedObjects.ChangeKeyOf(value) is not { } key)
            {
                continue; // Somebody owns it by now.
            }

            var canonical = CanonicalJson.Of(json);
            var hash = CanonicalJson.Hash(canonical);
            var commit = RecordedObjects.CommitOf(value);
            var last = known.GetValueOrDefault(value.Ref);

            // An application that was synced to another commit is news though its spec is the same.
            if (value is Application)
            {
                hash = CanonicalJson.Hash([.. canonical, .. System.Text.Encoding.UTF8.GetBytes(commit ?? "")]);
            }

            if (last?.Hash == hash)
            {
                touched.Add((value.Ref, last with { ChangeKey = key }));
                continue;
            }

            if (last is not null)
            {
                superseded.Add(last.Id);
            }

            var content = CanonicalJson.Compress(canonical);
            rows.Add((value.Ref, new ObjectRevision
            {
                Cluster = cluster,
                ApiVersion = value.ApiVersion,
                Kind = value.Kind,
                Namespace = value.Metadata.Namespace ?? "",
                Name = value.Metadata.Name,
                ChangeKey = key,
                Hash = hash,
                Content = content,
                Bytes = content.Length + RowBytes,
                SeenAt = now,
                HealthyAt = RecordedObjects.IsHealthy(value) ? now : null,
                Commit = commit,
            }));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SupersedeAsync(db, superseded, now, cancellationToken);
        foreach (var (_, one) in touched)
        {
            await db.Set<ObjectRevision>().Where(revision => revision.Id == one.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(revision => revision.ChangeKey, one.ChangeKey), cancellationToken);
        }

        db.AddRange(rows.Select(row => row.Row));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (reference, one) in touched)
        {
            known[reference] = one;
        }

        foreach (var (reference, row) in rows)
        {
            known[reference] = new KnownRevision(row.Id, row.ChangeKey, row.Hash, row.HealthyAt is not null);
        }

        return rows.Count;
    }

    /// <summary>Marks revisions whose rollout was seen complete, and those whose objects went.</summary>
    public async Task MarkAsync(IReadOnlyCollection<long> healthy, IReadOnlyCollection<long> gone, CancellationToken cancellationToken)
    {
        if (healthy.Count + gone.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<ObjectRevision>().Where(revision => healthy.Contains(revision.Id) && revision.HealthyAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(revision => revision.HealthyAt, now), cancellationToken);
        await SupersedeAsync(db, gone, now, cancellationToken);
    }

    /// <summary>Writes down events; one that is there already gets its newest count, time and words.</summary>
    public async Task WriteAsync(string cluster, IReadOnlyCollection<Event> said, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into object_events (cluster, uid, kind, namespace, name, type, reason, message, count, first_seen_at, last_seen_at)
            select {cluster}, * from unnest(
                {said.Select(one => one.Metadata.Uid).ToArray()}, {said.Select(one => one.About.Kind).ToArray()},
                {said.Select(one => one.About.Namespace ?? "").ToArray()}, {said.Select(one => one.About.Name).ToArray()},
                {said.Select(one => one.Type).ToArray()}, {said.Select(one => one.Reason).ToArray()}, {said.Select(one => Short(one.Text)).ToArray()},
                {said.Select(one => one.Occurrences).ToArray()},
                {said.Select(one => one.FirstSeen ?? now).ToArray()}, {said.Select(one => one.LastSeen ?? now).ToArray()})
            on conflict (cluster, uid) do update
            set count = excluded.count, last_seen_at = excluded.last_seen_at, message = excluded.message
            where object_events.count is distinct from excluded.count
            """,
            cancellationToken);
    }

    /// <summary>Drops what is older than it is kept, and then the oldest that is more than may be kept.</summary>
    public async Task TrimAsync(string cluster, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.KeepFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<ObjectRevision>().Where(revision => revision.Cluster == cluster && revision.SupersededAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RecordedEvent>().Where(said => said.Cluster == cluster && said.LastSeenAt < before).ExecuteDeleteAsync(cancellationToken);

        // What objects are now goes last: it is what the next change is compared with.
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from object_revisions where id in (
                select id from (
                    select id, sum(bytes::bigint) over (order by superseded_at is not null, coalesce(superseded_at, seen_at) desc, id desc) as running
                    from object_revisions where cluster = {cluster}) as newest_first
                where running > {options.Value.RevisionBytes})
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from object_events where id in (
                select id from (
                    select id, sum(octet_length(message)::bigint + {RowBytes}) over (order by last_seen_at desc, id desc) as running
                    from object_events where cluster = {cluster}) as newest_first
                where running > {options.Value.EventBytes})
            """,
            cancellationToken);
    }

    private static async Task SupersedeAsync(AiSreDbContext db, IReadOnlyCollection<long> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            await db.Set<ObjectRevision>().Where(revision => ids.Contains(revision.Id) && revision.SupersededAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(revision => revision.SupersededAt, now), cancellationToken);
        }
    }

    private static string Short(string text)
    {
        var safe = text.Replace('\0', '\uFFFD');
        return safe.Length <= LongestMessage ? safe : safe[..LongestMessage];
    }
}
