using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Caching.Memory;

namespace AiSre.GitHub.Http;

/// <summary>Asks GitHub "has this changed?" for what it has read before: an unchanged answer costs nothing of the rate limit.</summary>
/// <remarks>
/// Every read still goes to GitHub, so nothing is ever stale.
/// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate.
/// </remarks>
internal sealed class ConditionalRequests : DelegatingHandler
{
    private const int LargestAnswer = 1 << 20;

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = 16 << 20 });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get || request.Headers.IfNoneMatch.Count > 0)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        // The token is part of what an answer depends on: a renewed one may see more or less.
        var key = (request.RequestUri, request.Headers.Accept.ToString(), request.Headers.Authorization?.ToString());
        var known = answers.Get<Answer>(key);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known.Tag);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            using (response)
            {
                return known.Replay(request, response.Headers);
            }
        }

        if (response is { StatusCode: HttpStatusCode.OK, Headers.ETag: { } tag, Content.Headers.ContentLength: not > LargestAnswer })
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (body.Length <= LargestAnswer)
            {
                answers.Set(
                    key,
                    new Answer(tag, body, response.Content.Headers.ContentType, Link(response.Headers)),
                    new MemoryCacheEntryOptions { Size = body.Length + 512 });
            }
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answers.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string? Link(HttpResponseHeaders headers) =>
        headers.TryGetValues("Link", out var links) ? string.Join(", ", links) : null;

    private sealed record Answer(EntityTagHeaderValue Tag, byte[] Body, MediaTypeHeaderValue? Type, string? Link)
    {
        /// <summary>The answer of old with the headers of now, which carry the state of the rate limit.</summary>
        public HttpResponseMessage Replay(HttpRequestMessage request, HttpResponseHeaders headers)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new ByteArrayContent(Body),
            };
            response.Content.Headers.ContentType = Type;
            foreach (var header in headers)
            {
                response.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            // An unchanged answer need not repeat its links, and paging goes by them.
            if (Link is not null && !response.Headers.Contains("Link"))
            {
                response.Headers.Add("Link", Link);
            }

            return response;
        }
    }
}
