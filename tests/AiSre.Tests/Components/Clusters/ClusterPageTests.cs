using AiSre.Access;
using AiSre.Clusters;
using AiSre.Clusters.Managed;
using AiSre.Components.Clusters;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Clusters;

public sealed class ClusterPageTests : PageTest
{
    private readonly FakeClusterListQuery _query = new();
    private readonly FakeManagedClusters _managed = new();

    public ClusterPageTests()
    {
        Services.AddSingleton<ClusterListQuery>(_query);
        Services.AddSingleton<ManagedClusters>(_managed);
        Services.AddSingleton(new CurrentPerson("ada", true));
        _query.Clusters =
        [
            FakeClusterListQuery.Synced with
            {
                Owner = "aisre-1 (pid 1)",
                Reach = new ClusterReach(CredentialSource.Kubeconfig, null, "west", []) { IsAdded = true, ChangedBy = "ada", ChangedAt = Now },
                KindStates =
                [
                    new KindState("Pod", KindPhase.Watching, 200, Now, 0, null),
                    new KindState("Rollout.argoproj.io", KindPhase.Missing, 0, null, 0, null),
                    new KindState("Node", KindPhase.Forbidden, 0, null, 0, "AiSre's account may not list nodes."),
                    new KindState("Event", KindPhase.Failing, 7, Now, 4, "The cluster has too many requests."),
                ],
            },
        ];
    }

    [Fact]
    public void Every_kind_says_how_it_is_doing_and_what_needs_a_person_comes_first()
    {
        var page = Show<ClusterPage>(parameters => parameters.Add(it => it.Name, "playground"));

        Assert.Equal(["Event", "Node", "Pod", "Rollout.argoproj.io"], page.FindAll(".kinds .kind").Select(kind => kind.TextContent));
        Assert.Equal(["7", "–", "200", "–"], page.FindAll(".kinds .objects").Select(count => count.TextContent));
        Assert.Contains("The cluster has too many requests. (4 times in a row)", page.Markup);
        Assert.Contains("aisre-1 (pid 1)", page.Markup);
        Assert.Contains("a kubeconfig that is kept sealed, context west", page.Markup);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-185, "3 h 5 min behind AiSre's; ages are measured by its own")]
    [InlineData(20, "20 min ahead of AiSre's; ages are measured by its own")]
    public void A_clock_that_is_off_is_said(int minutes, string? expected)
    {
        _query.Clusters = [_query.Clusters[0] with { ClockOffset = TimeSpan.FromMinutes(minutes) }];
        var page = Show<ClusterPage>(parameters => parameters.Add(it => it.Name, "playground"));

        Assert.Equal(expected, page.FindAll(".facts div").FirstOrDefault(fact => fact.FirstElementChild!.TextContent == "Clock")?.LastElementChild!.TextContent);
    }

    [Fact]
    public void It_is_live()
    {
        var page = Show<ClusterPage>(parameters => parameters.Add(it => it.Name, "playground"));

        _query.Clusters = [_query.Clusters[0] with { Phase = ClusterPhase.Unreachable, Since = Now, Problem = "The cluster does not answer." }];
        Feed.Publish("clusters");

        page.WaitForAssertion(() => Assert.Contains("The cluster does not answer.", page.Find(".notice-error").TextContent));
        Assert.Contains("Unreachable for", page.Markup);
    }

    [Fact]
    public void What_the_configuration_names_is_not_changed_here()
    {
        _query.Clusters = [FakeClusterListQuery.Synced with { Reach = new ClusterReach(CredentialSource.KubeconfigFile, "/etc/kube", null, ["shop"]) }];

        var page = Show<ClusterPage>(parameters => parameters.Add(it => it.Name, "playground"));

        Assert.Empty(page.FindAll(".actions"));
        Assert.Contains("in the configuration, and changed there", page.Markup);
    }

    [Fact]
    public void A_cluster_that_is_not_there_can_be_added() =>
        Assert.Contains("There is no cluster nowhere.", Show<ClusterPage>(parameters => parameters.Add(it => it.Name, "nowhere")).Markup);

    [Fact]
    public void Adding_says_what_the_cluster_showed_and_forgets_the_credentials()
    {
        var page = Show<EditClusterPage>();
        page.Find("input[maxlength='63']").Input("prod");
        page.Find("textarea").Change("the secret text");
        page.FindAll("input[type=text]")[^1].Change("shop, web");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("prod answers as Kubernetes v1.31.2", page.Markup));
        Assert.Contains("The account may delete pods.", page.Find(".notice-warning").TextContent);
        Assert.Equal(("prod", "the secret text", "ada"), (_managed.Wish!.Name, _managed.Wish.Kubeconfig, _managed.By));
        Assert.Equal(["shop", "web"], _managed.Wish.Namespaces);
        Assert.DoesNotContain("the secret text", page.Markup);
    }

    [Fact]
    public void A_refusal_is_said_and_what_was_typed_stays()
    {
        _managed.Answer = ClusterChange.Refused(ClusterRefusal.NotReachable, "Cluster prod cannot be reached.");
        var page = Show<EditClusterPage>();
        page.Find("input[maxlength='63']").Input("prod");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Cluster prod cannot be reached.", page.Find(".notice-error").TextContent));
        Assert.Equal("prod", page.Find("input[maxlength='63']").GetAttribute("value"));
    }

    [Fact]
    public void Credentials_that_are_kept_are_not_shown_when_a_cluster_is_changed()
    {
        _managed.Rows = [new ManagedCluster { Name = "prod", Source = CredentialSource.Kubeconfig, SealedKubeconfig = "sealed", Context = "west", ChangedBy = "ada", ChangedAt = Now, Revision = Guid.Empty }];

        var page = Show<EditClusterPage>(parameters => parameters.Add(it => it.Name, "prod"));

        Assert.Contains("keep the one there is", page.Find("textarea").GetAttribute("placeholder"));
        Assert.DoesNotContain("sealed\"", page.Markup);
        Assert.Empty(page.FindAll("input[maxlength='63']"));
    }
}
