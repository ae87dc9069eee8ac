using Microsoft.Playwright;

namespace AiSre.BrowserTests.Screens;

/// <summary>One incident, as a person uses it.</summary>
internal sealed class IncidentScreen(IPage page)
{
    public ILocator Approve => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve", Exact = true });

    public ILocator Cause => Card("Root cause");

    public ILocator Quotes => Cause.Locator("q");

    public ILocator Change => Card("The change in Git");

    public ILocator PullRequest => Change.GetByRole(AriaRole.Link).First;

    public ILocator Timeline => Card("Timeline");

    public ILocator State => page.Locator("header.head");

    /// <summary>The lines of the diff that go and come.</summary>
    public async Task<(string[] Removed, string[] Added)> DiffAsync() => (
        [.. await Change.Locator("table.split td.del").AllInnerTextsAsync()],
        [.. await Change.Locator("table.split td.ins").AllInnerTextsAsync()]);

    public async Task RejectAsync(string reason)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reject…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var confirm = dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Reject the change" });
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await dialog.GetByLabel("Why do you reject it?").FillAsync(reason);
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await dialog.GetByText("Too risky").ClickAsync();
        await confirm.ClickAsync();
    }

    private ILocator Card(string title) =>
        page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = title, Exact = true });
}
