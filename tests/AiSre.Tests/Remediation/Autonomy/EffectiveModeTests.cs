using AiSre.Remediation.Autonomy;
using AiSre.Runbooks;
using AiSre.Tests.Runbooks;

namespace AiSre.Tests.Remediation.Autonomy;

public sealed class EffectiveModeTests
{
    private const string Test = "tests: [{name: a, objects: [{apiVersion: v1, kind: Pod}], expect: {fits: false}}]";

    public static TheoryData<RunbookMode, string?, RunbookMode?, bool, RunbookMode> Cases => new()
    {
        // asked, failing test, newest record, has tests, effective
        { RunbookMode.Advise, null, null, true, RunbookMode.Advise },
        { RunbookMode.Advise, null, RunbookMode.Automatic, true, RunbookMode.Advise },
        { RunbookMode.Propose, null, RunbookMode.Automatic, true, RunbookMode.Propose },
        { RunbookMode.Shadow, null, null, false, RunbookMode.Shadow },
        { RunbookMode.Shadow, "a fails", null, true, RunbookMode.Propose },
        { RunbookMode.Shadow, null, RunbookMode.Automatic, true, RunbookMode.Shadow },
        { RunbookMode.Shadow, null, RunbookMode.Propose, true, RunbookMode.Propose },
        { RunbookMode.Automatic, null, null, true, RunbookMode.Shadow },
        { RunbookMode.Automatic, null, RunbookMode.Shadow, true, RunbookMode.Shadow },
        { RunbookMode.Automatic, null, RunbookMode.Automatic, true, RunbookMode.Automatic },
        { RunbookMode.Automatic, null, RunbookMode.Automatic, false, RunbookMode.Shadow },
        { RunbookMode.Automatic, "a fails", RunbookMode.Automatic, true, RunbookMode.Propose },
        { RunbookMode.Automatic, null, RunbookMode.Propose, true, RunbookMode.Propose },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_runbook_goes_no_further_than_its_text_its_tests_and_its_record_allow(RunbookMode asked, string? failure, RunbookMode? record, bool hasTests, RunbookMode expected)
    {
        var runbook = RunbookParser.Parse(RunbookTexts.With("a", $"symptom: {{cause: Unknown}}\nsolution: [{{roll-back-image: {{}}}}]{(hasTests ? "\n" + Test : "")}")).Runbook!;
        var newest = record is { } mode
            ? new AutonomyRecord { Id = Guid.NewGuid(), RunbookId = "a", RunbookVersion = 1, Scope = "everywhere", Mode = mode, By = "ada", Because = "Because.", At = DateTimeOffset.UnixEpoch }
            : null;

        var effective = EffectiveMode.Of(runbook, asked, failure, newest);

        Assert.Equal(expected, effective.Mode);
        Assert.NotEmpty(effective.Sentence);
    }
}
