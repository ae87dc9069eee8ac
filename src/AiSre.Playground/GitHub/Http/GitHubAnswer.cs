using System.Text.Json;

namespace AiSre.Playground.GitHub.Http;

/// <summary>What a handler answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">To be written as JSON; null for none.</param>
internal sealed record GitHubAnswer(int Status, object? Body)
{
    /// <summary>Content as it is, where the caller asked for another media type than JSON.</summary>
    public byte[]? Raw { get; init; }

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Further pages, as GitHub writes the <c>Link</c> header.</summary>
    public string? Link { get; init; }

    /// <summary>The same answer with its body as bytes.</summary>
    public GitHubAnswer Written() =>
        Raw is not null ? this : this with { Raw = Body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(Body) };

    public static GitHubAnswer Ok(object body) => new(200, body);

    public static GitHubAnswer Created(object body) => new(201, body);

    public static GitHubAnswer Accepted(object body) => new(202, body);

    public static GitHubAnswer NoContent() => new(204, null);

    public static GitHubAnswer File(byte[] content, string contentType) =>
        new(200, null) { Raw = content, ContentType = contentType };

    /// <summary>One page of a list, as <c>page</c> and <c>per_page</c> ask for it.</summary>
    public static GitHubAnswer Page<T>(GitHubCall call, IReadOnlyCollection<T> items, Func<T, object> shape)
    {
        var size = Math.Clamp(call.QueryNumber("per_page") ?? 30, 1, 100);
        var page = Math.Max(call.QueryNumber("page") ?? 1, 1);
        var last = Math.Max(1, (items.Count + size - 1) / size);
        var links = new List<string>();
        if (page > 1)
        {
            links.Add(Link("prev", page - 1));
            links.Add(Link("first", 1));
        }

        if (page < last)
        {
            links.Add(Link("next", page + 1));
            links.Add(Link("last", last));
        }

        return Ok(items.Skip((page - 1) * size).Take(size).Select(shape).ToArray()) with
        {
            Link = links.Count == 0 ? null : string.Join(", ", links),
        };

        string Link(string relation, int number)
        {
            var query = call.Http.Request.Query
                .Where(pair => pair.Key != "page")
                .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}")
                .Append($"page={number}");
            return $"<{call.Urls.Web}{call.Http.Request.Path.ToString().TrimStart('/')}?{string.Join('&', query)}>; rel=\"{relation}\"";
        }
    }
}
