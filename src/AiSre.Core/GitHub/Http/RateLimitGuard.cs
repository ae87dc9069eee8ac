using System.Globalization;
using System.Net;

namespace AiSre.GitHub.Http;

/// <summary>Asks GitHub nothing more once its <see cref="CallBudget"/> is spent, and tells that what GitHub says about it.</summary>
/// <remarks>
/// Calling on while limited may get an integration banned:
/// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api.
/// </remarks>
internal sealed class RateLimitGuard(CallBudget budget) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        budget.Take(CreatesContent(request));
        var response = await base.SendAsync(request, cancellationToken);
        var isRefused = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
        if (isRefused && response.Headers.RetryAfter?.Delta is { } wait)
        {
            budget.WaitFor(wait);
        }
        else if (Header(response, "X-RateLimit-Remaining") == 0 && Header(response, "X-RateLimit-Reset") is { } reset)
        {
            budget.WaitUntil(DateTimeOffset.FromUnixTimeSeconds(reset));
        }

        return response;
    }

    // Git's own objects and references do not count as content, and a merge, for which somebody waits, never waits for the rest.
    private static bool CreatesContent(HttpRequestMessage request) =>
        (request.Method == HttpMethod.Post || request.Method == HttpMethod.Patch)
        && request.RequestUri?.AbsolutePath.Contains("/git/", StringComparison.Ordinal) == false;

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
