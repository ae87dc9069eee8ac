using Microsoft.Playwright;

namespace AiSre.BrowserTests.Infrastructure;

/// <summary>The system's own Chromium, started once for the whole run and driven by Playwright.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // Without these Chromium calls home at every start, and as root its sandbox refuses to work.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> running = new(StartAsync);

    /// <summary>A page in a profile of its own.</summary>
    /// <param name="dark">Whether the person prefers dark pages.</param>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="height">Of the window, in CSS pixels.</param>
    public async Task<IPage> OpenAsync(bool dark = false, int width = 1280, int height = 900)
    {
        var context = await (await running.Value).Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (running.IsValueCreated && running.Value.IsCompletedSuccessfully)
        {
            var (playwright, browser) = await running.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var executable = Find();
        if (executable is null)
        {
            const string missing = "Chromium is not installed; ./aisre test installs it where it may.";
            var isError = Environment.GetEnvironmentVariable("CI") is { Length: > 0 };
            Assert.SkipUnless(isError, missing);
            Assert.Fail(missing);
        }

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Flags });
        return (playwright, browser);
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable("AISRE_CHROMIUM") is { Length: > 0 } given
            ? given
            : (from name in Names
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
               let path = Path.Combine(folder, name)
               where File.Exists(path)
               select path).FirstOrDefault();
}
