using System.Collections.Concurrent;
using System.Globalization;
using AiSre.BrowserTests.Infrastructure;
using AiSre.BrowserTests.Screens;
using AiSre.Runbooks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiSre.BrowserTests;

/// <summary>Writing a runbook in a real browser.</summary>
public sealed class EditorTests(Chromium chromium, EditorTests.Running running) : IClassFixture<EditorTests.Running>, IAsyncDisposable
{
    private const string Text = "---\nid: ID\ntitle: A title\nowner: platform\nsymptom:\n  cause: OutOfMemoryKilled\n---\n# A title\n\n## Symptom\n\nIt restarts.\n";

    private readonly List<IPage> pages = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A page that stays open keeps its connection, and the server waits for it when it ends.
    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task What_fits_is_offered_explained_and_marked_while_somebody_types()
    {
        var (page, editor, _) = await OpenAsync();
        var watch = PageWatch.On(page);

        await editor.GoToEndOfAsync(6);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("reg");
        await Expect(editor.Offers.First).ToContainTextAsync("registry");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+Backspace");
        await page.Keyboard.TypeAsync("rea");
        await Expect(editor.Offers.First).ToContainTextAsync("reason");
        await page.Keyboard.PressAsync("Enter");
        await Expect(editor.Offers.First).ToContainTextAsync("ImagePullFailed");
        await page.Keyboard.TypeAsync("PodNotR");
        await Expect(editor.Offers.First).ToContainTextAsync("PodNotReady");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("  cause: OutOfMemoryKilled\n  reason: PodNotReady\n---", await editor.TextAsync(), StringComparison.Ordinal);

        await page.Locator(".monaco-editor .view-line span", new PageLocatorOptions { HasTextString = "cause" }).Last.HoverAsync();
        await Expect(editor.Hover).ToContainTextAsync("Root cause, as a code");

        await editor.AddBelowAsync(7, "caus: a");
        await Expect(editor.Marks.First).ToBeVisibleAsync();
        await Expect(editor.Errors).ToContainTextAsync("the key 'caus' is not known in 'symptom'");
        await page.Keyboard.PressAsync("Control+z");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(editor.Errors).ToHaveCountAsync(0);
        await Expect(editor.Marks).ToHaveCountAsync(0);
        Assert.EndsWith("  reason: PodNotReady\n---\n# A title\n\n## Symptom\n\nIt restarts.\n", await editor.TextAsync(), StringComparison.Ordinal);
        watch.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_text_that_was_not_saved_is_there_again_after_a_reload()
    {
        var (page, editor, id) = await OpenAsync();
        await editor.AddBelowAsync(12, "What I had typed.");
        var typed = await editor.TextAsync();

        await page.ReloadAsync();
        await editor.WaitForAsync("monaco");
        Assert.DoesNotContain("What I had typed.", await editor.TextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on with it" }).ClickAsync();

        await Expect(editor.Lines.Filter(new LocatorFilterOptions { HasText = "What I had typed." })).ToBeVisibleAsync();
        Assert.Equal(typed, await editor.TextAsync());
        await SaveAsync(page, editor, "Go on");
        Assert.Equal(typed, (await StoredAsync(id)).Text);
        await editor.OpenAsync(id);
        await Expect(page.GetByText("This browser kept text")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Somebody_who_saves_in_between_is_shown_and_nothing_of_either_is_lost()
    {
        var (page, editor, id) = await OpenAsync();
        await editor.AddBelowAsync(12, "Mine.");
        var theirs = (await StoredAsync(id)).Text.Replace("owner: platform", "owner: maria", StringComparison.Ordinal);
        Assert.True((await Store.SaveAsync(new(theirs, 1, id, "maria", "Mine now"), Cancellation)).IsSaved);

        await Expect(page.GetByText("Version 2 was saved while you edit version 1")).ToBeVisibleAsync();
        await editor.Reason.FillAsync("Mine too");
        await editor.Save.ClickAsync();
        await Expect(page.Locator(".split td.del", new PageLocatorOptions { HasTextString = "owner: maria" })).ToBeVisibleAsync();
        await Expect(page.Locator(".split td.ins", new PageLocatorOptions { HasTextString = "Mine." })).ToBeVisibleAsync();
        Assert.Equal(2, (await StoredAsync(id)).Number);

        await editor.GoToEndOfAsync(4);
        await page.Keyboard.PressAsync("Control+Shift+ArrowLeft");
        await page.Keyboard.InsertTextAsync("maria");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("I have compared") }).ClickAsync();
        await editor.Save.ClickAsync();
        await page.WaitForURLAsync($"**/runbooks/{id}");

        var merged = await StoredAsync(id);
        Assert.Equal(3, merged.Number);
        Assert.Contains("owner: maria", merged.Text, StringComparison.Ordinal);
        Assert.Contains("Mine.", merged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_kept_from_before_somebody_saved_is_still_on_top_of_its_own_version()
    {
        var (page, editor, id) = await OpenAsync();
        await editor.AddBelowAsync(12, "Mine.");
        var theirs = (await StoredAsync(id)).Text.Replace("owner: platform", "owner: maria", StringComparison.Ordinal);
        Assert.True((await Store.SaveAsync(new(theirs, 1, id, "maria", "Mine now"), Cancellation)).IsSaved);

        await page.ReloadAsync();
        await editor.WaitForAsync("monaco");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on with it" }).ClickAsync();

        await Expect(page.GetByText("Version 2 was saved while you edit version 1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_runbook_is_changed_and_saved_with_the_keyboard_alone()
    {
        var (page, editor, id) = await OpenAsync();
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".monaco-editor textarea")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("By hand.");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".monaco-editor textarea")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Tab");
        await Expect(editor.Switch).ToBeFocusedAsync();
        for (var presses = 0; presses < 20 && !await editor.Reason.EvaluateAsync<bool>("it => it === document.activeElement"); presses++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.TypeAsync("No mouse");
        await Expect(editor.Save).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/runbooks/{id}");
        Assert.Contains("By hand.", (await StoredAsync(id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_is_never_overwritten_by_a_slow_connection_and_all_of_it_is_saved()
    {
        var page = await SlowPageAsync();
        var editor = await OpenAsync(page);
        await editor.Editor.GoToEndOfAsync(12);
        var words = string.Join(' ', Enumerable.Range(0, 60).Select(number => $"word{number.ToString(CultureInfo.InvariantCulture)}"));
        await page.Keyboard.TypeAsync(words);
        Assert.Contains(words, await editor.Editor.TextAsync(), StringComparison.Ordinal);

        // Typed while the server still reads what was before, and saved at once.
        await editor.Editor.Reason.FillAsync("Fast");
        await Expect(editor.Editor.Save).ToBeEnabledAsync();
        await editor.Editor.GoToEndOfAsync(12);
        await page.Keyboard.TypeAsync(" last");
        await editor.Editor.Save.ClickAsync();
        await page.WaitForURLAsync($"**/runbooks/{editor.Id}");
        Assert.Contains($"{words} last", (await StoredAsync(editor.Id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_offered_late_replaces_what_was_typed_and_no_more()
    {
        var page = await SlowPageAsync();
        var (editor, _) = await OpenAsync(page);
        await editor.GoToEndOfAsync(6);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.InsertTextAsync("verify: {}");
        await page.Keyboard.PressAsync("ArrowLeft");

        await page.Keyboard.TypeAsync("soak");
        await Expect(editor.Offers.First).ToContainTextAsync("soak");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync("monaco.editor.getModels()[0].getValue().includes('soak: ')");
        Assert.Contains("\nverify: {soak: }\n---\n", await editor.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_editor_does_not_load_the_text_area_does_the_same_and_nothing_is_lost()
    {
        var page = await PageAsync();
        await page.RouteAsync("**/editor.main.js", route => route.AbortAsync());
        var id = await NewAsync(Text);
        var editor = new EditorScreen(page, running.Address);
        await editor.OpenAsync(id, "failed");

        await Expect(page.GetByText("The editor did not load")).ToBeVisibleAsync();
        await editor.Area.PressAsync("Control+End");
        await editor.Area.PressSequentiallyAsync("By hand.");
        await SaveAsync(page, editor, "No script");
        Assert.EndsWith("By hand.", (await StoredAsync(id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_only_looks_like_another_stands_out_and_all_comes_from_this_host()
    {
        var page = await PageAsync();
        var watch = PageWatch.On(page);
        var others = new ConcurrentBag<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(running.Address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                others.Add(request.Url);
            }
        };
        var (editor, _) = await OpenAsync(page);

        // A Cyrillic letter, found by the worker.
        await editor.AddBelowAsync(6, "registry: p\u0430ypal.example");

        await Expect(page.Locator(".monaco-editor .unicode-highlight")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        Assert.Empty(others);
        watch.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Without_workers_it_still_completes()
    {
        var page = await PageAsync();
        await page.AddInitScriptAsync("window.Worker = class { constructor() { throw new Error('refused'); } }");
        var (editor, _) = await OpenAsync(page);

        await editor.GoToEndOfAsync(6);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("rea");

        await Expect(editor.Offers.First).ToContainTextAsync("reason");
    }

    [Fact]
    public async Task Whoever_wants_a_plain_text_area_keeps_it_with_the_same_text()
    {
        var (page, editor, id) = await OpenAsync();
        await editor.AddBelowAsync(12, "In Monaco.");
        await editor.Switch.ClickAsync();

        await editor.WaitForAsync("plain");
        Assert.Contains("In Monaco.", await editor.Area.InputValueAsync(), StringComparison.Ordinal);
        await editor.Area.PressAsync("Control+End");
        await editor.Area.PressSequentiallyAsync("In plain.");
        await page.ReloadAsync();
        await editor.WaitForAsync("plain");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on with it" }).ClickAsync();
        await Expect(editor.Area).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("In Monaco[^$]*In plain"));

        await editor.Switch.ClickAsync();
        await editor.WaitForAsync("monaco");
        await editor.AddBelowAsync(12, "In Monaco again.");
        await SaveAsync(page, editor, "Both");
        var saved = (await StoredAsync(id)).Text;
        Assert.All((string[])["In Monaco.", "In plain.", "In Monaco again."], part => Assert.Contains(part, saved, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lines_that_end_with_two_characters_go_on_doing_so(bool isPlain)
    {
        var before = Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        var page = await PageAsync();
        var id = await NewAsync(before);
        var editor = new EditorScreen(page, running.Address);
        await editor.OpenAsync(id);
        if (isPlain)
        {
            await editor.Switch.ClickAsync();
            await editor.WaitForAsync("plain");
            await editor.Area.PressAsync("Control+End");
            await editor.Area.PressSequentiallyAsync("More.");
        }
        else
        {
            await editor.GoToEndOfAsync(13);
            await page.Keyboard.TypeAsync("More.");
        }

        await SaveAsync(page, editor, "More");
        Assert.Equal(before.Replace("ID", id, StringComparison.Ordinal) + "More.", (await StoredAsync(id)).Text);
    }

    [Fact]
    public async Task Guardrails_are_written_with_the_same_help()
    {
        var page = await PageAsync();
        await page.GotoAsync(new Uri(running.Address, "guardrails").AbsoluteUri);
        var editor = new EditorScreen(page, running.Address);
        await editor.WaitForAsync("monaco");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Begin with a small example" }).ClickAsync();
        await Expect(editor.Lines.Filter(new LocatorFilterOptions { HasText = "small and slow" })).ToBeVisibleAsync();

        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("  - name: production");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("whe");
        await Expect(editor.Offers.First).ToContainTextAsync("where");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("env");
        await Expect(editor.Offers.First).ToContainTextAsync("environments");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("prod");
        await Expect(editor.Offers.First).ToContainTextAsync("production");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#findings .error")).ToHaveCountAsync(1);
        Assert.EndsWith("  - name: production\n    where: {environments: production}", await editor.TextAsync(), StringComparison.Ordinal);
        await Expect(page.Locator("#findings .error").First).ToContainTextAsync("the rule 'production' needs either 'always' or at least one limit");
        await Expect(editor.Marks.First).ToBeVisibleAsync();
        Assert.True(await editor.ColoursAsync() > 3, "Keys, values, comments and signs have the same colour.");
        await Looks.AssertAccessibleAsync(page);
        await Looks.KeepAsync(page, "7-guardrails");
    }

    [Fact]
    public async Task It_can_be_used_by_everybody_on_every_screen_and_follows_the_theme_at_once()
    {
        var (page, editor, _) = await OpenAsync();
        await Looks.AssertAccessibleAsync(page);
        await editor.AddBelowAsync(6, "registr: a");
        await Expect(editor.Marks.First).ToBeVisibleAsync();
        Assert.True(await editor.ColoursAsync() > 3, "Keys, values, headings and signs have the same colour.");
        await Looks.KeepAsync(page, "6-editor");

        await page.Locator("[data-theme-toggle]").ClickAsync();
        await page.WaitForFunctionAsync("""
            () => {
              const ground = (selector) => getComputedStyle(document.querySelector(selector)).backgroundColor;
              return document.documentElement.dataset.theme === "dark" && document.querySelector(".monaco-editor.vs-dark")
                && ground(".monaco-editor-background") === ground(".editor");
            }
            """);
    }

    // In order, as a connection is.
    private static async Task LateAsync(Task before, Task delay, Action act)
    {
        await before;
        await delay;
        act();
    }

    private static async Task SaveAsync(IPage page, EditorScreen editor, string reason)
    {
        await editor.Reason.FillAsync(reason);
        await editor.Save.ClickAsync();
        await page.WaitForURLAsync(address => !address.EndsWith("/edit", StringComparison.Ordinal));
    }

    private RunbookStore Store => running.Services.GetRequiredService<RunbookStore>();

    private async Task<RunbookVersion> StoredAsync(string id) => (await Store.GetAsync(id, null, Cancellation))!;

    // What the server says takes its time.
    private async Task<IPage> SlowPageAsync()
    {
        var page = await PageAsync();
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            var before = Task.CompletedTask;
            socket.ConnectToServer().OnMessage(frame => before = LateAsync(before, Task.Delay(300, CancellationToken.None), () => socket.Send(frame.Binary!)));
        });
        return page;
    }

    private async Task<IPage> PageAsync()
    {
        pages.Add(await chromium.OpenAsync());
        return pages[^1];
    }

    private async Task<(IPage Page, EditorScreen Editor, string Id)> OpenAsync()
    {
        var page = await PageAsync();
        var (editor, id) = await OpenAsync(page);
        return (page, editor, id);
    }

    private async Task<(EditorScreen Editor, string Id)> OpenAsync(IPage page)
    {
        var id = await NewAsync(Text);
        var editor = new EditorScreen(page, running.Address);
        await editor.OpenAsync(id);
        return (editor, id);
    }

    // Each test has a runbook of its own.
    private async Task<string> NewAsync(string text)
    {
        var id = $"runbook-{Guid.NewGuid():N}";
        var saved = await Store.SaveAsync(new(text.Replace("ID", id, StringComparison.Ordinal), 0, null, "ada", "First"), Cancellation);
        Assert.True(saved.IsSaved, saved.Refusal);
        return id;
    }

    /// <summary>One server for all tests of the class.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();
        private Server? server;

        public Uri Address => server!.Address;

        public IServiceProvider Services => server!.App.Services;

        public async ValueTask InitializeAsync() =>
            server = await Server.StartAsync(["--urls=http://127.0.0.1:0", $"--Data:Folder={folder.Path}"], cancellationToken: Cancellation);

        public async ValueTask DisposeAsync()
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
            folder.Dispose();
        }
    }
}
