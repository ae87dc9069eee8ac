using System.Collections.Immutable;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;

namespace AiSre.Tests.Remediation.Autonomy;

/// <summary>When a change that was merged without a person is put back without one.</summary>
public sealed class RevertRuleTests
{
    private static readonly string[] Gates = ["Guardrails", "Proposal", "Pause", "Hours", "Rate", "Runbook"];
    private static readonly FileChange There = FileChange.Between("a.yaml", "a: 1\n", "a: 2\n");
    private static readonly FileChange Back = FileChange.Between("a.yaml", "a: 2\n", "a: 1\n");

    [Theory]
    [InlineData("Guardrails")]
    [InlineData("Proposal")]
    [InlineData("Pause")]
    public void A_gate_that_counts_and_does_not_allow_has_a_person_asked(string gate)
    {
        Assert.True(RevertRule.Allows(Evaluation(), Proposal(Back), Proposal(There)));
        Assert.False(RevertRule.Allows(Evaluation(gate), Proposal(Back), Proposal(There)));
        Assert.False(RevertRule.Allows(Evaluation(), Proposal(Back), Proposal()));
    }

    [Theory]
    [InlineData("Hours")]
    [InlineData("Rate")]
    [InlineData("Runbook")]
    public void What_is_merged_and_does_no_good_waits_for_no_time_and_no_record(string gate) =>
        Assert.True(RevertRule.Allows(Evaluation(gate), Proposal(Back), Proposal(There)));

    [Fact]
    public void What_is_not_the_exact_inverse_has_a_person_asked()
    {
        var other = FileChange.Between("a.yaml", "a: 2\nb: 3\n", "a: 1\nb: 3\n");
        var added = FileChange.Between("b.yaml", null, "b: 1\n");

        Assert.False(RevertRule.Allows(Evaluation(), Proposal(other), Proposal(There)));
        Assert.False(RevertRule.Allows(Evaluation(), Proposal(Back, added), Proposal(There)));
        Assert.False(RevertRule.Allows(Evaluation(), Proposal(Back), Proposal(There, added)));
        Assert.True(RevertRule.Allows(Evaluation(), Proposal(FileChange.Between("b.yaml", "b: 1\n", null)), Proposal(added)));
    }

    [Fact]
    public void A_gate_that_was_not_asked_allows_nothing()
    {
        var evaluation = Evaluation();

        Assert.False(RevertRule.Allows(Evaluation(gates: [.. evaluation.Gates.Where(gate => gate.Gate != "Pause")]), Proposal(Back), Proposal(There)));
    }

    private static GuardrailEvaluation Evaluation(string? denied = null) => Evaluation(
        [.. Gates.Select(name => new GateResult(name, name == denied ? GuardrailOutcome.Deny : GuardrailOutcome.Allow, "So it is."))]);

    private static GuardrailEvaluation Evaluation(ImmutableArray<GateResult> gates) => new()
    {
        Id = Guid.NewGuid(),
        ProposalId = Guid.NewGuid(),
        IncidentId = Guid.NewGuid(),
        At = DateTimeOffset.UnixEpoch,
        Outcome = GuardrailOutcome.Allow,
        Gates = gates,
        IsAtMerge = false,
    };

    private static Proposal Proposal(params ImmutableArray<FileChange> files) => new()
    {
        Id = Guid.NewGuid(),
        IncidentId = Guid.NewGuid(),
        RunbookId = "a",
        RunbookVersion = 1,
        RepositoryUrl = "https://github.com/acme/shop",
        Applications = [],
        Workloads = [],
        BaseBranch = "main",
        BaseSha = "1111111",
        Branch = "b",
        Files = files,
        Title = "",
        Body = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Parents = [],
    };
}
