using AiSre.Clusters.Objects;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.History;

/// <summary>Records one cluster while this process watches it.</summary>
/// <remarks>
/// The watch keeps lean records, so an object that may have changed is read whole from the API: one GET per change of what people write,
/// none for changes of status. Several changes between two looks are one revision, the last.
/// </remarks>
internal sealed partial class ClusterRecorder(
    ClusterConnection connection, ObjectCache cache, HistoryStore store, HistoryCounts counts, HistoryOptions options, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>How long changes gather: a rollout touches the same objects many times.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    /// <summary>An event that repeats is written down again so often.</summary>
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An object without a generation is read again so often at most: old leader elections write to a ConfigMap every other second. A change
    /// that comes sooner is looked at then.
    /// </summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(15);

    /// <summary>Objects that are read at the same time, so that a new cluster's API server hardly notices.</summary>
    private const int ReadsAtOnce = 4;

    private const int Batch = 200;
    private const int MostEventsKnown = 100_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<ObjectRef> _waiting = [];
    private readonly Dictionary<ObjectRef, KnownRevision> _known = [];
    private readonly Dictionary<string, (int Count, DateTimeOffset WrittenAt)> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectRef, DateTimeOffset> _readAt = [];
    private readonly HashSet<ObjectRef> _later = [];
    private bool _all = true;
    private Task _loop = Task.CompletedTask;

    /// <summary>The loop; it ends some time after <see cref="Stop"/>.</summary>
    public Task Loop => _loop;

    /// <param name="after">Another recorder of the same cluster, which is to end first.</param>
    public void Start(Task after) => _loop = Task.Run(async () =>
    {
        await after;
        await RunAsync(_stop.Token);
    });

    /// <summary>Notes which objects changed. Returns at once; what does not fit is found again by looking at everything.</summary>
    public void Note(IReadOnlyCollection<ObjectRef> changed)
    {
        lock (_waiting)
        {
            if (_all)
            {
                return;
            }

            if (_waiting.Count + changed.Count > options.MaxWaiting)
            {
                counts.Drop(connection.Name, changed.Count);
                _all = true;
                _waiting.Clear();
                return;
            }

            _waiting.UnionWith(changed);
        }
    }

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var isLoaded = false;
        var trimAt = time.GetUtcNow();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!isLoaded)
                {
                    await LoadAsync(cancellationToken);
                    isLoaded = true;
                }

                await LookAsync(cancellationToken);
                if (time.GetUtcNow() >= trimAt)
                {
                    await store.TrimAsync(connection.Name, cancellationToken);
                    trimAt = time.GetUtcNow() + TrimEvery;
                    LookAtAll(); // Also what could not be read the last time.
                }

                await Task.Delay(Gather, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.Failed(logger, error, connection.Name);
                LookAtAll();
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (reference, known) in await store.LoadKnownAsync(connection.Name, cancellationToken))
        {
            _known[reference] = known;
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var subjects = Take(out var all);
        var mayBeRead = _later.Where(subject => time.GetUtcNow() - _readAt.GetValueOrDefault(subject) >= ReadAgainAfter).ToList();
        _later.ExceptWith(mayBeRead);
        subjects.AddRange(mayBeRead.Except(subjects).ToList());
        var changed = new List<KubeObject>();
        var healthy = new List<long>();
        var gone = new List<(ObjectRef Ref, long Id)>();
        var said = new List<Event>();
        foreach (var subject in subjects)
        {
            if (cache.Find(subject) is not { } value)
            {
                if (_known.TryGetValue(subject, out var last))
                {
                    gone.Add((subject, last.Id));
                }

                continue;
            }

            if (!all)
            {
                said.AddRange(cache.EventsOf(value));
            }

            if (RecordedObjects.ChangeKeyOf(value) is not { } key)
            {
                continue;
            }

            if (!_known.TryGetValue(subject, out var known) || known.ChangeKey != key)
            {
                if (!key.Contains('@', StringComparison.Ordinal) || MayRead(subject))
                {
                    changed.Add(value);
                }
                else
                {
                    _later.Add(subject);
                }
            }
            else if (!known.IsHealthy && RecordedObjects.IsHealthy(value))
            {
                healthy.Add(known.Id);
                _known[subject] = known with { IsHealthy = true };
            }
        }

        if (all)
        {
            said.AddRange(cache.All<Event>());
        }

        await store.MarkAsync(healthy, gone.ConvertAll(one => one.Id), cancellationToken);
        gone.ForEach(one => _known.Remove(one.Ref));
        gone.ForEach(one => _readAt.Remove(one.Ref));
        await WriteEventsAsync(said, cancellationToken);
        foreach (var batch in changed.Chunk(Batch))
        {
            await RecordAsync(batch, cancellationToken);
        }
    }

    private bool MayRead(ObjectRef subject)
    {
        var now = time.GetUtcNow();
        if (_readAt.TryGetValue(subject, out var last) && now - last < ReadAgainAfter)
        {
            return false;
        }

        _readAt[subject] = now;
        return true;
    }

    private async Task RecordAsync(KubeObject[] changed, CancellationToken cancellationToken)
    {
        var read = new (KubeObject Value, string Json)[changed.Length];
        await Parallel.ForAsync(0, changed.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var reference = changed[index].Ref;
            try
            {
                // Its own words count: it may have changed again since the watch told of it.
                read[index] = await connection.ReadObjectAsync(reference, token) is { } json && ObjectReader.Read(json) is { } value ? (value, json) : default;
            }
            catch (ProblemException problem)
            {
                // The cluster is away, or does not let this one be read; it is asked again with the next change, or in some minutes.
                Log.NotRead(logger, reference.Address, connection.Name, problem.Message);
            }
        });
        var written = await store.WriteAsync(connection.Name, [.. read.Where(one => one.Json is not null)], _known, cancellationToken);
        counts.Wrote(connection.Name, written, 0);
    }

    private async Task WriteEventsAsync(List<Event> said, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var news = said
            .Where(one => one.Metadata.Uid.Length > 0 && (!_events.TryGetValue(one.Metadata.Uid, out var last)
                || (last.Count != one.Occurrences && now - last.WrittenAt >= RepeatEvery)))
            .DistinctBy(one => one.Metadata.Uid)
            .ToList();
        foreach (var batch in news.Chunk(Batch))
        {
            await store.WriteAsync(connection.Name, batch, cancellationToken);
        }

        if (_events.Count + news.Count > MostEventsKnown)
        {
            _events.Clear(); // Written down once more than needed, then.
        }

        news.ForEach(one => _events[one.Metadata.Uid] = (one.Occurrences, now));
        counts.Wrote(connection.Name, 0, news.Count);
    }

    private List<ObjectRef> Take(out bool all)
    {
        lock (_waiting)
        {
            all = _all;
            var taken = all ? [.. cache.All().Where(value => value is not Event).Select(value => value.Ref).Union(_known.Keys)] : _waiting.ToList();
            _all = false;
            _waiting.Clear();
            return taken;
        }
    }

    private void LookAtAll()
    {
        lock (_waiting)
        {
            _all = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What changed in cluster {Cluster} could not be recorded; everything is looked at again.")]
        public static partial void Failed(ILogger logger, Exception error, string cluster);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Address} in cluster {Cluster} was not recorded: {Problem}")]
        public static partial void NotRead(ILogger logger, string address, string cluster, string problem);
    }
}

/// <summary>The revision that an object has, as far as the recorder knows.</summary>
/// <param name="Id">Its row.</param>
/// <param name="ChangeKey">See <see cref="RecordedObjects.ChangeKeyOf"/>.</param>
/// <param name="Hash">The hash of its canonical JSON.</param>
/// <param name="IsHealthy">Whether its rollout was seen complete.</param>
internal sealed record KnownRevision(long Id, string ChangeKey, string Hash, bool IsHealthy);
