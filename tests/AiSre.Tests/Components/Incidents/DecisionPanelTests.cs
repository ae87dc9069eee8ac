using AiSre.Access;
using AiSre.Components.Incidents.Decisions;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace AiSre.Tests.Components.Incidents;

public sealed class DecisionPanelTests : PageTest
{
    private readonly List<string> _approved = [];
    private readonly List<(string Head, Rejection Reason)> _rejected = [];
    private TaskCompletionSource<DecisionOutcome> _answer = new();

    [Fact]
    public void Approve_decides_about_the_commit_that_is_shown()
    {
        var panel = Panel();

        panel.Find("button:contains('Approve')").Click();

        Assert.Equal(["1111111a"], _approved);
    }

    [Fact]
    public async Task While_a_decision_runs_both_buttons_are_off_and_a_second_click_does_nothing()
    {
        var panel = Panel();
        var approve = panel.FindComponents<MudButton>()[0].Instance;

        await panel.InvokeAsync(() =>
        {
            // Both clicks of a double click are on their way before the buttons are drawn again.
            _ = approve.OnClick.InvokeAsync();
            _ = approve.OnClick.InvokeAsync();
        });

        Assert.Single(_approved);
        Assert.All(panel.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void A_refusal_is_shown_and_the_buttons_come_back()
    {
        var panel = Panel();
        panel.Find("button:contains('Approve')").Click();

        _answer.SetResult(new(false, "The pull request's head moved to 2222222; look at the new diff."));

        panel.WaitForAssertion(() => Assert.Contains("head moved to 2222222", panel.Find(".refused").TextContent));
        Assert.All(panel.FindAll("button"), button => Assert.False(button.HasAttribute("disabled")));
    }

    [Fact]
    public void After_an_accepted_decision_the_buttons_stay_off()
    {
        var panel = Panel();
        panel.Find("button:contains('Approve')").Click();

        _answer.SetResult(new(true, "Approved; the pull request is being merged."));

        panel.WaitForAssertion(() => Assert.Contains("is being merged", panel.Markup));
        Assert.All(panel.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void A_head_that_moved_while_reading_must_be_read_before_it_can_be_decided_about()
    {
        var panel = Panel();

        panel.Render(parameters => parameters.Add(component => component.Fingerprint, Read("2222222b")));

        Assert.Empty(panel.FindAll("button:contains('Approve')"));
        Assert.Contains("2222222", panel.Find(".moved").TextContent);
        panel.Find("button:contains('I have read')").Click();
        panel.Find("button:contains('Approve')").Click();
        Assert.Equal(["2222222b"], _approved);
    }

    [Fact]
    public void Evidence_that_came_while_reading_must_be_read_too()
    {
        var panel = Panel();

        panel.Render(parameters => parameters.Add(component => component.Fingerprint, Read("1111111a") with { Evidence = "more" }));

        Assert.Empty(panel.FindAll("button:contains('Approve')"));
        Assert.Contains("the evidence", panel.Find(".moved").TextContent);
    }

    [Fact]
    public void Another_solution_is_offered_only_where_there_is_one()
    {
        var asked = new List<string>();
        var panel = Panel();
        Assert.Empty(panel.FindAll("button:contains('another solution')"));

        panel.Render(parameters => parameters
            .Add(component => component.Others, ["pull-through-cache"])
            .Add(component => component.AskForAnother, seen =>
            {
                asked.Add(seen.HeadSha);
                return _answer.Task;
            }));
        panel.Find("button:contains('another solution')").Click();

        Assert.Equal(["1111111a"], asked);
    }

    [Fact]
    public void Who_may_not_decide_is_told_why()
    {
        var panel = Panel(new CurrentPerson("guest", false, "Only the owners of shop may decide."));

        Assert.All(panel.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Contains("Only the owners of shop may decide.", panel.Markup);
    }

    [Fact]
    public void The_static_rendering_offers_no_button_that_nobody_hears()
    {
        var panel = Panel(isLive: false);

        Assert.All(panel.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void Rejecting_needs_a_reason_and_its_kind()
    {
        var panel = Panel();
        var dialogs = Render<MudDialogProvider>();

        panel.Find("button:contains('Reject')").Click();
        dialogs.WaitForElement("textarea");
        Assert.True(Confirm(dialogs).HasAttribute("disabled"));
        dialogs.Find("textarea").Input("   ");
        Assert.True(Confirm(dialogs).HasAttribute("disabled"));

        dialogs.Find("textarea").Input(" Registry B has no license. ");
        Assert.True(Confirm(dialogs).HasAttribute("disabled"));
        dialogs.Find("label:contains('Too risky') input").Click();
        Confirm(dialogs).Click();

        panel.WaitForAssertion(() => Assert.Equal([("1111111a", new Rejection(RejectionReason.TooRisky, "Registry B has no license."))], _rejected));
    }

    [Fact]
    public void Going_back_from_the_reason_decides_nothing()
    {
        var panel = Panel();
        var dialogs = Render<MudDialogProvider>();
        panel.Find("button:contains('Reject')").Click();
        dialogs.WaitForElement("textarea");

        dialogs.Find("button:contains('Back')").Click();

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("textarea")));
        Assert.Empty(_rejected);
        Assert.All(panel.FindAll("button"), button => Assert.False(button.HasAttribute("disabled")));
    }

    private static ProposalFingerprint Read(string head) => new(head, "files", "evidence", "override-registry@3");

    private static AngleSharp.Dom.IElement Confirm(IRenderedComponent<MudDialogProvider> dialogs) =>
        dialogs.Find("button:contains('Reject the change')");

    private IRenderedComponent<DecisionPanel> Panel(CurrentPerson? person = null, bool isLive = true)
    {
        Services.AddSingleton(person ?? new CurrentPerson("ada", true));
        return Show<DecisionPanel>(
            parameters => parameters
                .Add(panel => panel.Fingerprint, Read("1111111a"))
                .Add(panel => panel.WhatFollows, "Approving merges pull request #17.")
                .Add(panel => panel.ChangeHref, "incidents/7#change")
                .Add(panel => panel.FileCount, 1)
                .Add(panel => panel.Approve, seen =>
                {
                    _approved.Add(seen.HeadSha);
                    return _answer.Task;
                })
                .Add(panel => panel.Reject, (seen, reason) =>
                {
                    _rejected.Add((seen.HeadSha, reason));
                    return _answer.Task;
                }),
            isLive);
    }
}
