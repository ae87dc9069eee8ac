using AiSre.Incidents.Stages;

namespace AiSre.Tests.Incidents;

public sealed class BackoffTests
{
    [Fact]
    public void The_wait_doubles_up_to_a_minute_for_what_passes()
    {
        var problem = new ProblemException("GitHub answers 502.", isTransient: true);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 8).Select(attempt => Backoff.After(attempt, problem).TotalSeconds));
    }

    [Fact]
    public void What_a_person_has_to_put_right_is_looked_at_every_five_minutes_in_the_end() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Backoff.After(1000, new ProblemException("The file does not parse.")));

    [Fact]
    public void Nobody_is_asked_earlier_than_they_asked_for() =>
        Assert.Equal(
            TimeSpan.FromMinutes(42),
            Backoff.After(1, new ProblemException("GitHub's rate limit is used up.", isTransient: true, retryAfter: TimeSpan.FromMinutes(42))));
}
