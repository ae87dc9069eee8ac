using AiSre.Remediation.Proposals;

namespace AiSre.Tests.Remediation.Proposals;

public sealed class ProposalFingerprintTests
{
    private static readonly Guid[] Evidence = [Guid.CreateVersion7(), Guid.CreateVersion7()];

    [Fact]
    public void The_order_of_evidence_does_not_count() =>
        Assert.Equal(ProposalFingerprint.Of(Proposal(), Evidence), ProposalFingerprint.Of(Proposal(), Evidence.Reverse()));

    [Fact]
    public void It_is_a_hash_over_everything_that_is_decided_about()
    {
        var seen = ProposalFingerprint.Of(Proposal(), Evidence);

        Assert.Equal(64, seen.Value.Length);
        Assert.Null(ProposalFingerprint.Of(Proposal(), Evidence).WhatChangedSince(seen));
        foreach (var (changed, what) in new[]
        {
            (ProposalFingerprint.Of(Proposal(head: 'c'), Evidence), "the commit"),
            (ProposalFingerprint.Of(Proposal(after: "image: c"), Evidence), "the diff"),
            (ProposalFingerprint.Of(Proposal(), Evidence.Take(1)), "the evidence"),
            (ProposalFingerprint.Of(Proposal(version: 2), Evidence), "the runbook"),
            (ProposalFingerprint.Of(Proposal(), Evidence) with { Guardrails = "guardrails@1" }, "the guardrails"),
            (ProposalFingerprint.Of(Proposal(head: 'c', version: 2), Evidence), "the commit, the runbook"),
        })
        {
            Assert.Equal(what, changed.WhatChangedSince(seen));
            Assert.NotEqual(seen.Value, changed.Value);
        }
    }

    [Fact]
    public void Without_guardrails_it_is_what_it_was_before_there_were_any()
    {
        // A decision that was made before an upgrade stands after it.
        var fingerprint = new ProposalFingerprint(new string('b', 40), "files", "evidence", "override-registry@1", "rendered");

        Assert.Equal("c4260cb8781d3fc5b374808b6d70705bc4c2ed8a09bea8d3915bbefaa5b6ccc1", fingerprint.Value);
        Assert.NotEqual(fingerprint.Value, (fingerprint with { Guardrails = "guardrails@1" }).Value);
        Assert.NotEqual((fingerprint with { Guardrails = "guardrails@2" }).Value, (fingerprint with { Guardrails = "guardrails@1" }).Value);
    }

    private static Proposal Proposal(char head = 'b', string after = "image: b", int version = 1) => new()
    {
        Id = Guid.CreateVersion7(),
        IncidentId = Guid.CreateVersion7(),
        RunbookId = "override-registry",
        RunbookVersion = version,
        RepositoryUrl = "https://github.com/acme/shop",
        Applications = ["argocd/checkout"],
        Workloads = ["Deployment/shop/checkout"],
        BaseBranch = "main",
        BaseSha = new string('a', 40),
        Branch = "aisre/incident-1",
        Files = [new("a.yaml", "image: a", after, [])],
        Title = "Override",
        Body = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Parents = [],
        HeadSha = new string(head, 40),
    };
}
