using AiSre.Access;
using AiSre.Components.Runbooks.Choosing;
using AiSre.Detection;
using AiSre.Runbooks.Matching;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Runbooks;

public sealed class RunbookChoiceCardTests : PageTest
{
    public RunbookChoiceCardTests() => Services.AddSingleton(new CurrentPerson("ada", true));

    [Fact]
    public void Where_nothing_may_be_chosen_nothing_is_asked() => Assert.Empty(Card().Markup.Trim());

    [Fact]
    public async Task A_person_picks_one_says_why_and_it_is_theirs()
    {
        Choices.View = new([Row("a", isTied: true), Row("b", isTied: true), Row("c", fails: "the cause is QuotaExceeded, not NodeFull")], null, null);
        var card = Card();

        Assert.Contains("Several fit equally well", card.Markup);
        Assert.Equal(["Scale it.", "It does not fit: the cause is QuotaExceeded, not NodeFull."], card.FindAll(".option")[2].QuerySelectorAll(".soft").Select(line => line.TextContent));
        Assert.Empty(card.FindAll("form"));
        Assert.DoesNotContain("Ask", card.Markup);

        await ActAsync(card, "input[value=b]", element => element.Change("b"));
        await ActAsync(card, "form input", element => element.Input("It is the newer one."));
        await ActAsync(card, "form", element => element.Submit());

        card.WaitForAssertion(() => Assert.Equal(("b", "ada", "It is the newer one."), Assert.Single(Choices.Chosen)));
    }

    [Fact]
    public async Task What_the_model_suggests_is_a_person_s_to_pick()
    {
        Choices.View = new([Row("a"), Row("b")], "scripted-1", null);
        Choices.Says = () => new("scripted-1", "b", "The node is full.", [new Citation("Event/x", "no space left on device")], null, "ada", Now);
        var card = Card();

        await ActAsync(card, "button:contains('Ask scripted-1')", element => element.Click());
        card.WaitForAssertion(() => Assert.Contains("scripted-1 suggests", card.Find(".said").TextContent));

        Assert.Contains("no space left on device", card.Find(".said").TextContent);
        Assert.Empty(Choices.Chosen);
        await ActAsync(card, "button:contains('Pick it below')", element => element.Click());
        Assert.Contains("Title of b", card.Find(".picked").TextContent);
    }

    [Fact]
    public async Task A_model_that_does_not_help_says_so_in_a_sentence()
    {
        Choices.View = new([Row("a")], "scripted-1", null);
        var card = Card();

        await ActAsync(card, "button:contains('Ask scripted-1')", element => element.Click());
        card.WaitForAssertion(() => Assert.Contains("is being asked about this incident already", card.Find("[role=alert]").TextContent));

        Choices.Says = () => new("scripted-1", null, "", [], "The model scripted-1 says that none of the runbooks would help.", "ada", Now);
        await ActAsync(card, "button:contains('Ask scripted-1')", element => element.Click());
        card.WaitForAssertion(() => Assert.Contains("none of the runbooks would help", card.Find(".said").TextContent));
        Assert.Empty(card.FindAll("button:contains('Pick it below')"));
    }

    [Fact]
    public async Task Many_are_not_all_shown_at_once()
    {
        Choices.View = new([.. Enumerable.Range(0, 9).Select(index => Row($"r{index}", isTied: index == 7))], null, null);
        var card = Card();

        Assert.Equal(6, card.FindAll(".option").Count);
        await ActAsync(card, "button:contains('Show 3 more')", element => element.Click());
        Assert.Equal(9, card.FindAll(".option").Count);
    }

    private static ChoiceRow Row(string id, bool isTied = false, string? fails = null) =>
        new(id, $"Title of {id}", isTied, new RunbookFit(fails is null, [], fails is null ? [] : [fails]), "Scale it.");

    private IRenderedComponent<RunbookChoiceCard> Card() => Show<RunbookChoiceCard>(parameters => parameters.Add(card => card.IncidentId, Guid.NewGuid()));
}
