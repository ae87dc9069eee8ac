using AiSre.Remediation.Decisions;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Remediation.Decisions;

public sealed class DecisionRulesTests
{
    private readonly DecisionOptions _options = new() { Quorum = 2 };

    private DecisionRules Rules => new(Options.Create(_options));

    [Fact]
    public void A_revert_takes_one_person() => Assert.Equal((2, 1), (Rules.QuorumFor(false), Rules.QuorumFor(true)));

    [Fact]
    public void Whoever_wrote_the_runbook_may_approve_unless_duties_are_separate()
    {
        Assert.Null(Rules.WhyNot("ada", "ada"));
        _options.SeparateDuties = true;
        Assert.NotNull(Rules.WhyNot("Ada", "ada"));
        Assert.Null(Rules.WhyNot("ben", "ada"));
        Assert.Null(Rules.WhyNot("ada", null));
    }

    [Fact]
    public void One_person_has_one_voice_under_whichever_name()
    {
        _options.SeparateDuties = true;
        _options.People.Add(new DecidingPerson { Name = "ada@example.com", GitHub = "ada-gh" });

        Assert.Equal("ada@example.com", Rules.PersonOf("ADA-gh"));
        Assert.Null(Rules.PersonOf("ben"));
        Assert.True(Rules.AreSame("ada-gh", "Ada@example.com"));
        Assert.False(Rules.AreSame("ben", "ada@example.com"));
        Assert.NotNull(Rules.WhyNot("ada-gh", "ada@example.com"));
    }
}
