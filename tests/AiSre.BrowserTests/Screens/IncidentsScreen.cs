using Microsoft.Playwright;

namespace AiSre.BrowserTests.Screens;

/// <summary>The list of incidents, as a person uses it.</summary>
internal sealed class IncidentsScreen(IPage page, Uri address)
{
    public ILocator NothingBroken => page.GetByText("Nothing is broken.");

    public ILocator Rows => page.GetByRole(AriaRole.Main).Locator(".rows > li");

    /// <summary>The row of the incident with this number.</summary>
    public ILocator Of(int number) => Rows.Filter(new LocatorFilterOptions { Has = page.GetByText($"#{number}", new PageGetByTextOptions { Exact = true }) });

    public async Task OpenAsync()
    {
        await page.GotoAsync(address.AbsoluteUri);
        await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Incidents", Exact = true }).WaitForAsync();
    }

    /// <summary>Opens the first incident once it waits for a decision.</summary>
    public async Task<IncidentScreen> OpenFirstWaitingAsync()
    {
        await Rows.First.GetByText("Waiting for your decision").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
        await Rows.First.GetByRole(AriaRole.Link).ClickAsync();
        var incident = new IncidentScreen(page);
        await incident.Approve.WaitForAsync();
        return incident;
    }
}
