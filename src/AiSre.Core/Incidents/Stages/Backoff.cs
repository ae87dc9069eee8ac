namespace AiSre.Incidents.Stages;

/// <summary>When to try again.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTransient = TimeSpan.FromMinutes(1);

    /// <summary>Something that a person has to put right is looked at again too, but rarely.</summary>
    private static readonly TimeSpan LongestOther = TimeSpan.FromMinutes(5);

    /// <summary>Doubles from one second; never earlier than the other side asked for.</summary>
    /// <param name="attempts">How often it failed, 1 for the first time.</param>
    /// <param name="problem">What stood in the way; null for a defect of AiSre.</param>
    public static TimeSpan After(int attempts, ProblemException? problem)
    {
        var longest = problem is { IsTransient: true } ? LongestTransient : LongestOther;
        var doubled = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        var wait = doubled < longest ? doubled : longest;
        return problem?.RetryAfter is { } asked && asked > wait ? asked : wait;
    }
}
