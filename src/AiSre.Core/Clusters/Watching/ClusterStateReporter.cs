using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Data;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.Watching;

/// <summary>Writes how a cluster is doing whenever that changes, at most once a second.</summary>
internal sealed partial class ClusterStateReporter(
    string cluster, ObjectCache cache, IReadOnlyList<Reflector> reflectors, IClusterStateStore store, WatchTimings timings, TimeProvider time, ILogger logger)
{
    private static readonly string Owner = $"{Environment.MachineName} (pid {Environment.ProcessId})";

    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long heardAt;

    /// <summary>Some reflector's state changed.</summary>
    public void Changed() => Volatile.Read(ref changed).TrySetResult();

    /// <summary>Some watch brought something.</summary>
    public void Heard() => Volatile.Write(ref heardAt, time.GetUtcNow().UtcTicks);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ClusterState? written = null;
        try
        {
            while (true)
            {
                Volatile.Write(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                var now = Compute(written);
                if (written is null || !now.SaysTheSameAs(written))
                {
                    written = await SaveAsync(now, cancellationToken) ? now : written;
                    await Task.Delay(timings.StateEvery, time, cancellationToken);
                }

                await Task.WhenAny(changed.Task, Task.Delay(timings.HeartbeatEvery, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch ends; whoever takes over writes the next.
        }
    }

    internal ClusterState Compute(ClusterState? before)
    {
        var states = reflectors.Select(reflector => (reflector.Kind, reflector.State)).ToList();
        var phase = PhaseOf(states.Select(entry => entry.State).ToList());
        var problem = states.Select(entry => entry.State)
            .Where(state => state.Problem is not null)
            .OrderByDescending(state => state.IsUnreachable)
            .ThenBy(state => state.Phase == ReflectorPhase.Forbidden)
            .FirstOrDefault()?.Problem;
        var heard = Volatile.Read(ref heardAt);
        return new ClusterState
        {
            Name = cluster,
            Phase = phase,
            Problem = problem,
            Since = before is not null && before.Phase == phase ? before.Since : time.GetUtcNow(),
            Objects = ObjectKinds.All
                .Where(cache.IsListed)
                .ToImmutableSortedDictionary(kind => kind.ToString(), cache.Count, StringComparer.Ordinal),
            MissingKinds = Names(states, ReflectorPhase.Missing),
            ForbiddenKinds = Names(states, ReflectorPhase.Forbidden),
            Owner = Owner,
            Kinds = [.. reflectors.GroupBy(reflector => reflector.Kind).Select(StateOf)],
            ClockOffset = TimeSpan.FromMinutes(Math.Round(cache.ClockOffset.TotalMinutes)),
            LastEventAt = heard == 0 ? null : new DateTimeOffset(heard, TimeSpan.Zero),
        };
    }

    private KindState StateOf(IGrouping<ObjectKind, Reflector> kind)
    {
        var worst = kind.Select(reflector => reflector.State).MaxBy(state => Phase(state.Phase))!;
        return new KindState(
            kind.Key.ToString(), Phase(worst.Phase), cache.IsListed(kind.Key) ? cache.Count(kind.Key) : 0, kind.Max(reflector => reflector.HeardAt), worst.Failures, worst.Problem);
    }

    private static KindPhase Phase(ReflectorPhase phase) => phase switch
    {
        ReflectorPhase.Watching => KindPhase.Watching,
        ReflectorPhase.Listing => KindPhase.Listing,
        ReflectorPhase.Missing => KindPhase.Missing,
        ReflectorPhase.Forbidden => KindPhase.Forbidden,
        _ => KindPhase.Failing,
    };

    private static ClusterPhase PhaseOf(List<ReflectorState> states)
    {
        var known = states.Where(state => state.Phase is ReflectorPhase.Watching).ToList();
        var failing = states.Where(state => state.Failures > 0).ToList();
        return failing.Any(state => state.IsUnreachable) && known.Count == 0 ? ClusterPhase.Unreachable
            : failing.Count > 0 || (known.Count == 0 && states.Exists(state => state.Phase == ReflectorPhase.Forbidden)) ? ClusterPhase.Behind
            : states.Exists(state => state.Phase == ReflectorPhase.Listing) ? ClusterPhase.Connecting
            : ClusterPhase.Synced;
    }

    private static ImmutableArray<string> Names(List<(ObjectKind Kind, ReflectorState State)> states, ReflectorPhase phase) =>
        [.. states.Where(entry => entry.State.Phase == phase).Select(entry => entry.Kind.ToString()).Distinct().Order(StringComparer.Ordinal)];

    private async Task<bool> SaveAsync(ClusterState state, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(state, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The database is away; the watch is not, and the next second brings the next try.
            if (!DatabaseAway.Is(exception))
            {
                Log.NotSaved(logger, exception, cluster);
            }

            Changed();
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The state of cluster {Cluster} could not be saved, and is saved again.")]
        public static partial void NotSaved(ILogger logger, Exception exception, string cluster);
    }
}
