namespace AiSre.GitHub.Http;

/// <summary>How much GitHub may still be asked in one name: until when it wants to be left alone, and how much has been written in the last minute.</summary>
/// <remarks>
/// The limits: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. Content may be created about 80 times a
/// minute; who runs into that has to wait for minutes, so AiSre stays below it by itself.
/// </remarks>
/// <param name="host">For the words of problems.</param>
/// <param name="writesPerMinute">How much content is created at most; null for any number.</param>
/// <param name="clock">Tells the minute.</param>
internal sealed class CallBudget(string host, int? writesPerMinute, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> writes = new();
    private DateTimeOffset blockedUntil;

    /// <summary>Takes one call.</summary>
    /// <param name="createsContent">Whether it is a pull request, a comment, a label, a report.</param>
    /// <exception cref="ProblemException">There is none left; the sentence says until when.</exception>
    public void Take(bool createsContent)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (blockedUntil > now)
            {
                throw GitHubProblems.RateLimited(host, blockedUntil - now, now);
            }

            if (!createsContent || writesPerMinute is not { } most)
            {
                return;
            }

            while (writes.TryPeek(out var first) && now - first >= Window)
            {
                writes.Dequeue();
            }

            if (writes.Count >= most)
            {
                throw GitHubProblems.RateLimited(host, writes.Peek() + Window - now, now);
            }

            writes.Enqueue(now);
        }
    }

    /// <summary>GitHub names how long.</summary>
    public void WaitFor(TimeSpan wait) => WaitUntil(clock.GetUtcNow() + wait);

    /// <summary>GitHub names when.</summary>
    public void WaitUntil(DateTimeOffset at)
    {
        lock (gate)
        {
            blockedUntil = at > blockedUntil ? at : blockedUntil;
        }
    }
}
