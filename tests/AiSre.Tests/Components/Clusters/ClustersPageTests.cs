using AiSre.Clusters;
using AiSre.Components.Clusters;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Clusters;

public sealed class ClustersPageTests : PageTest
{
    private readonly FakeClusterListQuery _query = new();

    public ClustersPageTests() => Services.AddSingleton<ClusterListQuery>(_query);

    [Fact]
    public void A_cluster_says_what_is_known_and_what_is_not()
    {
        _query.Clusters = [FakeClusterListQuery.Synced with { MissingKinds = ["Rollout.argoproj.io"], ForbiddenKinds = ["Secret"], OpenIncidents = 2 }];

        var page = Show<ClustersPage>();

        Assert.Contains("Watching 1 cluster, 214 objects.", page.Markup);
        Assert.Contains("Up to date", page.Markup);
        Assert.Contains("2 kinds listed, 1 not in this cluster, 1 forbidden", page.Markup);
        Assert.Equal("clusters/playground", page.Find("h2 a").GetAttribute("href"));
        Assert.Equal("incidents?cluster=playground", page.Find(".top a.push").GetAttribute("href"));
    }

    [Fact]
    public void A_problem_appears_without_reload()
    {
        var page = Show<ClustersPage>();

        _query.Clusters = [FakeClusterListQuery.Synced with { Phase = ClusterPhase.Unreachable, Problem = "The cluster does not answer; check its address." }];
        Feed.Publish("clusters");

        page.WaitForAssertion(() => Assert.Contains("The cluster does not answer; check its address.", page.Find(".notice-error").TextContent));
        Assert.Contains("Not reachable", page.Markup);
    }

    [Fact]
    public void A_cluster_that_the_configuration_names_no_more_is_not_counted_and_said_so()
    {
        _query.Clusters = [FakeClusterListQuery.Synced with { IsConfigured = false }];

        var page = Show<ClustersPage>();

        Assert.Contains("No cluster is watched.", page.Find(".lead").TextContent);
        Assert.Contains("Not watched any more", page.Markup);
    }

    [Fact]
    public void Without_a_cluster_it_says_how_to_name_one()
    {
        _query.Clusters = [];

        Assert.Contains("Clusters__0__Name", Show<ClustersPage>().Markup);
    }

    [Fact]
    public void The_lights_in_the_bar_are_said_in_words()
    {
        _query.Clusters = [FakeClusterListQuery.Synced, FakeClusterListQuery.Synced with { Name = "prod", Phase = ClusterPhase.Behind }];

        var lights = Show<ClusterChips>().Find("a.clusters");

        Assert.Equal("Clusters: playground up to date, prod partly out of date", lights.GetAttribute("title"));
        Assert.Equal(["up to date", "partly out of date"], lights.QuerySelectorAll(".cluster .visually-hidden").Select(words => words.TextContent));
    }

    [Fact]
    public void Many_clusters_are_one_light_that_shows_the_worst()
    {
        _query.Clusters = [.. Enumerable.Range(1, 5).Select(number => FakeClusterListQuery.Synced with
        {
            Name = $"cluster-{number}", Phase = number == 3 ? ClusterPhase.Unreachable : ClusterPhase.Synced,
        })];

        var light = Show<ClusterChips>().Find(".cluster");

        Assert.Equal("5 clusters", light.QuerySelector(".name")!.TextContent);
        Assert.Contains("tone-bad", light.ClassList);
    }

    [Fact]
    public async Task No_subscription_is_left_after_the_page_is_gone()
    {
        Show<ClustersPage>();
        Show<ClusterChips>();
        Assert.Equal(4, Feed.Count);

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.Count);
    }
}
