using System.Collections.Concurrent;
using AiSre.Clusters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AiSre.Tests.Clusters.Watching;

/// <summary>A scripted API server: for each path a list of answers, given in turn, the last one for ever.</summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Script> scripts = new();
    private readonly string kubeconfig = Path.GetTempFileName();

    private FakeKubernetes(WebApplication app) => this.app = app;

    /// <summary>Paths with queries, in the order they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;

    public ClusterOptions Options { get; private set; } = null!;

    public static async Task<FakeKubernetes> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var fake = new FakeKubernetes(builder.Build());
        fake.app.Run(fake.AnswerAsync);
        await fake.app.StartAsync(TestContext.Current.CancellationToken);
        fake.Address = new Uri(fake.app.Urls.First());
        await File.WriteAllTextAsync(fake.kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: fake, cluster: {server: "{{fake.app.Urls.First()}}" } }]
            users: [{name: me, user: {token: secret} }]
            contexts: [{name: fake, context: {cluster: fake, user: me} }]
            current-context: fake
            """, TestContext.Current.CancellationToken);
        fake.Options = new ClusterOptions { Name = "fake", Kubeconfig = fake.kubeconfig };
        return fake;
    }

    /// <summary>What the requests for a list are answered with.</summary>
    public void List(string path, params Func<HttpContext, Task>[] answers) => scripts[path] = new Script(answers);

    /// <summary>What the requests for a watch are answered with.</summary>
    public void Watch(string path, params Func<HttpContext, Task>[] answers) => scripts[path + "?watch"] = new Script(answers);

    public IReadOnlyList<string> Lists(string path) => [.. Requests.Where(request => request.StartsWith(path, StringComparison.Ordinal) && !request.Contains("watch=1"))];

    public IReadOnlyList<string> Watches(string path) => [.. Requests.Where(request => request.StartsWith(path, StringComparison.Ordinal) && request.Contains("watch=1"))];

    /// <summary>Stops listening.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        File.Delete(kubeconfig);
    }

    /// <summary>An answer with a body.</summary>
    public static Func<HttpContext, Task> Json(string body, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>The API server's own form of an error.</summary>
    public static Func<HttpContext, Task> Status(int code, string message = "") =>
        Json($$"""{"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "{{message}}", "code": {{code}}}""", code);

    /// <summary>A list with one page.</summary>
    public static Func<HttpContext, Task> Page(string version, string @continue, params string[] items) =>
        Json($$"""{"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "{{version}}", "continue": "{{@continue}}"}, "items": [{{string.Join(",", items)}}]}""");

    /// <summary>A watch that brings these lines and then ends in good order.</summary>
    public static Func<HttpContext, Task> Lines(params string[] lines) => context => WriteLinesAsync(context, lines);

    /// <summary>A watch that brings these lines and stays open.</summary>
    public static Func<HttpContext, Task> LinesThenSilence(params string[] lines) => async context =>
    {
        await WriteLinesAsync(context, lines);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    };

    public static string Pod(string name, string version) =>
        $$"""{"metadata": {"name": "{{name}}", "namespace": "shop", "uid": "{{name}}", "resourceVersion": "{{version}}"} }""";

    public static string Added(string name, string version) => Message("ADDED", Pod(name, version));

    public static string Deleted(string name, string version) => Message("DELETED", Pod(name, version));

    public static string Bookmark(string version) =>
        Message("BOOKMARK", $$"""{"kind": "Pod", "apiVersion": "v1", "metadata": {"resourceVersion": "{{version}}"} }""");

    public static string Message(string type, string value) => $$"""{"type": "{{type}}", "object": {{value}} }""";

    private static async Task WriteLinesAsync(HttpContext context, IEnumerable<string> lines)
    {
        context.Response.ContentType = "application/json";
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path + context.Request.QueryString.Value);
        var key = context.Request.Query.ContainsKey("watch") ? path + "?watch" : path;
        await (scripts.TryGetValue(key, out var script) ? script.Next() : Status(404, "the server could not find the requested resource"))(context);
    }

    private sealed class Script(Func<HttpContext, Task>[] answers)
    {
        private int next = -1;

        public Func<HttpContext, Task> Next() => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
    }
}
