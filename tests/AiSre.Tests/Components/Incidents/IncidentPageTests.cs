using System.Runtime.CompilerServices;
using AiSre.Access;
using AiSre.Clusters.History;
using AiSre.Components.Incidents.Details;
using AiSre.Components.Incidents.Proof;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace AiSre.Tests.Components.Incidents;

public sealed class IncidentPageTests : PageTest
{
    private readonly FakeDetailsQuery _query = new();
    private readonly FakeEvidenceQuery _evidence = new();
    private readonly FakeWhatChangedQuery _changes = new();
    private readonly FakeStoryQuery _story = new();

    public IncidentPageTests()
    {
        Services.AddSingleton<IncidentDetailsQuery>(_query);
        Services.AddSingleton<EvidenceQuery>(_evidence);
        Services.AddSingleton<WhatChangedQuery>(_changes);
        Services.AddSingleton<RecordedStoryQuery>(_story);
        Services.AddSingleton(new CurrentPerson("ada", true));

        // No test of this page decides, so nothing of the command is ever asked.
        Services.AddSingleton((DecisionCommand)RuntimeHelpers.GetUninitializedObject(typeof(DecisionCommand)));
    }

    [Fact]
    public void It_says_the_cause_its_proof_the_change_and_asks_for_the_decision()
    {
        var page = Page();

        Assert.Contains("Images from registry-a.example cannot be pulled", page.Find("h1").TextContent);
        Assert.Contains("The registry refuses connections.", page.Markup);
        Assert.Contains("connection refused", page.Find("button.quote").TextContent);
        Assert.Equal("https://github.com/acme/shop/pull/17", page.Find(".request a").GetAttribute("href"));
        Assert.Equal("a", page.Find(".split td.del mark").TextContent);
        Assert.Equal("b", page.Find(".split td.ins mark").TextContent);
        Assert.Contains("version 3 (now at version 4)", page.Markup);
        Assert.Contains("Approving merges pull request #17 into main of github.com/acme/shop.", page.Markup);
        Assert.Contains("No model is configured", page.Markup);
    }

    [Fact]
    public void What_was_proven_of_the_change_is_shown_with_what_it_comes_to()
    {
        _query.View = IncidentSamples.Waiting with
        {
            Proposal = IncidentSamples.Waiting.Proposal! with
            {
                Proof = new ProposalProof(
                    [new("Rendered", ProofState.Proven, "argocd/shop was rendered."), new("Image", ProofState.Unproven, "registry-b.example could not be asked.")],
                    [new("Deployment/shop/checkout", RenderedChangeKind.Changed, [new RenderedField("spec.replicas", "1", "2")])]),
            },
        };
        var page = Page();

        Assert.Equal(["Not proven: 1 check", "Proven: 1 check"], page.FindAll(".group > summary").Select(summary => summary.TextContent.Trim()));
        Assert.Contains("registry-b.example could not be asked.", page.Find(".group.unproven li").TextContent);
        Assert.Equal(("Deployment/shop/checkout", "spec.replicas"), (page.Find(".rendered .object").TextContent.Trim(), page.Find(".rendered .field").TextContent));
    }

    [Fact]
    public void What_does_not_hold_comes_first_and_many_checks_that_hold_are_folded()
    {
        _query.View = IncidentSamples.Waiting with
        {
            Proposal = IncidentSamples.Waiting.Proposal! with
            {
                Proof = new ProposalProof(
                    [
                        .. Enumerable.Range(1, 11).Select(number => new ProofCheck("References", ProofState.Proven, $"ConfigMap/shop/{number} is there.")),
                        new("Nodes", ProofState.Refuted, "No node takes the pods."), new("Image", ProofState.Unproven, "Nobody answers."),
                    ],
                    []),
            },
        };
        var groups = Page().FindAll(".group");

        Assert.Equal(["Does not hold: 1 check", "Not proven: 1 check", "Proven: 11 checks"], groups.Select(group => group.QuerySelector("summary")!.TextContent.Trim()));
        Assert.Equal([true, true, false], groups.Select(group => group.HasAttribute("open")));
    }

    [Fact]
    public void A_resolved_incident_says_first_what_was_verified()
    {
        _query.View = IncidentSamples.Waiting with
        {
            State = IncidentState.Resolved,
            ClosedAt = Now,
            Timeline = [new(1, Now, TimelineKind.Resolved, "Verified: commit 1234567 is synced and healthy.", "AiSre")],
        };

        Assert.Equal("Verified: commit 1234567 is synced and healthy.", Page().Find(".notice-good span").TextContent);
    }

    [Fact]
    public void It_says_what_changed_since_the_workload_was_well_and_with_which_commit()
    {
        _changes.Changes =
        [
            new(IncidentSamples.Checkout, Now.AddHours(-1), Now,
            [
                new(new("spec.template.spec.containers[app].image", "a/app:1", "a/app:2"), Now, "badc0de0000000000000000000000000000000000"),
                new(new("spec.template.spec.containers[app].env[MODE].value", null, "fast"), Now, null),
            ]),
        ];

        var page = Page();

        var fields = page.FindAll(".object li");
        Assert.Contains("spec.template.spec.containers[app].image", fields[0].TextContent);
        Assert.Equal(("a/app:1", "a/app:2"), (fields[0].QuerySelector("del")!.TextContent, fields[0].QuerySelector("ins")!.TextContent));
        Assert.Contains("with commit badc0de", fields[0].TextContent);
        Assert.Contains("not set", fields[1].TextContent);
    }

    [Fact]
    public void That_nothing_changed_is_said_too()
    {
        _changes.Changes = [new(IncidentSamples.Checkout, Now.AddHours(-1), Now.AddHours(-1), [])];

        Assert.Contains("the cause lies outside of it", Page().Markup);
    }

    [Fact]
    public void What_ReplicaSets_tell_is_said_as_such()
    {
        _changes.Changes =
        [
            new(IncidentSamples.Checkout, null, Now, [new(new("spec.template.spec.containers[app].image", "a/app:1", "a/app:2"), Now, null)])
            {
                Rollout = new RolloutRevisions(3, 4, true),
            },
        ];

        var page = Page();

        Assert.Contains("from revision 3, the last that is well, to 4, as its ReplicaSets tell", page.Find(".object p").TextContent);
        Assert.DoesNotContain("has not seen", page.Markup);
    }

    [Fact]
    public void The_commit_that_brought_the_fault_stands_with_its_cause()
    {
        _query.View = IncidentSamples.Waiting with { Origin = new(new(OriginVerdict.Commit, "Introduced by commit badc0de.", [Field]), null, null) };

        var origin = Page().Find(".origin");

        var links = origin.QuerySelectorAll("a");
        Assert.Equal(("badc0de", "https://github.com/acme/shop/commit/badc0de"), (links[0].TextContent, links[0].GetAttribute("href")));
        Assert.Equal(("apps/shop.yaml:16", "https://github.com/acme/shop/blob/badc0de/apps/shop.yaml#L16"), (links[1].TextContent, links[1].GetAttribute("href")));
        Assert.Contains("Release 2", origin.TextContent);
        Assert.Contains("Ada", origin.TextContent);
        Assert.Equal(("a/app:1", "a/app:2"), (origin.QuerySelector("del")!.TextContent, origin.QuerySelector("ins")!.TextContent));
    }

    [Fact]
    public void A_commit_that_could_not_be_looked_for_is_looked_for_again()
    {
        var field = Field with { Commit = null, File = null, Line = null, LineUrl = null };
        _query.View = IncidentSamples.Waiting with
        {
            Origin = new(new(OriginVerdict.Unknown, "GitHub could not be asked which commit did it.", [field]), "GitHub answers 502.", Now.AddSeconds(30)),
        };

        var origin = Page().Find(".origin");

        Assert.Contains("GitHub could not be asked", origin.TextContent);
        Assert.Contains("The commit is looked for again", origin.QuerySelector("[role=status]")!.TextContent);
        Assert.Empty(origin.QuerySelectorAll("a"));
    }

    [Fact]
    public async Task What_was_recorded_is_read_when_it_is_opened()
    {
        _story.Moments =
        [
            .. Enumerable.Range(0, 40).Select(number => new ObjectMoment(Now.AddSeconds(number), "Pod/shop/checkout-1", MomentKind.Warned, $"Failed to pull, {number}", "Failed", 3)),
            new(Now.AddMinutes(2), "Deployment/shop/checkout", MomentKind.Changed, "spec.replicas: 2 → 3", "", 1),
        ];
        var page = Page();
        Assert.DoesNotContain("Failed to pull", page.Markup);

        await ActAsync(page, "details:has(h2:contains('On record'))", element => element.TriggerEvent("ontoggle", EventArgs.Empty));

        var last = page.FindAll("details li.tone-waiting, details li.tone-bad");
        Assert.Equal(30, last.Count);
        Assert.Contains("spec.replicas: 2 → 3", last[^1].TextContent);
        Assert.Contains("3 times", last[0].TextContent);
        await ActAsync(page, "button:contains('Show the 11 before these')", element => element.Click());
        Assert.Equal(41, page.FindAll("details li.tone-waiting, details li.tone-bad").Count);
    }

    [Fact]
    public async Task A_quotation_opens_its_evidence_with_the_words_marked()
    {
        _evidence.View = new("Event/shop/checkout-1.17a", EvidenceKind.Event, "dial: connection refused!", new('f', 64), true, Now, 6..24);
        var page = Page();
        var dialogs = Render<MudDialogProvider>();

        await ActAsync(page, "button.quote", element => element.Click());

        Assert.Equal("connection refused", dialogs.WaitForElement("mark").TextContent);
        Assert.Contains("unchanged since it was captured", dialogs.Markup);
        Assert.Contains(new string('f', 64), dialogs.Markup);
        Assert.Equal(("Event/shop/checkout-1.17a", "connection refused"), _evidence.Asked);
    }

    [Fact]
    public async Task Evidence_whose_hash_does_not_hold_is_called_so()
    {
        _evidence.View = new("Event/shop/checkout-1.17a", EvidenceKind.Event, "tampered", new('f', 64), false, Now, null);
        var page = Page();
        var dialogs = Render<MudDialogProvider>();

        await ActAsync(page, "button.quote", element => element.Click());

        dialogs.WaitForAssertion(() => Assert.Contains("do not rely on it", dialogs.Markup));
        Assert.Contains("is not in this copy word for word", dialogs.Markup);
    }

    [Fact]
    public void A_models_opinion_stands_beside_the_cause_and_says_what_was_dropped()
    {
        _query.View = IncidentSamples.Waiting with
        {
            ConfiguredModel = "small-model",
            Model = new(IncidentSamples.Waiting.Causal!.Analysis! with { Statement = "I think the registry is down." }, null, 2, "small-model", Now),
            Sent = [new(Guid.NewGuid(), Now, "small-model", ExchangeOutcome.Answered, 900, 120)],
        };

        var opinion = Page().Find(".opinion").TextContent;

        Assert.Contains("Second opinion by small-model", opinion);
        Assert.Contains("I think the registry is down.", opinion);
        Assert.Contains("2 that nothing supported were dropped", opinion);
        Assert.Contains("900 tokens sent, 120 answered", opinion);
    }

    [Fact]
    public void A_model_that_fails_is_said_in_its_sentence()
    {
        _query.View = IncidentSamples.Waiting with { ConfiguredModel = "small-model", Model = new(null, "The model answered nothing.", 0, "small-model", Now) };

        Assert.Contains("The model small-model gave no second opinion: The model answered nothing.", Page().Find(".opinion").TextContent);
    }

    [Fact]
    public void What_happens_appears_without_reload()
    {
        var page = Page();

        _query.View = IncidentSamples.Waiting with
        {
            State = IncidentState.Verifying,
            Proposal = IncidentSamples.Waiting.Proposal! with { State = PullRequestState.Merged, MergedAt = Now },
            Timeline = IncidentSamples.Waiting.Timeline.Add(new(3, Now, TimelineKind.Merged, "Pull request #17 was merged.", "ada")),
        };
        Feed.Publish($"incident:{IncidentSamples.Waiting.Id}");

        page.WaitForAssertion(() => Assert.Contains("Pull request #17 was merged.", page.Markup));
        Assert.Contains("Verifying: waiting for sync", page.Markup);
        Assert.Empty(page.FindAll("button:contains('Approve')"));
    }

    [Fact]
    public void What_blocks_is_said_with_when_it_is_tried_again()
    {
        _query.View = IncidentSamples.Waiting with
        {
            State = IncidentState.RunbookMatched,
            Problem = "GitHub answers 502.",
            Attempts = 3,
            NextAttemptAt = Now.AddSeconds(30),
        };

        var notice = Page().Find(".notice-error");

        Assert.Contains("GitHub answers 502.", notice.TextContent);
        Assert.Contains("Tried 3 times; tried again", notice.TextContent);
    }

    [Fact]
    public void What_is_merely_waited_for_is_not_called_blocked()
    {
        _query.View = IncidentSamples.Waiting with { State = IncidentState.Verifying, Problem = "Waiting for Argo CD to see commit 24cceab.", NextAttemptAt = Now };

        var page = Page();

        Assert.Contains("Verifying: waiting for sync", page.Find(".head .chip").TextContent);
        Assert.Equal("Waiting for Argo CD to see commit 24cceab.", page.Find(".notice-info").TextContent.Trim());
    }

    [Fact]
    public async Task Further_quotations_of_a_claim_are_shown_on_demand()
    {
        var analysis = IncidentSamples.Waiting.Causal!.Analysis!;
        var link = analysis.Chain[0] with { Citations = [.. analysis.Chain[0].Citations, new("Pod/shop/checkout-1", "reason: ImagePullBackOff")] };
        _query.View = IncidentSamples.Waiting with { Causal = IncidentSamples.Waiting.Causal with { Analysis = analysis with { Chain = [link] } } };
        var page = Page();
        Assert.Single(page.FindAll("button.quote"));

        await ActAsync(page, "button:contains('and one more quotation')", element => element.Click());

        Assert.Equal(2, page.FindAll("button.quote").Count);
    }

    [Fact]
    public void A_rejected_incident_says_that_its_fault_is_still_there()
    {
        _query.View = IncidentSamples.Waiting with { State = IncidentState.Rejected, ClosedAt = Now };
        Assert.Contains("The fault is still there: one object shows it.", Page().Markup);

        _query.View = _query.View with { Hurt = [_query.View.Hurt[0] with { Objects = [_query.View.Hurt[0].Objects[0] with { GoneAt = Now }] }] };
        Assert.DoesNotContain("still there", Page().Markup);
    }

    [Fact]
    public void A_number_that_nobody_has_says_so_and_appears_once_somebody_has_it()
    {
        _query.View = null;
        var page = Page();
        Assert.Contains("There is no incident #7", page.Markup);

        _query.View = IncidentSamples.Waiting;
        Feed.Publish("incidents");

        page.WaitForAssertion(() => Assert.Contains("The registry refuses connections.", page.Markup));
    }

    [Fact]
    public async Task No_subscription_is_left_after_the_page_is_gone()
    {
        Page();
        Assert.Equal(4, Feed.Count); // The page's own, that of what changed, and those of the guardrails.

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.Count);
    }

    private static FieldOrigin Field => new()
    {
        Object = IncidentSamples.Checkout,
        Field = "spec.template.spec.containers[app].image",
        Before = "a/app:1",
        After = "a/app:2",
        Commit = new("badc0de0000000000000000000000000000000000", "https://github.com/acme/shop/commit/badc0de", "Ada", "Release 2", Now),
        File = "apps/shop.yaml",
        Line = 16,
        LineUrl = "https://github.com/acme/shop/blob/badc0de/apps/shop.yaml#L16",
    };

    private IRenderedComponent<IncidentPage> Page() => Show<IncidentPage>(parameters => parameters.Add(page => page.Number, 7));

    private sealed class FakeWhatChangedQuery() : WhatChangedQuery(null!, null!, TimeProvider.System)
    {
        public System.Collections.Immutable.ImmutableArray<AiSre.Clusters.History.ObjectChanges> Changes { get; set; } = [];

        public override Task<System.Collections.Immutable.ImmutableArray<AiSre.Clusters.History.ObjectChanges>> ReadAsync(
            IncidentDetails incident, CancellationToken cancellationToken) => Task.FromResult(Changes);
    }

    private sealed class FakeStoryQuery() : RecordedStoryQuery(null!, TimeProvider.System)
    {
        public System.Collections.Immutable.ImmutableArray<ObjectMoment> Moments { get; set; } = [];

        public override Task<System.Collections.Immutable.ImmutableArray<ObjectMoment>> ReadAsync(
            IncidentDetails incident, CancellationToken cancellationToken) => Task.FromResult(Moments);
    }

    private sealed class FakeDetailsQuery() : IncidentDetailsQuery(null!, null!, null!)
    {
        public IncidentDetails? View { get; set; } = IncidentSamples.Waiting;

        public override Task<IncidentDetails?> ReadAsync(int number, CancellationToken cancellationToken) => Task.FromResult(View);
    }

    private sealed class FakeEvidenceQuery() : EvidenceQuery(null!)
    {
        public EvidenceView? View { get; set; }

        public (string Address, string? Quote) Asked { get; private set; }

        public override Task<EvidenceView?> ReadAsync(Guid incidentId, string address, string? quote, CancellationToken cancellationToken)
        {
            Asked = (address, quote);
            return Task.FromResult(View);
        }
    }
}
