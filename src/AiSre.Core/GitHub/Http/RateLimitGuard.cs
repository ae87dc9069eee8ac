using System.Globalization;
using System.Net;

namespace AiSre.GitHub.Http;

/// <summary>Once GitHub says that a token has no calls left, asks nothing more until it has.</summary>
/// <remarks>
/// Calling on while limited may get an integration banned:
/// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api.
/// </remarks>
internal sealed class RateLimitGuard(string host, TimeProvider clock) : DelegatingHandler
{
    private long blockedUntilTicks;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wait = new DateTimeOffset(Volatile.Read(ref blockedUntilTicks), TimeSpan.Zero) - now;
        if (wait > TimeSpan.Zero)
        {
            throw GitHubProblems.RateLimited(host, wait, now);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (Until(response) is { } until)
        {
            Volatile.Write(ref blockedUntilTicks, until.UtcTicks);
        }

        return response;
    }

    private DateTimeOffset? Until(HttpResponseMessage response)
    {
        var isRefused = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
        if (isRefused && response.Headers.RetryAfter?.Delta is { } wait)
        {
            return clock.GetUtcNow() + wait;
        }

        return Header(response, "X-RateLimit-Remaining") == 0 && Header(response, "X-RateLimit-Reset") is { } reset
            ? DateTimeOffset.FromUnixTimeSeconds(reset)
            : null;
    }

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
