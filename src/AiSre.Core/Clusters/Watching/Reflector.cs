using System.Net;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;
using Microsoft.Extensions.Logging;

namespace AiSre.Clusters.Watching;

/// <summary>
/// Keeps the cache equal to what the API holds of one kind: list in pages, watch from there with bookmarks, list again when the server has
/// forgotten the place (410).
/// </summary>
internal sealed partial class Reflector(
    ClusterConnection connection, ObjectKind kind, string? @namespace, ObjectCache cache, IReflectorSink sink, WatchTimings timings, TimeProvider time, ILogger logger)
{
    /// <summary>A watch that ends sooner than this was of no use, and is not asked for again at once.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    /// <summary>From where to watch; null when a list is needed first.</summary>
    private string? version;

    public ObjectKind Kind => kind;

    public ReflectorState State { get; private set; } = new(ReflectorPhase.Listing);

    /// <summary>When the watch last brought something, a bookmark too; null when it never did.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>Runs until cancelled; survives everything else.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                if (version is null)
                {
                    await ListAsync(cancellationToken);
                }

                var lasted = await WatchAsync(cancellationToken);
                failures = lasted < ShortestWatch ? failures + 1 : 0;
                pause = failures == 0 ? TimeSpan.Zero : timings.Backoff(failures);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.Gone)
            {
                version = null;
                pause = failures++ == 0 ? TimeSpan.Zero : timings.Backoff(failures);
            }
            catch (KubernetesRefusal refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                failures = 0;
                pause = timings.ProbeEvery;
                Missing();
            }
            catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.Forbidden)
            {
                failures = 0;
                pause = timings.ProbeEvery;
                version = null;
                var problem = Explain(refusal)!;
                if (State.Phase != ReflectorPhase.Forbidden)
                {
                    Log.Forbidden(logger, problem.Message);
                }

                Become(new ReflectorState(ReflectorPhase.Forbidden, problem.Message));
            }
            catch (Exception failure)
            {
                failures++;
                pause = Failed(failure, failures);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        if (State.Phase != ReflectorPhase.Missing)
        {
            Become(State with { Phase = ReflectorPhase.Listing });
        }

        IReadOnlyList<KubeObject> all;
        string from;
        try
        {
            (all, from) = await ListPagesAsync(timings.PageSize, cancellationToken);
        }
        catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.Gone)
        {
            // The place in the list expired between two pages: this list takes longer than the server keeps its history. At once, then.
            (all, from) = await ListPagesAsync(0, cancellationToken);
        }

        if (State.Phase == ReflectorPhase.Missing)
        {
            Log.Appeared(logger, connection.Name, kind);
        }

        foreach (var value in cache.Replace(kind, @namespace, all))
        {
            sink.Changed(value);
        }

        version = from;
        Become(new ReflectorState(ReflectorPhase.Watching));
    }

    /// <summary>Lists; while one page is read the next is on its way.</summary>
    /// <param name="limit">Objects per page; 0 for all in one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<(IReadOnlyList<KubeObject> All, string Version)> ListPagesAsync(int limit, CancellationToken cancellationToken)
    {
        var (all, version) = (new List<KubeObject>(), "");
        Task<PageBytes>? coming = FetchAsync(limit, "", cancellationToken);
        try
        {
            while (coming is not null)
            {
                using var page = await coming;
                coming = page.PeekMeta() is { Continue.Length: > 0 } early ? FetchAsync(limit, early.Continue, cancellationToken) : null;
                var (meta, items) = kind.ReadPage(page.Span);
                all.AddRange(items);
                version = meta.ResourceVersion;
                coming ??= meta.Continue.Length > 0 ? FetchAsync(limit, meta.Continue, cancellationToken) : null;
            }

            return (all, version);
        }
        finally
        {
            // The list failed while a page was on its way, which nobody will read.
            _ = coming?.ContinueWith(static page => page.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private async Task<PageBytes> FetchAsync(int limit, string from, CancellationToken cancellationToken)
    {
        var query = limit == 0 ? "" : $"?limit={limit}{(from.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(from)}")}";
        using var response = await AskAsync(kind.CollectionPath(@namespace) + query, cancellationToken);
        return await PageBytes.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, CancellationToken cancellationToken)
    {
        var response = await connection.Api.GetAsync(path, cancellationToken);
        cache.ClockOffset = connection.Api.ClockOffset;
        return response;
    }

    /// <summary>Watches until the server ends it or falls silent; returns how long that was.</summary>
    private async Task<TimeSpan> WatchAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var silence = new CancellationTokenSource(timings.SilentAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var path = $"{kind.CollectionPath(@namespace)}?watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version!)}&timeoutSeconds={(int)timings.WatchFor.TotalSeconds}";
        try
        {
            using var response = await AskAsync(path, either.Token);
            Become(new ReflectorState(ReflectorPhase.Watching));
            var stream = await response.Content.ReadAsStreamAsync(either.Token);
            await foreach (var message in WatchStream.ReadAsync(stream, kind, either.Token))
            {
                silence.CancelAfter(timings.SilentAfter);
                HeardAt = time.GetUtcNow();
                sink.Heard();
                Take(message);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.Silent(logger, connection.Name, kind, timings.SilentAfter.TotalSeconds);
        }

        return time.GetElapsedTime(began);
    }

    private void Take(in WatchMessage message)
    {
        switch (message.Type)
        {
            case WatchMessageType.Added or WatchMessageType.Modified:
                if (cache.Put(message.Object!))
                {
                    sink.Changed(message.Object!);
                }

                break;
            case WatchMessageType.Deleted:
                if (cache.Remove(message.Object!.Ref) is { } gone)
                {
                    sink.Changed(gone);
                }

                break;
            case WatchMessageType.Error:
                throw new KubernetesRefusal((HttpStatusCode)message.ErrorCode, message.ErrorMessage);
        }

        if (message.Object?.Metadata.ResourceVersion is { Length: > 0 } reached)
        {
            version = reached;
        }
    }

    // One line, once; what needs the kind simply finds no objects of it.
    private void Missing()
    {
        version = null;
        if (State.Phase != ReflectorPhase.Missing)
        {
            Log.Missing(logger, connection.Name, kind);
        }

        foreach (var gone in cache.Replace(kind, @namespace, []))
        {
            sink.Changed(gone);
        }

        Become(new ReflectorState(ReflectorPhase.Missing));
    }

    private TimeSpan Failed(Exception failure, int failures)
    {
        var pause = timings.Backoff(failures);
        if (Explain(failure) is { } problem)
        {
            if (problem.RetryAfter > pause)
            {
                pause = problem.RetryAfter.Value;
            }

            if (State.Problem != problem.Message)
            {
                // Once; the page shows it as long as it lasts.
                Log.Failed(logger, kind, problem.Message);
            }

            Become(new ReflectorState(ReflectorPhase.Failing, problem.Message, failures, ClusterProblems.IsUnreachable(failure)));
        }
        else
        {
            Log.Defect(logger, failure, connection.Name, kind);
            Become(new ReflectorState(ReflectorPhase.Failing, $"Watching {kind} in cluster {connection.Name} failed inside AiSre: see its log.", failures));
        }

        return pause;
    }

    private ProblemException? Explain(Exception failure) =>
        ClusterProblems.Explain(failure, connection.Options, connection.Api.Address, $"list and watch {kind.Plural}{(kind.Group.Length == 0 ? "" : "." + kind.Group)}");

    private void Become(ReflectorState state)
    {
        if (State != state)
        {
            State = state;
            sink.StateChanged();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Cluster {Cluster} has no {Kind}; what needs it is off until it appears.")]
        public static partial void Missing(ILogger logger, string cluster, ObjectKind kind);

        [LoggerMessage(Level = LogLevel.Information, Message = "Cluster {Cluster} has {Kind} now.")]
        public static partial void Appeared(ILogger logger, string cluster, ObjectKind kind);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
        public static partial void Forbidden(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "The watch of {Kind} in cluster {Cluster} was silent for {Seconds} s and is asked for again.")]
        public static partial void Silent(ILogger logger, string cluster, ObjectKind kind, double seconds);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind}: {Problem}")]
        public static partial void Failed(ILogger logger, ObjectKind kind, string problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "Watching {Kind} in cluster {Cluster} failed in an unexpected way.")]
        public static partial void Defect(ILogger logger, Exception exception, string cluster, ObjectKind kind);
    }
}
