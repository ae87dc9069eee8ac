using AiSre.BrowserTests.Infrastructure;
using AiSre.BrowserTests.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.BrowserTests;

/// <summary>The main job through a person's eyes: the demo in a real browser.</summary>
public sealed class DemoTests(Chromium chromium)
{
    private const int Patient = 60_000;

    [Fact]
    public async Task An_incident_appears_by_itself_is_understood_approved_and_resolved_without_a_reload()
    {
        var page = await chromium.OpenAsync();
        await using var demo = await Demo.StartAsync(faultAfter: 6);
        var watch = PageWatch.On(page);
        var incidents = new IncidentsScreen(page, demo.Address);

        await incidents.OpenAsync();
        await Expect(incidents.NothingBroken).ToBeVisibleAsync();
        await watch.MarkAsync();
        await Looks.KeepAsync(page, "1-nothing-broken");

        var incident = await incidents.OpenFirstWaitingAsync();
        await Expect(incident.Quotes.First).ToBeVisibleAsync();
        var (removed, added) = await incident.DiffAsync();
        Assert.NotEmpty(removed);
        Assert.Equal(removed.Length, added.Length);
        await Expect(incident.PullRequest).ToBeVisibleAsync();
        await Looks.AssertAccessibleAsync(page);
        await Looks.KeepAsync(page, "3-incident");

        await incident.Approve.ClickAsync();
        await Expect(incident.State.GetByText("Resolved", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patient });
        await Looks.KeepAsync(page, "4-resolved");
        await watch.AssertNotReloadedAsync();
        watch.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_which_is_kept_with_the_incident()
    {
        var page = await chromium.OpenAsync();
        await using var demo = await Demo.StartAsync(faultAfter: 0);
        var watch = PageWatch.On(page);
        var incidents = new IncidentsScreen(page, demo.Address);
        await incidents.OpenAsync();
        var incident = await incidents.OpenFirstWaitingAsync();

        await incident.RejectAsync("The mirror is not approved for production.");

        await Expect(incident.State.GetByText("Rejected: still broken")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patient });
        await Expect(page.Locator("blockquote")).ToContainTextAsync("The mirror is not approved for production.");
        await Looks.KeepAsync(page, "5-rejected");
        watch.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Started_again_the_demo_tells_its_story_anew_and_what_waited_before_has_healed()
    {
        using var folder = new TemporaryFolder();
        var page = await chromium.OpenAsync();
        await using (var first = await Demo.StartInAsync(folder, faultAfter: 0))
        {
            var before = new IncidentsScreen(page, first.Address);
            await before.OpenAsync();
            await before.OpenFirstWaitingAsync();
        }

        await using var second = await Demo.StartInAsync(folder, faultAfter: 45);
        var incidents = new IncidentsScreen(page, second.Address);
        await incidents.OpenAsync();
        await Expect(incidents.Of(1)).ToContainTextAsync("Healed by itself", new LocatorAssertionsToContainTextOptions { Timeout = Patient });
        await Expect(incidents.Of(1)).ToContainTextAsync("Waiting for your decision", new LocatorAssertionsToContainTextOptions { Timeout = Patient });
        var incident = await incidents.OpenFirstWaitingAsync();
        await incident.Approve.ClickAsync();

        await Expect(incident.State.GetByText("Resolved", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patient });
    }

    [Fact]
    public async Task Every_page_can_be_used_by_everybody_on_every_screen()
    {
        var page = await chromium.OpenAsync();
        await using var demo = await Demo.StartAsync(faultAfter: 0);
        var watch = PageWatch.On(page);
        var incidents = new IncidentsScreen(page, demo.Address);
        await incidents.OpenAsync();
        await incidents.OpenFirstWaitingAsync();

        foreach (var (path, heading) in ((string, string)[])[("", "Incidents"), ("runbooks", "Runbooks"), ("clusters", "Clusters")])
        {
            await page.GotoAsync(new Uri(demo.Address, path).AbsoluteUri);
            await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1, Name = heading })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).First.WaitForAsync();
            await Looks.AssertAccessibleAsync(page);
            await Looks.KeepAsync(page, $"2-{heading.ToLowerInvariant()}");
        }

        watch.AssertNothingWentWrong();
    }
}
