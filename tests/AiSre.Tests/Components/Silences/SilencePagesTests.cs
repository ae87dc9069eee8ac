using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AiSre.Access;
using AiSre.Clusters;
using AiSre.Components.Silences;
using AiSre.Detection;
using AiSre.Incidents.Silences;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Components.Silences;

public sealed class SilencePagesTests : PageTest
{
    private readonly FakeSilenceQuery _query = new();

    public SilencePagesTests()
    {
        Services.AddSingleton<SilenceQuery>(_query);
        Services.AddSingleton(new CurrentPerson("ada", true));

        // No test of these pages saves anything.
        Services.AddSingleton((SilenceCommand)RuntimeHelpers.GetUninitializedObject(typeof(SilenceCommand)));
    }

    [Fact]
    public void The_list_says_what_is_silenced_why_by_whom_and_until_when()
    {
        var page = Show<SilencesPage>();

        var row = page.Find(".row");
        Assert.Contains("Everything on prod", row.TextContent);
        Assert.Contains("Registry moves.", row.TextContent);
        Assert.Contains("by ada", row.TextContent);
        Assert.Contains("2026-11-02 03:04 – 2026-11-02 04:04 UTC", row.TextContent);
        Assert.Single(page.FindAll("button"), button => button.TextContent.Contains("End now", StringComparison.Ordinal));
    }

    [Fact]
    public void What_changes_appears_without_reload()
    {
        var page = Show<SilencesPage>();

        _query.List = new([], [], []);
        Feed.Publish("silences");

        page.WaitForAssertion(() => Assert.Contains("Nothing is silenced.", page.Markup));
    }

    [Fact]
    public void The_form_takes_its_selector_from_the_address()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("silences/new?cluster=prod&namespace=shop&kind=Deployment&name=checkout&symptom=ImagePullFailed");

        var page = Show<NewSilencePage>();

        Assert.Equal(["prod", "ImagePullFailed", "60"], page.FindAll("select").Select(select => select.GetAttribute("value")));
        Assert.Equal(["shop", "Deployment", "checkout"], page.FindAll("input").Take(3).Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public void Labels_are_read_from_a_line()
    {
        var form = new SilenceForm { Labels = " team=shop , tier = web", Symptom = "RolloutStalled" };

        Assert.Equal([new("team", "shop"), new("tier", "web")], form.ToSelector().Labels);
        Assert.Equal(SymptomReason.RolloutStalled, form.ToSelector().Reason);
        Assert.Throws<ProblemException>(() => new SilenceForm { Labels = "team" }.ToSelector());
    }

    private sealed class FakeSilenceQuery() : SilenceQuery(null!, new ClusterConnections(Options.Create(new ClustersOptions())), TimeProvider.System)
    {
        public SilenceList List { get; set; } =
            new([new(Guid.NewGuid(), "Everything on prod", "Registry moves.", "ada", Now, Now.AddHours(1), null)], [], []);

        public override ImmutableArray<string> Clusters => ["prod", "test"];

        public override Task<SilenceList> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(List);
    }
}
