using System.Collections.Concurrent;

namespace AiSre.Playground.GitHub.Http;

/// <summary>GitHub's limits: calls per hour, and content-creating calls per minute.</summary>
internal sealed class RateLimits(GitHubOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Window> hours = new();
    private readonly ConcurrentDictionary<string, Window> minutes = new();

    /// <summary>How a token stands now.</summary>
    public RateLimitStatus Of(GitHubToken token)
    {
        var window = Current(hours, token, TimeSpan.FromHours(1));
        return new RateLimitStatus(options.RateLimit, Math.Max(0, options.RateLimit - window.Used), window.End.ToUnixTimeSeconds(), window.Used);
    }

    /// <summary>Takes one call off the hour.</summary>
    public void Spend(GitHubToken token) => Current(hours, token, TimeSpan.FromHours(1)).Add();

    /// <exception cref="GitHubError">The token has no calls left.</exception>
    public void Check(GitHubToken token, bool createsContent)
    {
        if (Of(token).Remaining == 0)
        {
            throw new GitHubError(
                403, $"API rate limit exceeded for user {token.Login}. If you reach out to GitHub Support for help, please include the request ID.");
        }

        if (!createsContent || options.SecondaryRateLimit is not { } limit)
        {
            return;
        }

        var minute = Current(minutes, token, TimeSpan.FromMinutes(1));
        if (minute.Used >= limit)
        {
            throw SecondaryLimit(403, Math.Max(1, (int)(minute.End - clock.GetUtcNow()).TotalSeconds));
        }

        minute.Add();
    }

    /// <summary>What GitHub answers to a caller that is too quick.</summary>
    public static GitHubError SecondaryLimit(int status, int? retryAfter)
    {
        var error = new GitHubError(
            status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
        if (retryAfter is { } seconds)
        {
            error.Headers["Retry-After"] = $"{seconds}";
        }

        return error;
    }

    private Window Current(ConcurrentDictionary<string, Window> windows, GitHubToken token, TimeSpan length)
    {
        var now = clock.GetUtcNow();
        return windows.AddOrUpdate(
            token.Secret,
            _ => new Window(now + length),
            (_, window) => window.End > now ? window : new Window(now + length));
    }

    private sealed class Window(DateTimeOffset end)
    {
        private int used;

        public DateTimeOffset End { get; } = end;

        public int Used => Volatile.Read(ref used);

        public void Add() => Interlocked.Increment(ref used);
    }
}

/// <param name="Limit">Calls an hour.</param>
/// <param name="Remaining">Calls left.</param>
/// <param name="Reset">When the hour ends, in seconds since 1970.</param>
/// <param name="Used">Calls made.</param>
internal sealed record RateLimitStatus(int Limit, int Remaining, long Reset, int Used)
{
    public object Shape => new { limit = Limit, remaining = Remaining, reset = Reset, used = Used };
}
