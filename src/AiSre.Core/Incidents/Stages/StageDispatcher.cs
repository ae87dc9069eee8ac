using System.Collections.Concurrent;
using Hangfire;

namespace AiSre.Incidents.Stages;

/// <summary>Wakes the stage that an incident's state has work for.</summary>
/// <remarks>
/// It remembers what this process woke lately and what it is running, so that the sweep does not send a second job while the
/// first is on its way. The memory is a courtesy only: a forgotten or doubled wake-up changes nothing but the time it takes.
/// </remarks>
public sealed class StageDispatcher(IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>How long a wake-up is trusted to have become a run.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(Guid Incident, IncidentState State), DateTimeOffset> _woken = new();

    /// <summary>Call it after the state was committed; does nothing for states without work.</summary>
    public void Wake(Guid incidentId, IncidentState state)
    {
        if (IncidentStateMachine.HasWork(state))
        {
            _woken[(incidentId, state)] = time.GetUtcNow();
            jobs.Enqueue<StageJob>(job => job.RunAsync(incidentId, state, CancellationToken.None));
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

    private sealed class Run(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
