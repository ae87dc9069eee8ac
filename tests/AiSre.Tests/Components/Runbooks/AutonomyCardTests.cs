using AiSre.Access;
using AiSre.Components.Runbooks;
using AiSre.Remediation.Autonomy;
using AiSre.Runbooks;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Runbooks;

public sealed class AutonomyCardTests : PageTest
{
    [Fact]
    public async Task What_is_earned_is_offered_with_its_numbers_and_a_person_takes_it()
    {
        Autonomy.Offers = [Offer(RunbookMode.Shadow, new AutonomyNumbers(16, 0, 0, 2), RunbookMode.Automatic, null)];
        var card = ShowCard();

        Assert.Contains("16 of 16 would-be merges were approved and verified", card.Markup);
        Assert.Contains("81%", card.Find(".value").TextContent);
        await ActAsync(card, "button:contains('Let it merge by itself')", element => element.Click());

        Assert.Equal(["ada lets careful@2 be Automatic clusters dev-*"], Autonomy.Done);
    }

    [Fact]
    public void What_is_not_earned_says_what_is_missing_and_offers_nothing()
    {
        Autonomy.Offers = [Offer(RunbookMode.Shadow, new AutonomyNumbers(3, 0, 1, 0), RunbookMode.Automatic, "It has not earned it yet.")];
        var card = ShowCard();

        Assert.Contains("It has not earned it yet.", card.Markup);
        Assert.Empty(card.FindAll("button:contains('Let it merge by itself')"));
    }

    [Fact]
    public async Task Setting_back_needs_a_reason()
    {
        Autonomy.Offers = [Offer(RunbookMode.Automatic, new AutonomyNumbers(16, 0, 0, 0), null, null)];
        var card = ShowCard();

        await ActAsync(card, "button:contains('Have people decide')", element => element.Click());
        Assert.True(card.Find("button:contains('Set back')").HasAttribute("disabled"));
        await ActAsync(card, "form input", element => element.Input("We move registries."));
        await ActAsync(card, "form", element => element.Submit());

        Assert.Equal(["ada sets careful@2 back clusters dev-*: We move registries."], Autonomy.Done);
    }

    [Fact]
    public void Who_may_not_decide_is_told_why()
    {
        Autonomy.Offers = [Offer(RunbookMode.Shadow, new AutonomyNumbers(16, 0, 0, 0), RunbookMode.Automatic, null)];
        var card = ShowCard(new CurrentPerson("bob", false, "Bob may look only."));

        Assert.True(card.Find("button:contains('Let it merge by itself')").HasAttribute("disabled"));
        Assert.Contains("Bob may look only.", card.Markup);
    }

    [Fact]
    public async Task Only_an_administrator_lets_it_go_further_and_anybody_sets_it_back()
    {
        Autonomy.Offers = [Offer(RunbookMode.Shadow, new AutonomyNumbers(16, 0, 0, 0), RunbookMode.Automatic, null)];
        var card = ShowCard(new CurrentPerson("bob", true) { IsAdministrator = false });

        await ActAsync(card, "button:contains('Let it merge by itself')", element => element.Click());

        Assert.Empty(Autonomy.Done);
        Assert.Contains("Only an administrator may do this", card.Markup);
        await ActAsync(card, "button:contains('Have people decide')", element => element.Click());
        Assert.Single(card.FindAll("form"));
    }

    private static AutonomyOffer Offer(RunbookMode mode, AutonomyNumbers numbers, RunbookMode? next, string? whyNot) =>
        new(2, "clusters dev-*", new EffectiveMode(mode, RunbookMode.Automatic, "So it is."), numbers, next, whyNot);

    private IRenderedComponent<AutonomyCard> ShowCard(CurrentPerson? person = null)
    {
        Services.AddSingleton(person ?? new CurrentPerson("ada", true));
        return Show<AutonomyCard>(parameters => parameters.Add(card => card.RunbookId, "careful"));
    }
}
