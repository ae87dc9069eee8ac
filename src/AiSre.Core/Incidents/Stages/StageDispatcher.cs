using System.Collections.Concurrent;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace AiSre.Incidents.Stages;

/// <summary>Wakes the stage that an incident's state has work for.</summary>
/// <remarks>
/// It remembers what this process woke lately and what it is running, so that the sweep does not send a second job while the
/// first is on its way. The memory is a courtesy only: a forgotten or doubled wake-up changes nothing but the time it takes.
/// </remarks>
public sealed partial class StageDispatcher(IBackgroundJobClient jobs, TimeProvider time, ILogger<StageDispatcher> logger)
{
    /// <summary>How long a wake-up is trusted to have become a run.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(Guid Incident, IncidentState State), DateTimeOffset> _woken = new();

    /// <summary>Call it after the state was committed; does nothing for states without work. Never throws: what is committed stays due, and the sweep finds it.</summary>
    public void Wake(Guid incidentId, IncidentState state)
    {
        if (!IncidentStateMachine.HasWork(state))
        {
            return;
        }

        try
        {
            _woken[(incidentId, state)] = time.GetUtcNow();
            jobs.Enqueue<StageJob>(job => job.RunAsync(incidentId, state, CancellationToken.None));
        }
        catch (BackgroundJobClientException error)
        {
            _woken.TryRemove((incidentId, state), out _);
            Log.NotWoken(logger, error, state, incidentId);
        }
    }

    /// <summary>Forgets wake-ups whose runs another replica took.</summary>
    internal void Forget()
    {
        var old = time.GetUtcNow() - Lease;
        foreach (var (key, at) in _woken)
        {
            if (at < old)
            {
                _woken.TryRemove(KeyValuePair.Create(key, at));
            }
        }
    }

    /// <summary>As <see cref="Wake"/>, unless a wake-up is on its way or running in this process.</summary>
    internal void WakeUnlessWoken(Guid incidentId, IncidentState state)
    {
        if (!_woken.TryGetValue((incidentId, state), out var at) || time.GetUtcNow() - at > Lease)
        {
            Wake(incidentId, state);
        }
    }

    /// <summary>Says that the stage is running here; dispose it when it ended.</summary>
    internal IDisposable Running(Guid incidentId, IncidentState state)
    {
        _woken[(incidentId, state)] = DateTimeOffset.MaxValue;
        return new Run(() => _woken.TryRemove((incidentId, state), out _));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The stage {State} of incident {IncidentId} could not be woken; the sweep wakes it.")]
        public static partial void NotWoken(ILogger logger, Exception error, IncidentState state, Guid incidentId);
    }

    private sealed class Run(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
