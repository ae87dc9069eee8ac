using Microsoft.Playwright;

namespace AiSre.BrowserTests.Infrastructure;

/// <summary>Notes what goes wrong in a page behind its back, and whether it was loaded again.</summary>
internal sealed class PageWatch
{
    private readonly List<string> troubles = [];
    private readonly IPage page;

    private PageWatch(IPage page) => this.page = page;

    public static PageWatch On(IPage page)
    {
        var watch = new PageWatch(page);
        page.PageError += (_, error) => watch.Note($"script error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                watch.Note($"console: {message.Text}");
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                watch.Note($"{response.Status} {response.Url}");
            }
        };
        return watch;
    }

    /// <summary>Leaves a mark that a reload would wipe away.</summary>
    public Task MarkAsync() => page.EvaluateAsync("window.markOfTheTest = true");

    public async Task AssertNotReloadedAsync() =>
        Assert.True(await page.EvaluateAsync<bool>("window.markOfTheTest === true"), "The page was loaded again.");

    public void AssertNothingWentWrong() => Assert.Empty(troubles);

    private void Note(string trouble)
    {
        lock (troubles)
        {
            troubles.Add(trouble);
        }
    }
}
