using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AiSre.BrowserTests.Infrastructure;

/// <summary>How a page looks: for people by screenshots, and by the rules of axe-core.</summary>
internal static class Looks
{
    /// <summary>Keeps pictures of the page as it is: wide and narrow, light and dark.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        foreach (var (size, width, height) in ((string, int, int)[])[("desktop", 1280, 900), ("phone", 390, 844)])
        {
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.SetViewportSizeAsync(width, height);
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                var path = Path.Combine(Repository.Screenshots, $"{name}-{size}-{scheme.ToString().ToLowerInvariant()}.png");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            }
        }

        await page.SetViewportSizeAsync(1280, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    /// <summary>Fails on what axe-core finds, in light and in dark, and where the page is wider than a phone.</summary>
    public static async Task AssertAccessibleAsync(IPage page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

            // An editor draws its colours with the next frame.
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

            // Colours that are on their way from one scheme to the other are nobody's colours.
            await page.WaitForFunctionAsync("() => document.getAnimations().every(it => !(it instanceof CSSTransition) || it.playState !== 'running')");
            var result = await page.RunAxe();
            Assert.Empty(result.Violations.Select(it =>
                $"{scheme} {page.Url}: {it.Id} ({it.Impact}): {it.Help}: {string.Join("; ", it.Nodes.Take(3).Select(node => node.Html))}"));
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(390, 844);
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
        Assert.True(overflow <= 0, $"{page.Url} is {overflow} pixels wider than a phone.");
        await page.SetViewportSizeAsync(1280, 900);
    }
}
