using System.Globalization;
using System.Text;
using System.Threading.Channels;
using AiSre.Playground.Hosting;

namespace AiSre.Playground.Generated;

/// <summary>
/// A Kubernetes API over a cluster of any size that is never held as objects: a number per pod is all that is kept, and the JSON is written
/// when it is asked for. Lists come in pages, watches bring what <c>/generated/churn</c> and <c>/generated/fail</c> change.
/// </summary>
internal sealed class GeneratedCluster : IAsyncDisposable
{
    private readonly GeneratedSize size;
    private readonly GeneratedObjects objects;
    private readonly int[] turns;
    private readonly string?[] failures;
    private readonly List<Channel<int>> watchers = [];
    private readonly LoopbackApplication app;
    private long version = 1_000_000;

    public GeneratedCluster(GeneratedSize size)
    {
        this.size = size;
        objects = new(size);
        turns = new int[size.Pods];
        failures = new string?[size.Pods];
        app = new(0, _ => { }, Map);
    }

    public Uri Address => app.Address;

    public Task StartAsync(CancellationToken cancellation) => app.StartAsync(cancellation);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map(WebApplication routes)
    {
        routes.MapGet("/api/v1/pods", context => AnswerAsync(context, "v1", "Pod", size.Pods, Pod));
        routes.MapGet("/api/v1/nodes", context => AnswerAsync(context, "v1", "Node", size.Nodes, index => GeneratedObjects.Node(index, 1)));
        routes.MapGet("/api/v1/namespaces", context => AnswerAsync(context, "v1", "Namespace", GeneratedSize.Namespaces, index => GeneratedObjects.Namespace(index, 1)));
        routes.MapGet("/apis/argoproj.io/v1alpha1/applications", context => AnswerAsync(context, "argoproj.io/v1alpha1", "Application", size.Applications, index => GeneratedObjects.Application(index, 1)));
        routes.MapGet("/api/v1/events", context => AnswerAsync(context, "v1", "Event", 0, _ => ""));
        routes.MapGet("/api/v1/namespaces/{space}/pods/{name}", GetPodAsync);
        routes.MapPost("/generated/churn", ChurnAsync);
        routes.MapPost("/generated/fail", Fail);
        routes.MapFallback(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","message":"the server could not find the requested resource","code":404}""");
        });
    }

    private string Pod(int index) => objects.Pod(index, turns[index] == 0 ? 1 : turns[index] + 1_000_000L, failures[index], turns[index]);

    private Task AnswerAsync(HttpContext context, string apiVersion, string kind, int count, Func<int, string> write) =>
        context.Request.Query.ContainsKey("watch") ? WatchAsync(context, apiVersion, kind, write) : ListAsync(context, apiVersion, kind, count, write);

    private async Task ListAsync(HttpContext context, string apiVersion, string kind, int count, Func<int, string> write)
    {
        var limit = int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : count;
        var from = int.TryParse(context.Request.Query["continue"], CultureInfo.InvariantCulture, out var at) ? at : 0;
        var to = Math.Min(count, from + limit);
        context.Response.ContentType = "application/json";
        var next = to < count ? to.ToString(CultureInfo.InvariantCulture) : "";
        await WriteAsync(context, $$"""{"kind":"{{kind}}List","apiVersion":"{{apiVersion}}","metadata":{"resourceVersion":"{{Interlocked.Read(ref version)}}","continue":"{{next}}"},"items":[""");
        for (var index = from; index < to; index++)
        {
            await WriteAsync(context, (index > from ? "," : "") + write(index));
        }

        await WriteAsync(context, "]}");
    }

    private async Task WatchAsync(HttpContext context, string apiVersion, string kind, Func<int, string> write)
    {
        var channel = Channel.CreateUnbounded<int>();
        if (kind == "Pod")
        {
            lock (watchers)
            {
                watchers.Add(channel);
            }
        }

        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        try
        {
            while (await channel.Reader.WaitToReadAsync(context.RequestAborted))
            {
                while (channel.Reader.TryRead(out var index))
                {
                    var item = write(index);
                    await WriteAsync(context, $$"""{"type":"MODIFIED","object":{"kind":"{{kind}}","apiVersion":"{{apiVersion}}",{{item.AsSpan(1)}}}""" + "\n");
                }

                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went.
        }
        finally
        {
            lock (watchers)
            {
                watchers.Remove(channel);
            }
        }
    }

    private async Task GetPodAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var index = name.Split('-') is ["app", var workload, _, var number]
            ? (int.Parse(workload, CultureInfo.InvariantCulture) * GeneratedSize.PodsPerWorkload) + int.Parse(number, CultureInfo.InvariantCulture)
            : -1;
        if (index < 0 || index >= size.Pods)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/json";
        await WriteAsync(context, $$"""{"kind":"Pod","apiVersion":"v1",{{Pod(index).AsSpan(1)}}""");
    }

    /// <summary>Touches so many pods a second for so long; every hundredth begins to fail, and says in its message when.</summary>
    private async Task ChurnAsync(HttpContext context)
    {
        var perSecond = int.Parse(context.Request.Query["perSecond"]!, CultureInfo.InvariantCulture);
        var seconds = int.Parse(context.Request.Query["seconds"]!, CultureInfo.InvariantCulture);
        var began = TimeProvider.System.GetTimestamp();
        var done = 0;
        while (done < perSecond * seconds)
        {
            var due = (int)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * perSecond);
            for (; done < Math.Min(due, perSecond * seconds); done++)
            {
                var index = (int)((uint)done * 2654435761u % (uint)size.Pods);
                Change(index, done % 100 == 0 ? $"manifest unknown at {DateTimeOffset.UtcNow.Ticks}" : null);
            }

            await Task.Delay(5, context.RequestAborted);
        }
    }

    /// <summary>Lets so many pods that are well fail at once, all for the same registry.</summary>
    private Task Fail(HttpContext context)
    {
        var count = int.Parse(context.Request.Query["count"]!, CultureInfo.InvariantCulture);
        foreach (var index in Enumerable.Range(0, size.Pods).Where(index => failures[index] is null).Take(count).ToList())
        {
            Change(index, "failed to pull image: dial tcp 203.0.113.9:443: i/o timeout");
        }

        return Task.CompletedTask;
    }

    private void Change(int index, string? failure)
    {
        failures[index] = failure;
        turns[index] = (int)(Interlocked.Increment(ref version) - 1_000_000);
        lock (watchers)
        {
            foreach (var watcher in watchers)
            {
                watcher.Writer.TryWrite(index);
            }
        }
    }

    private static ValueTask WriteAsync(HttpContext context, string text)
    {
        Encoding.UTF8.GetBytes(text, context.Response.BodyWriter);
        return context.Response.BodyWriter.UnflushedBytes < 64 * 1024 ? ValueTask.CompletedTask : FlushAsync(context);
    }

    private static async ValueTask FlushAsync(HttpContext context) => await context.Response.BodyWriter.FlushAsync();

    /// <summary>Serves until the parent process is gone; writes a kubeconfig once it answers.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Count != 5 || !int.TryParse(arguments[4], CultureInfo.InvariantCulture, out var parent))
        {
            await Console.Error.WriteLineAsync("Usage: AiSre.Playground generated NODES PODS APPLICATIONS KUBECONFIG PARENT-PID");
            return 2;
        }

        await using var cluster = new GeneratedCluster(GeneratedSize.Parse([.. arguments.Take(3)]));
        await cluster.StartAsync(CancellationToken.None);
        Kubeconfig.Write(arguments[3] + ".next", cluster.Address, "generated");
        File.Move(arguments[3] + ".next", arguments[3], overwrite: true);
        await ParentProcess.EndedAsync(parent, CancellationToken.None);
        return 0;
    }
}
