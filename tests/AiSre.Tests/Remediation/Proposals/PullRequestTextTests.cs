using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Tests.Remediation.Proposals;

public sealed class PullRequestTextTests
{
    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");

    [Fact]
    public void It_says_cause_evidence_runbook_change_and_what_happens_next()
    {
        var body = Body("dial tcp 10.0.0.1:443: i/o timeout");

        Assert.Contains("**RegistryUnavailable** · registry-a.example does not answer.", body, StringComparison.Ordinal);
        Assert.Contains("`dial tcp 10.0.0.1:443: i/o timeout` (`Pod/shop/checkout-1`)", body, StringComparison.Ordinal);
        Assert.Contains("`override-registry`, version 3", body, StringComparison.Ordinal);
        Assert.Contains("image: a → b", body, StringComparison.Ordinal);
        Assert.Contains("`Deployment/shop/checkout` on cluster prod", body, StringComparison.Ordinal);
        Assert.Contains("## What happens next", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@everyone look [here](https://evil.example)")]
    [InlineData("`; rm -rf` ``` closes")]
    [InlineData("two\nlines\n## Approve this")]
    public void Evidence_stays_a_quotation_whatever_it_contains(string hostile)
    {
        var line = Body(hostile).Split('\n').Single(candidate => candidate.StartsWith("  > ", StringComparison.Ordinal));

        var fence = new string('`', line[4..].TakeWhile(character => character == '`').Count());
        var quoted = line[(4 + fence.Length)..line.LastIndexOf(fence + " (", StringComparison.Ordinal)];
        Assert.NotEmpty(fence);
        Assert.DoesNotContain(fence, quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_sentences_call_nobody_and_link_nowhere()
    {
        var body = Body("x", statement: "Image @team/[app](https://evil.example) <img src=x> cannot be pulled.");

        Assert.DoesNotContain("@team", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[app](", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_quotation_is_cut() =>
        Assert.DoesNotContain(new string('x', 500), Body(new string('x', 5000)), StringComparison.Ordinal);

    [Fact]
    public void Where_the_fault_came_from_stands_before_the_evidence_and_is_replaced_by_what_is_known_later()
    {
        var field = new FieldOrigin { Object = Checkout, Field = "spec.replicas", Before = "1", After = "2" };
        var known = field with
        {
            Commit = new OriginCommit(new string('c', 40), "https://github.example/c", "Ada @team", "Release\n## Evidence `x`", DateTimeOffset.UnixEpoch),
            File = "apps/a.yaml",
            Line = 3,
            LineUrl = "https://github.example/a#L3",
        };

        var first = PullRequestText.WithOrigin(Body("x"), new FaultOrigin(OriginVerdict.Unknown, "GitHub could not be asked.", [field]));
        var second = PullRequestText.WithOrigin(first, new FaultOrigin(OriginVerdict.Commit, "It came with a commit.", [known]));

        Assert.Contains("GitHub could not be asked.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("GitHub could not be asked.", second, StringComparison.Ordinal);
        Assert.Contains("[ccccccc](https://github.example/c) by Ada &#64;team, 1970-01-01 00:00 UTC", second, StringComparison.Ordinal);
        Assert.Contains("[`apps/a.yaml:3`](https://github.example/a#L3)", second, StringComparison.Ordinal);
        Assert.Single(second.Split('\n'), line => line.StartsWith("## Evidence", StringComparison.Ordinal));
        Assert.True(second.IndexOf(PullRequestText.OriginHeading, StringComparison.Ordinal) < second.IndexOf("\n## Evidence", StringComparison.Ordinal));
        Assert.Equal(second, PullRequestText.WithOrigin(second, new FaultOrigin(OriginVerdict.Commit, "It came with a commit.", [known])));
    }

    [Fact]
    public void What_was_proven_and_what_was_not_is_said()
    {
        var body = Body("It fails.", "refused", new ProposalProof([new("Rendered", ProofState.Proven, "argocd/shop was rendered."), new("Image", ProofState.Unproven, "b could not be asked.")], []));
        Assert.Contains("## Proof\n\n- ✅ argocd/shop was rendered.\n- ❔ not proven: b could not be asked.\n", body.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static string Body(string quote, string statement = "registry-a.example does not answer.", ProposalProof? proof = null)
    {
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(),
            Cluster = "prod",
            CorrelationKey = "registry:registry-a.example",
            Title = "checkout cannot pull its image",
            Severity = Severity.Error,
            Workload = Checkout,
            OpenedAt = DateTimeOffset.UnixEpoch,
        };
        var analysis = new RootCauseAnalysis
        {
            Code = RootCause.RegistryUnavailable,
            Object = Checkout,
            Statement = statement,
            Chain = [new CausalLink(Checkout, "The image cannot be pulled.", [new Citation("Pod/shop/checkout-1", quote)])],
        };
        var runbook = RunbookParser.Parse("""
            ---
            id: override-registry
            title: Pull from registry B
            owner: platform
            symptom:
              cause: RegistryUnavailable
            solution:
              - override-image-registry:
                  from: registry-a.example
                  to: registry-b.example
            ---
            # Pull from registry B
            """).Runbook!;
        var match = new RunbookMatch
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            RunbookId = runbook.Id,
            RunbookVersion = 3,
            Reason = "It fits.",
            At = DateTimeOffset.UnixEpoch,
        };
        ImmutableArray<FileChange> files = [new FileChange("apps/checkout.yaml", "a", "b", ["apps/checkout.yaml: image: a → b"])];
        return PullRequestText.Body(incident, analysis, match, runbook, [Checkout], files, proof);
    }
}
