using AiSre.Access;
using AiSre.Components.Editing;
using AiSre.Components.Runbooks;
using AiSre.Runbooks.Storage;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Runbooks;

public sealed class RunbookEditorTests : PageTest
{
    private readonly List<(string Text, int BasedOn, string Reason)> _saves = [];
    private readonly List<RunbookText> _saved = [];
    private readonly List<bool> _everywhere = [];
    private SaveRunbookResult _answer = Accepted(2);
    private RunbookText? _latest;

    public RunbookEditorTests() => Services.AddSingleton(new CurrentPerson("ada", true));

    [Fact]
    public void A_mistake_is_told_at_once_with_its_place_and_cannot_be_saved()
    {
        var editor = Editor();
        editor.Find("input").Input("typo");

        editor.Find("textarea").Input(RunbookTemplate.Text.Replace("ImagePullFailed", "ImagePulFailed", StringComparison.Ordinal));

        var error = editor.Find(".errors li").TextContent;
        Assert.Contains("line 6", error);
        Assert.Contains("ImagePullFailed", error);
        Assert.Equal("6", editor.Find(".lines .wrong").TextContent);
        Assert.True(Save(editor).HasAttribute("disabled"));
    }

    [Fact]
    public void What_the_machine_reads_is_said_while_typing()
    {
        var editor = Editor();

        editor.Find("textarea").Input(RunbookTemplate.Text.Replace("to: registry-b.example", "to: registry-c.example", StringComparison.Ordinal));

        Assert.Contains("Override the image registry registry-a.example with registry-c.example.", editor.Find(".typed").TextContent);
    }

    [Fact]
    public void Saving_needs_a_reason()
    {
        var editor = Editor();
        Assert.True(Save(editor).HasAttribute("disabled"));

        editor.Find("input").Input(" the mirror moved ");
        editor.Find("form").Submit();

        Assert.Equal([(RunbookTemplate.Text, 1, "the mirror moved")], _saves);
        Assert.Equal(2, Assert.Single(_saved).Number);
    }

    [Fact]
    public void Somebody_who_saved_in_between_costs_no_text()
    {
        _answer = Refused("maria saved version 2 while you edited version 1.");
        _latest = new("my-runbook", 2, RunbookTemplate.Text.Replace("your team", "platform", StringComparison.Ordinal));
        var editor = Editor();
        var mine = RunbookTemplate.Text.Replace("# Pull", "# Now pull", StringComparison.Ordinal);
        editor.Find("textarea").Input(mine);
        editor.Find("input").Input("clearer");

        editor.Find("form").Submit();

        Assert.Contains("maria saved version 2", editor.Find(".notice-error").TextContent);
        Assert.Equal(mine, editor.Find("textarea").GetAttribute("value"));
        Assert.Contains("owner: your team", editor.Find(".split td.ins").TextContent);
        Assert.Empty(_saved);

        _answer = Accepted(3);
        editor.Find("button:contains('I have compared')").Click();
        editor.Find("form").Submit();

        Assert.Equal((mine, 2, "clearer"), _saves[^1]);
        Assert.Single(_saved);
    }

    [Fact]
    public void A_refusal_is_shown_and_can_be_tried_again()
    {
        _answer = Refused("Nothing was saved because the text is that of version 1 already.");
        var editor = Editor();
        editor.Find("input").Input("why");

        editor.Find("form").Submit();

        Assert.Contains("is that of version 1 already", editor.Find(".notice-error").TextContent);
        Assert.False(Save(editor).HasAttribute("disabled"));
    }

    [Fact]
    public void Text_that_a_lost_connection_left_in_the_browser_is_offered_again()
    {
        JSInterop.Setup<Draft?>("aisre.draft", "runbook:my-runbook").SetResult(new("what I had typed", 1));
        var editor = Editor();

        editor.WaitForElement("button:contains('Go on with it')").Click();

        Assert.Equal("what I had typed", editor.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void What_is_automatic_everywhere_is_saved_once_it_is_said_to_be_meant()
    {
        _answer = SaveRunbookResult.Everywhere("my-runbook");
        var editor = Editor();
        editor.Find("form input").Input("faster");
        editor.Find("form").Submit();
        Assert.Contains("say that everywhere is meant", editor.Find(".notice-error").TextContent);

        editor.Find("form input[type=checkbox]").Change(true);
        editor.Find("form").Submit();

        Assert.Equal([false, true], _everywhere);
    }

    [Fact]
    public void Who_is_no_administrator_is_told_so_and_not_asked_whether_everywhere_is_meant()
    {
        Services.AddSingleton(new CurrentPerson("bob", true) { IsAdministrator = false });
        _answer = SaveRunbookResult.Everywhere("my-runbook");
        var editor = Editor();
        editor.Find("form input").Input("faster");
        editor.Find("form").Submit();

        Assert.Contains("Only an administrator may do this", editor.Find("form").TextContent);
        Assert.Empty(editor.FindAll("form input[type=checkbox]"));
    }

    [Fact]
    public void That_somebody_saved_is_said_before_saving()
    {
        var editor = Editor(latest: 2);

        Assert.Contains("Version 2 was saved while you edit version 1", editor.Markup);
    }

    private static SaveRunbookResult Refused(string sentence) => new(null, sentence, []);

    private static SaveRunbookResult Accepted(int number) => new(
        new() { Id = Guid.Empty, RunbookId = "my-runbook", Number = number, Text = "", SavedBy = "ada", SavedAt = Now, Reason = "r" }, null, []);

    private static AngleSharp.Dom.IElement Save(IRenderedComponent<RunbookEditor> editor) => editor.Find("button[type=submit]");

    private IRenderedComponent<RunbookEditor> Editor(int latest = 1) => Show<RunbookEditor>(parameters => parameters
        .Add(editor => editor.Start, RunbookTemplate.Text)
        .Add(editor => editor.RunbookId, "my-runbook")
        .Add(editor => editor.StartVersion, 1)
        .Add(editor => editor.LatestVersion, latest)
        .Add(editor => editor.Save, (text, basedOn, reason, everywhere) =>
        {
            _everywhere.Add(everywhere);
            _saves.Add((text, basedOn, reason));
            return Task.FromResult(_answer);
        })
        .Add(editor => editor.Latest, () => Task.FromResult(_latest))
        .Add(editor => editor.Saved, saved => _saved.Add(saved)));
}
