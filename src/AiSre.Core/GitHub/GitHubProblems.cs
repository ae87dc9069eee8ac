using System.Globalization;
using System.Net;
using System.Runtime.Serialization;
using AiSre.GitHub.Http;

namespace AiSre.GitHub;

/// <summary>The one place that turns what goes wrong with GitHub into a sentence for a person.</summary>
/// <remarks>Status codes and bodies: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api.</remarks>
internal static class GitHubProblems
{
    /// <summary>GitHub's documentation asks for at least a minute when it names no time itself.</summary>
    private static readonly TimeSpan SecondaryLimitWait = TimeSpan.FromMinutes(1);

    /// <summary>The sentence for a failure, or null when it is no problem of GitHub's (one already, a defect of ours, or the caller's cancellation).</summary>
    /// <param name="exception">What Octokit or the HTTP client threw.</param>
    /// <param name="host">Whom we asked.</param>
    /// <param name="subject">What we asked about, so that it fits behind "could not": "open a pull request in acme/shop".</param>
    /// <param name="repository">Where, as <c>owner/name</c>.</param>
    /// <param name="now">To turn a reset time into a wait.</param>
    public static ProblemException? Describe(
        Exception exception, GitHubHost host, string subject, string repository, DateTimeOffset now) => exception switch
        {
            Octokit.ApiException answer => OfAnswer(answer, host, subject, repository, now),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } broken => new ProblemException(
                $"GitHub at {host.Name} broke the connection off, so AiSre does not know whether it could {subject}; it tries again.",
                isTransient: true, innerException: broken),
            HttpRequestException unreachable => new ProblemException(
                $"GitHub at {host.Name} cannot be reached ({unreachable.Message.TrimEnd('.')}), so AiSre could not {subject}; check the network and {host.Setting("BaseAddress")}.",
                isTransient: true, innerException: unreachable),
            // HttpClient reports its own time-out as a cancellation with this inside.
            TaskCanceledException { InnerException: TimeoutException } slow => new ProblemException(
                $"GitHub at {host.Name} did not answer within {host.Timeout.TotalSeconds:0.#} s, so AiSre does not know whether it could {subject}; it tries again.",
                isTransient: true, innerException: slow),
            AnswerTooLargeException large => new ProblemException(
                $"What GitHub at {host.Name} answers has more than {large.Most >> 10} KiB, and AiSre reads no more, so it could not {subject}; make the file or the repository smaller, or make the change by hand.",
                innerException: large),
            InvalidDataException or SerializationException or InvalidCastException or FormatException => new ProblemException(
                $"What answers at {host.Name} does not speak GitHub's API, so AiSre could not {subject}; check {host.Setting("BaseAddress")}.",
                innerException: exception),
            _ => null,
        };

    /// <summary>GitHub asked to wait, in this answer or in an earlier one.</summary>
    /// <remarks>It names the time and not what is left of it: the sentence stays on a page, and stays true there.</remarks>
    public static ProblemException RateLimited(string host, TimeSpan wait, DateTimeOffset now, Exception? cause = null) => new(
        string.Create(CultureInfo.InvariantCulture, $"GitHub at {host} allows no more calls before {(now + wait).UtcDateTime:HH:mm:ss} UTC (rate limit of the token); AiSre goes on then by itself."),
        isTransient: true, retryAfter: wait, innerException: cause);

    private static ProblemException OfAnswer(
        Octokit.ApiException answer, GitHubHost host, string subject, string repository, DateTimeOffset now)
    {
        var said = Said(answer);
        if (WaitOf(answer, now) is { } wait)
        {
            return RateLimited(host.Name, wait, now, answer);
        }

        return (int)answer.StatusCode switch
        {
            401 => new ProblemException(
                $"GitHub at {host.Name} does not accept AiSre's token ({said}), so AiSre could not {subject}; renew it ({host.CredentialsSetting}).",
                innerException: answer),
            403 => new ProblemException(
                $"AiSre's token for {host.Name} may not {subject} ({said}); give it write access to contents and pull requests of {repository}.",
                innerException: answer),
            404 => new ProblemException(
                $"AiSre could not {subject} at {host.Name}: it does not exist or the token may not see it; check the address, and that AiSre ({host.CredentialsSetting}) has access to {repository}.",
                innerException: answer),
            409 or 422 => new ProblemException(
                $"GitHub at {host.Name} refused to {subject} ({said}).", innerException: answer),
            408 or >= 500 => new ProblemException(
                $"GitHub at {host.Name} answers with an error of its own ({(int)answer.StatusCode} {answer.StatusCode}), so AiSre could not {subject}; it tries again.",
                isTransient: true, retryAfter: RetryAfter(answer), innerException: answer),
            var status => new ProblemException(
                $"GitHub at {host.Name} refused to {subject} ({status}: {said}).", innerException: answer),
        };
    }

    /// <summary>How long a rate limit lasts; null when the answer is not about one.</summary>
    private static TimeSpan? WaitOf(Octokit.ApiException answer, DateTimeOffset now)
    {
        if (answer.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
        {
            return null;
        }

        if (RetryAfter(answer) is { } wait)
        {
            return wait;
        }

        if (Header(answer, "X-RateLimit-Remaining") == "0" && Number(Header(answer, "X-RateLimit-Reset")) is { } reset)
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(reset) - now;
            return left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1);
        }

        return answer.StatusCode == HttpStatusCode.TooManyRequests
            || answer.Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
            ? SecondaryLimitWait
            : null;
    }

    private static TimeSpan? RetryAfter(Octokit.ApiException answer) =>
        Number(Header(answer, "Retry-After")) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>GitHub's own message with its details, as part of a sentence.</summary>
    private static string Said(Octokit.ApiException answer)
    {
        var details = answer.ApiError?.Errors?
            .Select(error => string.IsNullOrEmpty(error.Message) ? $"{error.Field} {error.Code}".Trim() : error.Message)
            .Where(detail => detail.Length > 0) ?? [];
        var text = string.Join(": ", new[] { answer.ApiError?.Message ?? answer.Message }.Concat(details));
        return text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }

    private static string? Header(Octokit.ApiException answer, string name) =>
        answer.HttpResponse?.Headers
            .FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
