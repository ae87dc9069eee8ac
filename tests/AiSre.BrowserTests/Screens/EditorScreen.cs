using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.BrowserTests.Screens;

/// <summary>The editor of a runbook, as a person uses it.</summary>
internal sealed class EditorScreen(IPage page, Uri address)
{
    public ILocator Root => page.Locator(".editor");

    public ILocator Lines => page.Locator(".monaco-editor .view-line");

    public ILocator Offers => page.Locator(".suggest-widget .monaco-list-row");

    public ILocator Hover => page.Locator(".monaco-hover-content");

    public ILocator Marks => page.Locator(".monaco-editor .squiggly-error");

    public ILocator Errors => page.Locator("#editor-errors .errors li");

    public ILocator Area => page.Locator(".editor > textarea");

    public ILocator Reason => page.GetByLabel("Why does it change?");

    public ILocator Save => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("Save as version") });

    public ILocator Switch => Root.Locator(".foot button");

    /// <summary>Opens it and waits until it can be typed in.</summary>
    /// <param name="runbook">The runbook's id.</param>
    /// <param name="mode">What is to stand there: <c>monaco</c>, <c>plain</c> or <c>failed</c>.</param>
    public async Task OpenAsync(string runbook, string mode = "monaco")
    {
        await page.GotoAsync(new Uri(address, $"runbooks/{runbook}/edit").AbsoluteUri);
        await WaitForAsync(mode);
    }

    public async Task WaitForAsync(string mode)
    {
        await Expect(Root).ToHaveAttributeAsync("data-mode", mode, new LocatorAssertionsToHaveAttributeOptions { Timeout = 20_000 });
        await Expect(Switch).ToBeVisibleAsync();
    }

    /// <summary>The whole text as it stands in Monaco.</summary>
    public Task<string> TextAsync() => page.EvaluateAsync<string>("monaco.editor.getModels()[0].getValue()");

    /// <summary>In how many colours the text is written.</summary>
    public Task<int> ColoursAsync() => page.EvaluateAsync<int>("new Set([...document.querySelectorAll('.view-line span span')].map(it => getComputedStyle(it).color)).size");

    /// <summary>Puts the cursor at the end of a line.</summary>
    public async Task GoToEndOfAsync(int line)
    {
        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        await page.Keyboard.PressAsync("Control+Home");
        for (var down = 1; down < line; down++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        // Once to where the line is wrapped, once to its end.
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("End");
    }

    /// <summary>Writes on a new line below a line, without taking what is offered.</summary>
    public async Task AddBelowAsync(int line, string text)
    {
        await GoToEndOfAsync(line);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.InsertTextAsync(text);
    }
}
