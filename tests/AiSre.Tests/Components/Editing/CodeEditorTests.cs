using AiSre.Components.Editing;
using AiSre.Runbooks.Editing;
using Bunit;
using Microsoft.JSInterop;

namespace AiSre.Tests.Components.Editing;

public sealed class CodeEditorTests : PageTest
{
    private const string Script = "./js/editing/code-editor.js";

    private readonly BunitJSModuleInterop _attached;
    private readonly List<string> _told = [];
    private int _basedOn = 3;

    public CodeEditorTests()
    {
        _attached = JSInterop.SetupModule(Script).SetupModule("attach", _ => true);
        _attached.Mode = JSRuntimeMode.Loose;
        _attached.Setup<string?>("start", _ => true).SetResult("monaco");
    }

    [Fact]
    public async Task What_the_browser_tells_is_the_text_and_is_not_sent_back()
    {
        var editor = Editor("id: a\n");

        Assert.True(await editor.InvokeAsync(() => editor.Instance.EditedAsync(1, 4, 1, "bc", 7)));

        Assert.Equal(["id: bc\n"], _told);
        Assert.Empty(_attached.Invocations["set"]);
        Assert.Equal("id: a\n", editor.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task Another_text_from_here_replaces_it_and_what_was_on_its_way_is_asked_for_anew()
    {
        var editor = Editor("id: a\n");

        editor.Render(parameters => parameters.Add(one => one.Text, "id: b\n"));

        Assert.Equal("id: b\n", Assert.Single(_attached.Invocations["set"]).Arguments[0]);
        Assert.False(await editor.InvokeAsync(() => editor.Instance.EditedAsync(1, 4, 1, "c", 6)));
        Assert.Empty(_told);
    }

    [Fact]
    public void What_is_wrong_is_marked_when_it_changes()
    {
        var editor = Editor("a");
        var marked = _attached.Invocations["mark"].Count;
        TextFinding[] findings = [new(1, 1, true, "no")];

        editor.Render(parameters => parameters.Add(one => one.Findings, findings));
        editor.Render(parameters => parameters.Add(one => one.Findings, findings));

        Assert.Equal(marked + 1, _attached.Invocations["mark"].Count);
        Assert.Same(findings, _attached.Invocations["mark"][^1].Arguments[0]);
    }

    [Fact]
    public void What_fits_is_told_of_the_text_as_it_was_told_last()
    {
        var editor = Editor("---\nmo\n---\n");

        Assert.Contains("mode", editor.Instance.Complete(2, 3).Items.Select(item => item.Label));
        Assert.Null(editor.Instance.Explain(2, 1));
    }

    [Fact]
    public async Task A_browser_that_does_not_hand_over_its_text_is_no_reason_to_save_an_older_one()
    {
        var editor = Editor("a");
        _attached.SetupVoid("flush").SetException(new JSException("the server did not answer"));

        Assert.False(await editor.InvokeAsync(editor.Instance.FlushAsync));
    }

    [Fact]
    public void A_kept_text_comes_back_with_its_line_ends_and_the_version_it_was_written_on()
    {
        JSInterop.Setup<Draft?>("aisre.draft", "a-key").SetResult(new("kept\ntext\n", 2));
        var editor = Editor("a\r\nb\r\n");

        editor.Find("button:contains('Go on with it')").Click();

        Assert.Equal(["kept\r\ntext\r\n"], _told);
        Assert.Equal(2, _basedOn);
        Assert.Empty(editor.FindAll("button:contains('Go on with it')"));
    }

    [Fact]
    public void A_kept_text_that_is_the_same_is_not_offered()
    {
        JSInterop.Setup<Draft?>("aisre.draft", "a-key").SetResult(new("a\nb\n", 3));

        Assert.Empty(Editor("a\r\nb\r\n").FindAll("button:contains('Go on with it')"));
    }

    [Fact]
    public void The_keys_that_lead_out_are_said_and_another_way_to_write_is_offered()
    {
        var foot = Editor("a").Find(".foot");

        Assert.Contains("Esc, then Tab leaves the editor", foot.TextContent);
        Assert.Equal("Plain text area", foot.QuerySelector("button")!.TextContent);
    }

    [Fact]
    public void Where_it_does_not_start_that_is_said_and_the_text_area_stays()
    {
        _attached.Setup<string?>("start", _ => true).SetResult("failed");

        var editor = Editor("a");

        Assert.Contains("The editor did not load", editor.Find(".foot [role=status]").TextContent);
        editor.Find("textarea").Input("b");
        Assert.Equal(["b"], _told);
    }

    private IRenderedComponent<CodeEditor> Editor(string text) => Show<CodeEditor>(parameters => parameters
        .Add(editor => editor.Text, text)
        .Add(editor => editor.TextChanged, told => _told.Add(told))
        .Add(editor => editor.Label, "Text")
        .Add(editor => editor.Language, "runbook")
        .Add(editor => editor.DraftKey, "a-key")
        .Add(editor => editor.BasedOn, 3)
        .Add(editor => editor.BasedOnChanged, number => _basedOn = number)
        .Add(editor => editor.Assist, new RunbookAssist()));
}
