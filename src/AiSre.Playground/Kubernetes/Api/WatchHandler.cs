using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Selectors;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Watch: one JSON object a line for every change, and bookmarks in between.</summary>
internal sealed class WatchHandler(ClusterStore store, ApiOptions options, ApiConditions conditions, TimeProvider time)
{
    public async Task WatchAsync(ApiRequest request, KindDefinition kind)
    {
        var filter = request.Filter(kind);
        var body = Begin(request);
        Watch watch;
        IReadOnlyList<StoredObject> existing;
        try
        {
            (watch, existing, _) = store.Follow(kind, SinceOf(request));
        }
        catch (StatusException error) when (error.Code == 410 && !conditions.ExpiredWatchesAnswerWithStatus)
        {
            // The API server has accepted the watch by the time it finds the version gone, so it says so in the stream.
            await WriteErrorAsync(body, error, request.Http.RequestAborted);
            return;
        }

        using (watch)
        {
            var lifetime = request.Number("timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : options.WatchLifetime;
            using var end = new CancellationTokenSource(lifetime, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token, request.Http.RequestAborted);
            try
            {
                foreach (var obj in existing.Where(filter.Matches))
                {
                    Write(body, "ADDED", obj.Utf8.Span);
                }

                if (request.Flag("sendInitialEvents"))
                {
                    WriteBookmark(body, kind, store.Bookmark(kind, watch) ?? store.CurrentVersion, isInitial: true);
                }

                await body.FlushAsync(stop.Token);
                await FollowAsync(body, watch, kind, filter, request.Flag("allowWatchBookmarks"), stop.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The watch has lived as long as it was to; the stream just ends.
            }
            catch (StatusException error)
            {
                await WriteErrorAsync(body, error, request.Http.RequestAborted);
            }
        }
    }

    private static PipeWriter Begin(ApiRequest request)
    {
        request.Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>()?.DisableBuffering();
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-cache, private";
        return request.Http.Response.BodyWriter;
    }

    private static long? SinceOf(ApiRequest request)
    {
        var text = request.Query["resourceVersion"].ToString();
        if (text is "" or "0" || request.Flag("sendInitialEvents"))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw StatusException.BadRequest($"invalid resource version \"{text}\"");
    }

    private async Task FollowAsync(PipeWriter body, Watch watch, KindDefinition kind, ObjectFilter filter, bool withBookmarks, CancellationToken stop)
    {
        using var bookmarks = new PeriodicTimer(options.BookmarkInterval, time);
        var bookmark = withBookmarks ? bookmarks.WaitForNextTickAsync(stop).AsTask() : Task.Delay(Timeout.Infinite, stop);
        var change = watch.Changes.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            await Task.WhenAny(change, bookmark);
            if (change.IsCompleted)
            {
                if (!await change)
                {
                    return;
                }

                WriteChanges(body, watch.Changes, filter);
                change = watch.Changes.WaitToReadAsync(stop).AsTask();
            }

            if (bookmark.IsCompleted)
            {
                await bookmark;
                if (store.Bookmark(kind, watch) is { } version)
                {
                    WriteBookmark(body, kind, version, isInitial: false);
                }

                bookmark = bookmarks.WaitForNextTickAsync(stop).AsTask();
            }

            await body.FlushAsync(stop);
        }
    }

    private static void WriteChanges(PipeWriter body, ChannelReader<Change> changes, ObjectFilter filter)
    {
        // A batch, so that a busy cluster costs one flush for many events, but not so many that the buffer grows without end.
        for (var count = 0; count < 500 && changes.TryRead(out var change); count++)
        {
            if (change.SeenBy(filter) is { } type)
            {
                Write(body, type switch { ChangeType.Added => "ADDED", ChangeType.Modified => "MODIFIED", _ => "DELETED" }, change.Object.Utf8.Span);
            }
        }
    }

    private static void Write(PipeWriter body, string type, ReadOnlySpan<byte> obj)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", body);
        body.Write(obj);
        body.Write("}\n"u8);
    }

    private static void WriteBookmark(PipeWriter body, KindDefinition kind, long version, bool isInitial)
    {
        var annotations = isInitial ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        Write(body, "BOOKMARK", Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"{kind.Kind}\",\"apiVersion\":\"{kind.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"{version.ToString(CultureInfo.InvariantCulture)}\",\"creationTimestamp\":null{annotations}}}}}"));
    }

    private static async Task WriteErrorAsync(PipeWriter body, StatusException error, CancellationToken cancellation)
    {
        Write(body, "ERROR", Encoding.UTF8.GetBytes(error.ToStatus().ToJsonString(Json.Relaxed)));
        await body.FlushAsync(cancellation);
    }
}
