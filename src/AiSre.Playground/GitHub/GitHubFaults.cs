namespace AiSre.Playground.GitHub;

/// <summary>What can go wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>An error of GitHub's own; nothing happens to the repository.</summary>
    ServerError,

    /// <summary>No answer; nothing happens to the repository.</summary>
    NoAnswer,

    /// <summary>The connection breaks before anything happens.</summary>
    DropBefore,

    /// <summary>What was asked for happens, and then the connection breaks.</summary>
    DropAfter,

    /// <summary>What was asked for happens, and no answer comes.</summary>
    NoAnswerAfter,

    /// <summary>The repository is not there, or the token may not see it.</summary>
    NotFound,

    /// <summary>GitHub speaks of a secondary rate limit.</summary>
    RateLimited,

    /// <summary>A proxy in between answers with a page of HTML.</summary>
    NotGitHub,
}

/// <summary>Something that goes wrong with the next calls.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">With how many calls.</param>
public sealed record GitHubFault(FaultKind Kind, int Count = 1)
{
    /// <summary>500, 502, 503 for an error; 403 or 429 for a rate limit.</summary>
    public int Status { get; init; } = 502;

    /// <summary>Only calls of this HTTP method; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Only calls whose path contains this; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>Seconds to wait, which GitHub names; null when it does not.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>Faults that are switched on; tests use it, and a person by <c>POST /playground/faults</c>.</summary>
public sealed class GitHubFaults(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<GitHubFault> faults = [];
    private DateTimeOffset limitedUntil;

    /// <summary>How many calls came while GitHub wanted to be left alone.</summary>
    public int RefusedCalls { get; private set; }

    /// <summary>Has GitHub speak of a secondary rate limit for some time, to whoever calls.</summary>
    public void LimitFor(TimeSpan time)
    {
        lock (gate)
        {
            limitedUntil = clock.GetUtcNow() + time;
        }
    }

    /// <summary>Adds a fault behind those that are on.</summary>
    public void Add(GitHubFault fault)
    {
        lock (gate)
        {
            faults.Add(fault);
        }
    }

    /// <summary>Whether every fault has been used up.</summary>
    public bool AreUsedUp
    {
        get
        {
            lock (gate)
            {
                return faults.Count == 0;
            }
        }
    }

    /// <summary>Switches all of them off.</summary>
    public void Clear()
    {
        lock (gate)
        {
            faults.Clear();
        }
    }

    /// <summary>The first fault for a call, used up by one.</summary>
    internal GitHubFault? Take(string method, string path)
    {
        lock (gate)
        {
            if (limitedUntil - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                RefusedCalls++;
                return new GitHubFault(FaultKind.RateLimited) { RetryAfter = (int)Math.Ceiling(left.TotalSeconds) };
            }

            var index = faults.FindIndex(fault =>
                (fault.Method is null || string.Equals(fault.Method, method, StringComparison.OrdinalIgnoreCase))
                && (fault.Path is null || path.Contains(fault.Path, StringComparison.OrdinalIgnoreCase)));
            if (index < 0)
            {
                return null;
            }

            var fault = faults[index];
            if (fault.Count > 1)
            {
                faults[index] = fault with { Count = fault.Count - 1 };
            }
            else
            {
                faults.RemoveAt(index);
            }

            return fault;
        }
    }
}
