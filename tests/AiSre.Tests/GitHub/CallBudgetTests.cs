using AiSre.GitHub;
using AiSre.GitHub.Http;

namespace AiSre.Tests.GitHub;

public sealed class CallBudgetTests
{
    private readonly Clock clock = new();

    [Fact]
    public void Content_waits_before_GitHub_says_so_and_reading_does_not()
    {
        var budget = new CallBudget("github.com", 70, clock);
        for (var write = 0; write < 70; write++)
        {
            budget.Take(createsContent: true);
            clock.Now += TimeSpan.FromMilliseconds(100);
        }

        var problem = Assert.Throws<ProblemException>(() => budget.Take(createsContent: true));
        budget.Take(createsContent: false);

        Assert.Equal((true, TimeSpan.FromSeconds(53)), (problem.IsTransient, problem.RetryAfter));
        clock.Now += problem.RetryAfter!.Value;
        budget.Take(createsContent: true);
        Assert.Throws<ProblemException>(() => budget.Take(createsContent: true));
    }

    [Fact]
    public void What_GitHub_names_holds_for_everything_and_is_never_cut_short()
    {
        var budget = new CallBudget("github.com", 70, clock);

        budget.WaitFor(TimeSpan.FromSeconds(30));
        budget.WaitUntil(clock.Now + TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Throws<ProblemException>(() => budget.Take(createsContent: false)).RetryAfter);
        clock.Now += TimeSpan.FromSeconds(30);
        budget.Take(createsContent: false);
    }

    [Theory]
    [InlineData(null, null, 70)]
    [InlineData("https://octo.ghe.com/", null, 70)]
    [InlineData("https://github.example.com/", null, null)]
    [InlineData("https://github.example.com/", 30, 30)]
    public void Only_githubs_own_service_is_held_back_by_itself(string? address, int? set, int? expected) =>
        Assert.Equal(expected, new GitHubHostOptions { BaseAddress = address is null ? null : new Uri(address), WritesPerMinute = set }.MostWritesPerMinute);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
