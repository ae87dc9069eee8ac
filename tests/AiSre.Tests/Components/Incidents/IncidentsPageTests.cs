using AiSre.Clusters.Objects;
using AiSre.Components.Clusters;
using AiSre.Components.Incidents;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Tests.Components.Clusters;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Incidents;

public sealed class IncidentsPageTests : PageTest
{
    private readonly FakeIncidentListQuery _query = new();

    public IncidentsPageTests()
    {
        Services.AddSingleton<IncidentListQuery>(_query);
        Services.AddSingleton<ClusterListQuery>(new FakeClusterListQuery());
    }

    [Fact]
    public void An_empty_list_says_what_is_watched()
    {
        Assert.Contains("Watching 1 cluster, 214 objects; nothing is broken.", Show<IncidentsPage>().Find(".calm").TextContent);
    }


    [Fact]
    public void A_row_says_what_why_where_and_what_is_asked()
    {
        _query.Open = [Row(12, IncidentState.AwaitingDecision) with { Cause = RootCause.RegistryUnavailable, Objects = 3 }];

        var row = Show<IncidentsPage>().Find("a.row");

        Assert.Equal("incidents/12", row.GetAttribute("href"));
        Assert.Contains("#12", row.TextContent);
        Assert.Contains("Registry unavailable", row.TextContent);
        Assert.Contains("Deployment/shop/checkout", row.TextContent);
        Assert.Contains("3 objects hurt", row.TextContent);
        Assert.Contains("Waiting for your decision", row.TextContent);
        Assert.Contains("tone-edge-waiting", row.ClassList);
    }

    [Fact]
    public void What_stands_in_the_way_is_said_on_the_row()
    {
        _query.Open = [Row(1, IncidentState.RunbookMatched) with { Problem = "GitHub does not answer; AiSre tries again.", IsBlocked = true }];

        var row = Show<IncidentsPage>().Find("a.row");

        Assert.Contains("Blocked: preparing the change", row.TextContent);
        Assert.Contains("GitHub does not answer; AiSre tries again.", row.TextContent);
    }

    [Fact]
    public void A_new_incident_appears_without_reload()
    {
        var page = Show<IncidentsPage>();
        Assert.Empty(page.FindAll("a.row"));

        _query.Open = [Row(1, IncidentState.Detected)];
        Feed.Publish("incidents");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("a.row")));
    }

    [Fact]
    public void A_closed_incident_says_how_it_ended_and_how_long_it_took()
    {
        _query.Closed = [Row(3, IncidentState.Resolved) with { ClosedAt = Now.AddMinutes(4) }];

        var row = Show<IncidentsPage>().Find("a.row");

        Assert.Contains("Resolved", row.TextContent);
        var took = row.QuerySelector("time-since[mode=span]")!;
        Assert.StartsWith("2026-11-02T03:04:05", took.GetAttribute("datetime"));
        Assert.StartsWith("2026-11-02T03:08:05", took.GetAttribute("until"));
    }

    [Fact]
    public void What_was_rejected_and_is_still_broken_is_not_called_well()
    {
        _query.StillBroken = [Row(3, IncidentState.Rejected) with { ClosedAt = Now, IsStillBroken = true, Objects = 2 }];

        var page = Show<IncidentsPage>();

        Assert.Contains("Rejected: still broken", page.Find("a.row").TextContent);
        Assert.DoesNotContain("nothing is broken", page.Markup, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_filter_of_the_address_is_asked_for()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/incidents?show=waiting&cluster=eu&q=checkout");

        Show<IncidentsPage>();

        Assert.Equal(new IncidentFilter(IncidentGroup.Waiting, "eu", "checkout"), _query.Asked);
    }

    [Fact]
    public async Task Choosing_a_filter_goes_to_its_address_and_reads_again()
    {
        _query.Open = [Row(1, IncidentState.Detected)];
        var page = Show<IncidentsPage>();

        await ActAsync(page, ".segments label:nth-of-type(2) input", element => element.Change(true));

        Assert.EndsWith("?show=waiting", Services.GetRequiredService<NavigationManager>().Uri);
        page.WaitForAssertion(() => Assert.Equal(IncidentGroup.Waiting, _query.Asked?.Group));
    }

    [Fact]
    public void A_database_that_is_away_leaves_the_rows_and_says_so_until_it_is_back()
    {
        _query.Open = [Row(1, IncidentState.Detected)];
        var page = Show<IncidentsPage>();

        _query.Failure = new TimeoutException("connection");
        Feed.Publish("incidents");
        page.WaitForAssertion(() => Assert.Contains("The database does not answer", page.Markup));
        Assert.Single(page.FindAll("a.row"));

        _query.Failure = null;
        page.WaitForAssertion(() => Assert.DoesNotContain("The database does not answer", page.Markup));
    }

    [Fact]
    public async Task No_subscription_is_left_after_the_page_is_gone()
    {
        // The page itself, and what says what is watched while nothing is broken.
        Show<IncidentsPage>();
        Assert.Equal(2, Feed.Count);

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.Count);
    }

    [Fact]
    public void The_static_rendering_subscribes_to_nothing()
    {
        Show<IncidentsPage>(isLive: false);

        Assert.Equal(0, Feed.Count);
    }

    private static IncidentRow Row(int number, IncidentState state) => new()
    {
        Id = Guid.CreateVersion7(),
        Number = number,
        Title = "Images cannot be pulled: shop/checkout",
        Cluster = "playground",
        Severity = Severity.Error,
        State = state,
        Workload = new ObjectRef("apps/v1", "Deployment", "shop", "checkout"),
        OpenedAt = Now,
        StateChangedAt = Now,
    };
}
