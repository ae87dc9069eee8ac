using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Components.Guardrails;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Guardrails;

public sealed class GuardrailPagesTests : PageTest
{
    private const string Valid = "environments:\n  development: {criticality: low, clusters: [dev-*]}\nautomatic:\n  - {environments: [development]}\n";

    public GuardrailPagesTests()
    {
        Services.AddSingleton(new GuardrailStore(null!, null!, TimeProvider.System));
        Services.AddSingleton(new GuardrailPause(null!, TimeProvider.System));
        Services.AddSingleton(new Breakers(null!, null!, TimeProvider.System));
        Services.AddSingleton(new CurrentPerson("ada", true));
    }

    [Fact]
    public void Without_any_it_says_that_a_person_decides()
    {
        var page = Show<GuardrailsPage>();

        Assert.Contains("There are none", page.Markup);
        Assert.Contains("Merges are not paused", page.Markup);
        Assert.True(page.Find("button:contains('Save as version 1')").HasAttribute("disabled"));
    }

    [Fact]
    public void What_automation_saved_is_counted_against_what_people_took()
    {
        Guardrails.View = Guardrails.View with { Automation = new(4, 3, 1, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(10), 7) };

        var text = Show<GuardrailsPage>().Find("section:has(#automation-title)").TextContent;

        Assert.Contains("4 changes: 3 verified, 1 put back.", text);
        Assert.Contains("decided within 10 s; of the 7 that people approved, within 30 min 10 s", text);
        Assert.Contains("That saved 2 h of waiting.", text);
        Assert.Equal((null, TimeSpan.FromSeconds(2)), (AutomationNumbers.Median([]), AutomationNumbers.Median([TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)])));
    }

    [Fact]
    public async Task A_mistake_is_told_with_its_place_and_keeps_it_from_being_saved()
    {
        var page = Show<GuardrailsPage>();

        await ActAsync(page, "textarea", element => element.Input("rules:\n  - {name: a, allways: deny}\n"));
        await ActAsync(page, ".main .row-form input", element => element.Input("Because"));

        Assert.Contains("allways", page.Find(".findings").TextContent);
        Assert.Contains("line 2", page.Find(".findings .place").TextContent);
        Assert.True(page.Find("button:contains('Save as version 1')").HasAttribute("disabled"));
    }

    [Fact]
    public void A_text_of_elsewhere_is_shown_and_not_edited()
    {
        Guardrails.View = Guardrails.View with { InForce = 3, Latest = 3, Text = Valid, Owner = "the file guardrails.yaml" };

        var page = Show<GuardrailsPage>();

        Assert.Contains("They are kept in the file guardrails.yaml and changed there.", page.Markup);
        Assert.Empty(page.FindAll("textarea"));
        Assert.Contains("criticality: low", page.Find("pre.source").TextContent);
    }

    [Fact]
    public void A_newer_text_that_is_not_good_is_told_beside_the_one_in_force()
    {
        Guardrails.View = Guardrails.View with { InForce = 2, Latest = 2, Text = Valid, Problem = "line 1, column 1: it is no mapping" };

        Assert.Contains("Version 2 stays in force: line 1, column 1: it is no mapping", Show<GuardrailsPage>().Find(".notice-warning").TextContent);
    }

    [Fact]
    public async Task An_open_breaker_says_what_failed_and_asks_what_the_review_found()
    {
        Guardrails.View = Guardrails.View with
        {
            Breakers =
            [
                new(BreakerKey.Of("oom-raise"), true, "Of the runbook oom-raise 2 changes did not help within 7 d (incident #4, incident #9)") { Incidents = [9, 4] },
                new(BreakerKey.Of(new ApplicationKey("prod", "argocd/shop")), false, "Of the application prod argocd/shop 2 changes did not help")
                {
                    Incidents = [9],
                    Review = new() { Id = Guid.NewGuid(), Kind = BreakerKind.Application, Name = "prod argocd/shop", By = "bob", Reason = "A full node.", At = Now },
                },
            ],
        };

        var card = Show<GuardrailsPage>().FindComponent<BreakersCard>();

        Assert.Contains("1 breaker is open", card.Find("h2").TextContent);
        Assert.Equal(["incidents/9", "incidents/4"], card.FindAll(".open a").Select(link => link.GetAttribute("href")));
        Assert.Contains("bob reviewed it: “A full node.”", card.Find(".trial").TextContent);
        Assert.Empty(card.FindAll(".trial form"));
        Assert.True(card.Find(".open button").HasAttribute("disabled"));
        await ActAsync(card, ".open input", element => element.Input("The node was full."));
        Assert.False(card.Find(".open button").HasAttribute("disabled"));
    }

    [Fact]
    public void Who_paused_and_resumed_is_told()
    {
        Guardrails.View = Guardrails.View with { Pauses = [new(false, "bob", "It is over.", Now), new(true, "ada", "Black Friday.", Now.AddDays(-1))] };

        var lines = Show<PauseCard>(parameters => parameters.Add(card => card.Pause, PauseState.Never).Add(card => card.History, Guardrails.View.Pauses)).FindAll(".history li");

        Assert.Equal(2, lines.Count);
        Assert.Matches("^Paused by ada, .*: Black Friday.$", lines[1].TextContent);
    }

    [Fact]
    public async Task An_older_version_is_compared_and_taken_back_into_the_editor()
    {
        var older = Valid.Replace("low", "high", StringComparison.Ordinal);
        Guardrails.View = Guardrails.View with { InForce = 2, Latest = 2, Text = Valid, Versions = [new(2, "ada", Now, "Calmer"), new(1, "ada", Now, "First")] };
        Guardrails.Texts = [older, Valid];
        Services.GetRequiredService<NavigationManager>().NavigateTo("guardrails?version=1");

        var page = Show<GuardrailsPage>();
        await ActAsync(page, "button:contains('Take version 1 into the editor')", element => element.Click());

        Assert.Contains("criticality: high", page.Find("section:has(#compare-title) .diff").TextContent);
        Assert.Equal(older, page.Find("textarea").GetAttribute("value"));
        Assert.False(page.Find("button:contains('Save as version 3')").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Who_is_no_administrator_may_pause_and_not_change_them()
    {
        Services.AddSingleton(new CurrentPerson("bob", true) { IsAdministrator = false });
        var page = Show<GuardrailsPage>();

        await ActAsync(page, "textarea", element => element.Input(Valid));
        await ActAsync(page, ".main .row-form input", element => element.Input("Because"));

        Assert.True(page.Find("button:contains('Save as version 1')").HasAttribute("disabled"));
        Assert.Contains("Only an administrator may do this", page.Find(".main").TextContent);
        await ActAsync(page, ".reason-form input", element => element.Input("A release"));
        Assert.False(page.Find("button:contains('Pause all merges')").HasAttribute("disabled"));
    }

    [Fact]
    public void Every_gate_of_a_proposal_is_shown_and_what_decides_stands_out()
    {
        Guardrails.Last = Evaluation(GuardrailOutcome.Deny, new("Pause", GuardrailOutcome.Deny, "ada paused all merges: A release."), new("Paths", GuardrailOutcome.Allow, "Every path is allowed."));

        var card = Show<GuardrailCard>(parameters => parameters.Add(one => one.ProposalId, Guid.NewGuid()).Add(one => one.IncidentId, Guid.NewGuid()).Add(one => one.IsOpen, true));

        Assert.Contains("AiSre does not merge it by itself", card.Find(".result-deny").TextContent);
        Assert.Equal(["Pause ada paused all merges: A release.", "Paths Every path is allowed."], card.FindAll(".gates li").Select(line => line.TextContent.Trim()));
        Assert.Equal("ada paused all merges: A release.", card.Find("p.soft").TextContent);
    }

    [Fact]
    public async Task They_are_asked_on_demand_and_a_refusal_is_a_sentence()
    {
        var card = Show<GuardrailCard>(parameters => parameters.Add(one => one.ProposalId, Guid.NewGuid()).Add(one => one.IncidentId, Guid.NewGuid()).Add(one => one.IsOpen, true));

        await ActAsync(card, "button", element => element.Click());
        card.WaitForAssertion(() => Assert.Contains("There is no proposal any more.", card.Markup));

        Guardrails.Now = Evaluation(GuardrailOutcome.RequireApproval, new GateResult("Scope", GuardrailOutcome.RequireApproval, "Nothing makes changes automatic here."));
        await ActAsync(card, "button", element => element.Click());
        card.WaitForAssertion(() => Assert.Contains("A person decides", card.Find(".result").TextContent));
    }

    [Fact]
    public void Of_what_is_over_only_what_was_said_is_shown() =>
        Assert.Empty(Show<GuardrailCard>(parameters => parameters.Add(one => one.ProposalId, Guid.NewGuid()).Add(one => one.IncidentId, Guid.NewGuid())).Markup.Trim());

    private static GuardrailEvaluation Evaluation(GuardrailOutcome outcome, params ImmutableArray<GateResult> gates) => new()
    {
        Id = Guid.NewGuid(),
        ProposalId = Guid.NewGuid(),
        IncidentId = Guid.NewGuid(),
        At = Now,
        Outcome = outcome,
        Gates = gates,
        IsAtMerge = false,
    };
}
