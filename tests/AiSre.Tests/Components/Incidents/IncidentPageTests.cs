using System.Runtime.CompilerServices;
using AiSre.Access;
using AiSre.Components.Incidents.Details;
using AiSre.Components.Incidents.Proof;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
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

    public IncidentPageTests()
    {
        Services.AddSingleton<IncidentDetailsQuery>(_query);
        Services.AddSingleton<EvidenceQuery>(_evidence);
        Services.AddSingleton<WhatChangedQuery>(_changes);
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
        Assert.Equal(2, Feed.Count); // The page's own, and that of what changed.

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.Count);
    }

    private IRenderedComponent<IncidentPage> Page() => Show<IncidentPage>(parameters => parameters.Add(page => page.Number, 7));

    private sealed class FakeWhatChangedQuery() : WhatChangedQuery(null!, TimeProvider.System)
    {
        public System.Collections.Immutable.ImmutableArray<AiSre.Clusters.History.ObjectChanges> Changes { get; set; } = [];

        public override Task<System.Collections.Immutable.ImmutableArray<AiSre.Clusters.History.ObjectChanges>> ReadAsync(
            IncidentDetails incident, CancellationToken cancellationToken) => Task.FromResult(Changes);
    }

    private sealed class FakeDetailsQuery() : IncidentDetailsQuery(null!, null!)
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
