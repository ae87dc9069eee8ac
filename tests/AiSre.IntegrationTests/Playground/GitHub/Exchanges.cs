using System.Text;
using Microsoft.AspNetCore.Http;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>Writes down every call to the API and its answer.</summary>
internal sealed class Exchanges
{
    private const string Api = "/api/v3";

    private readonly Lock gate = new();
    private readonly List<Exchange> all = [];

    public IReadOnlyList<Exchange> All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    public int Count(string method, string pathContains) =>
        All.Count(exchange => exchange.Method == method && exchange.Path.Contains(pathContains, StringComparison.Ordinal));

    public async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Api))
        {
            await next(http);
            return;
        }

        var wire = http.Response.Body;
        using var copy = new MemoryStream();
        http.Response.Body = copy;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = wire;
            lock (gate)
            {
                all.Add(new Exchange(
                    http.Request.Method, http.Request.Path.Value![Api.Length..], http.Response.StatusCode,
                    Encoding.UTF8.GetString(copy.ToArray())));
            }
        }

        if (!http.RequestAborted.IsCancellationRequested)
        {
            copy.Position = 0;
            await copy.CopyToAsync(wire, http.RequestAborted);
        }
    }

    internal sealed record Exchange(string Method, string Path, int Status, string Body);
}
