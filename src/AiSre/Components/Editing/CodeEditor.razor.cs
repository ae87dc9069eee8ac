using AiSre.Runbooks.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AiSre.Components.Editing;

/// <summary>
/// Edits a text with completion, explanations and marks, and keeps it in the browser until it is saved. The text in the
/// browser is the truth: nothing that comes late from here overwrites what somebody types. Where the editor does not start,
/// or is not wanted, the same text stands in a plain text area.
/// </summary>
public sealed partial class CodeEditor : IAsyncDisposable
{
    private const string Plain = "plain";
    private const string Failed = "failed";
    private const string Rich = "monaco";

    private readonly BrowserText _known = new();
    private DotNetObjectReference<CodeEditor>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;
    private ElementReference _root;
    private ElementReference _area;
    private IReadOnlyList<TextFinding> _marked = [];
    private Draft? _draft;
    private string _plain = "";
    private string _mode = Plain;
    private int _lines = 1;

    /// <summary>The text. Another one than the editor told last replaces what is in the editor, and can be undone there.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Called with what somebody typed.</summary>
    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    /// <summary>What is edited, for those who cannot see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What it is written in: <c>runbook</c> or <c>guardrails</c>, as <c>js/editing/languages.js</c> knows them.</summary>
    [Parameter, EditorRequired]
    public string Language { get; set; } = "";

    /// <summary>The name under which the browser keeps the text.</summary>
    [Parameter, EditorRequired]
    public string DraftKey { get; set; } = "";

    /// <summary>The version that the text is written on top of.</summary>
    [Parameter]
    public int BasedOn { get; set; }

    /// <summary>Called with the version that a kept text was written on top of, when somebody goes on with it.</summary>
    [Parameter]
    public EventCallback<int> BasedOnChanged { get; set; }

    /// <summary>What is wrong with the text.</summary>
    [Parameter]
    public IReadOnlyList<TextFinding> Findings { get; set; } = [];

    /// <summary>The id of the element that tells what is wrong.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    /// <summary>Completes and explains.</summary>
    [Parameter, EditorRequired]
    public ITextAssist Assist { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private bool IsRich => _mode == Rich;

    /// <summary>Shows a place of the text.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public async Task GoToAsync(int line, int column)
    {
        if (_attached is not null)
        {
            await _attached.InvokeVoidAsync("goTo", line, column);
        }
        else
        {
            await Script.InvokeVoidAsync("aisre.goTo", _area, line, column);
        }
    }

    /// <summary>Waits until <see cref="Text"/> is what stands in the browser; false where it does not tell.</summary>
    public async Task<bool> FlushAsync()
    {
        try
        {
            await (IsRich ? _attached!.InvokeVoidAsync("flush") : ValueTask.CompletedTask);
            return true;
        }
        catch (Exception error) when (IsOfTheBrowser(error))
        {
            return false;
        }
    }

    /// <summary>Has the browser forget the text that it keeps; called when it is saved.</summary>
    public async Task DropDraftAsync()
    {
        _draft = null;
        await Script.InvokeVoidAsync("aisre.dropDraft", DraftKey);
    }

    /// <summary>Takes over what somebody typed, told as the difference to what was told before; false when all of it has to be told.</summary>
    [JSInvokable]
    public async Task<bool> EditedAsync(int sequence, int start, int removed, string inserted, int length)
    {
        if (!_known.Apply(sequence, start, removed, inserted, length))
        {
            return false;
        }

        await TellAsync();
        return true;
    }

    /// <summary>What can be written at a place.</summary>
    [JSInvokable]
    public Completions Complete(int line, int column) => Assist.Complete(_known.Text, line, column);

    /// <summary>What a word means; null where nothing is known.</summary>
    [JSInvokable]
    public Meaning? Explain(int line, int column) => Assist.Explain(_known.Text, line, column);

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        try
        {
            if (_attached is not null)
            {
                await _attached.InvokeVoidAsync("dispose");
                await _attached.DisposeAsync();
            }

            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception error) when (IsOfTheBrowser(error))
        {
            // The browser is gone, and everything in it; or it goes in this moment, and answers nobody.
        }
    }

    protected override void OnInitialized() => Take(Text);

    protected override async Task OnParametersSetAsync()
    {
        if (Text != _known.Text)
        {
            Take(Text);
            await TellBrowserAsync("set", Text);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _draft = await Script.InvokeAsync<Draft?>("aisre.draft", DraftKey) is { Text.Length: > 0 } kept && LineEnds.Like(_known.Text, kept.Text) != _known.Text ? kept : null;
            await AttachAsync();
            StateHasChanged();
        }
        else if (!ReferenceEquals(_marked, Findings))
        {
            await MarkAsync();
        }
    }

    // It may be gone, or have no script, or take too long; what it keeps it tells when it can.
    private static bool IsOfTheBrowser(Exception error) => error is JSException or JSDisconnectedException or TaskCanceledException;

    private static int CountLines(string text) => Math.Max(12, text.Count(c => c == '\n') + 1);

    private void Take(string text)
    {
        _known.Replace(text);
        (_plain, _lines) = (text, CountLines(text));
    }

    private async Task AttachAsync()
    {
        try
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./js/editing/code-editor.js");
            _self = DotNetObjectReference.Create(this);
            var options = new
            {
                Language,
                Label,
                DescribedBy,
                IsCrLf = _known.Ends.IsCrLf,
                IsUniform = _known.Ends.AreAlike,
            };
            _attached = _module is null ? null : await _module.InvokeAsync<IJSObjectReference>("attach", _root, _self, options);
            await StartAsync(isChosen: false);
        }
        catch (Exception error) when (IsOfTheBrowser(error))
        {
            // The script is not there; the text area is, and needs none.
            _mode = Plain;
        }
    }

    private async Task StartAsync(bool isChosen)
    {
        _known.Restart();
        _mode = _attached is null ? Plain : await _attached.InvokeAsync<string?>("start", isChosen) ?? Plain;
        await MarkAsync();
    }

    private async Task TellBrowserAsync(string what, object told)
    {
        try
        {
            await (_attached?.InvokeVoidAsync(what, told) ?? ValueTask.CompletedTask);
        }
        catch (Exception error) when (IsOfTheBrowser(error))
        {
            // Whatever it has is asked for again with the next difference.
        }
    }

    private async Task MarkAsync()
    {
        _marked = Findings;
        await TellBrowserAsync("mark", _marked);
    }

    private async Task SwitchAsync()
    {
        if (IsRich)
        {
            await _attached!.InvokeVoidAsync("plain");
            (_plain, _mode) = (_known.Text, Plain);
        }
        else
        {
            await StartAsync(isChosen: true);
        }
    }

    private Task TypedAsync(string? typed)
    {
        _plain = typed ?? "";
        _known.Type(_plain);
        return TellAsync();
    }

    private async Task TellAsync()
    {
        _lines = CountLines(_known.Text);
        await TextChanged.InvokeAsync(_known.Text);
    }

    private async Task RestoreDraftAsync()
    {
        var draft = _draft!;
        _draft = null;
        await BasedOnChanged.InvokeAsync(draft.BasedOn);
        await TextChanged.InvokeAsync(LineEnds.Like(_known.Text, draft.Text));
    }
}

/// <summary>A text that the browser kept.</summary>
/// <param name="Text">The text.</param>
/// <param name="BasedOn">The version that it was written on top of.</param>
internal sealed record Draft(string Text, int BasedOn);
