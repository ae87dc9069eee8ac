using AiSre.Access;
using AiSre.Components.Editing;
using AiSre.Data;
using AiSre.Runbooks;
using AiSre.Runbooks.Editing;
using AiSre.Runbooks.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>
/// Edits a runbook's text: says at once what is wrong with it, saves it as a new version with a reason, and never loses
/// it, neither to somebody who saved in between nor to a lost connection.
/// </summary>
public sealed partial class RunbookEditor
{
    private CodeEditor _editor = default!;
    private IReadOnlyList<TextFinding> _findings = [];
    private RunbookParseResult _parsed = new(null, []);
    private RunbookText? _conflict;
    private string _text = "";
    private string? _reason;
    private string? _refusal;
    private int _basedOn;
    private bool _saving;
    private bool _asksEverywhere;
    private bool _everywhere;

    /// <summary>The text that the editing starts from.</summary>
    [Parameter, EditorRequired]
    public string Start { get; set; } = "";

    /// <summary>The runbook; null for a new one.</summary>
    [Parameter]
    public string? RunbookId { get; set; }

    /// <summary>The version that <see cref="Start"/> is; 0 for a new runbook.</summary>
    [Parameter]
    public int StartVersion { get; set; }

    /// <summary>The latest version there is now.</summary>
    [Parameter]
    public int LatestVersion { get; set; }

    /// <summary>Saves the text on top of a version, with a reason, and whether it is meant to be automatic everywhere.</summary>
    [Parameter, EditorRequired]
    public Func<string, int, string, bool, Task<SaveRunbookResult>> Save { get; set; } = default!;

    /// <summary>Reads the latest version's text, to compare with.</summary>
    [Parameter, EditorRequired]
    public Func<Task<RunbookText?>> Latest { get; set; } = default!;

    /// <summary>Called with the version that was saved.</summary>
    [Parameter, EditorRequired]
    public EventCallback<RunbookText> Saved { get; set; }

    /// <summary>Called when saving opened a pull request instead.</summary>
    [Parameter]
    public EventCallback<RunbookPullRequest> Proposed { get; set; }

    /// <summary>What the button says; null for that it saves a version.</summary>
    [Parameter]
    public string? SaveLabel { get; set; }

    /// <summary>What is shown of what the text would do.</summary>
    [Parameter]
    public RenderFragment<RunbookTrial>? Trials { get; set; }

    [Inject]
    private RunbookAssist Assist { get; set; } = default!;

    private string Text
    {
        get => _text;
        set
        {
            _text = value;
            Check();
        }
    }

    private string DraftKey => $"runbook:{RunbookId}";

    private string BackHref => RunbookId is null ? "runbooks" : $"runbooks/{Uri.EscapeDataString(RunbookId)}";

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    private bool CanSave => RendererInfo.IsInteractive && !_saving && _parsed.IsValid && !string.IsNullOrWhiteSpace(_reason) && _conflict is null;

    protected override void OnInitialized()
    {
        _basedOn = StartVersion;
        Text = Start;
    }

    private void Check()
    {
        _parsed = RunbookParser.Parse(_text);
        _findings = [.. _parsed.Errors.Select(error => new TextFinding(error.Line, error.Column, true, error.Message))];
        (_refusal, _asksEverywhere, _everywhere) = (null, false, false);
    }

    private void AcceptTheirs(int number)
    {
        _basedOn = number;
        _conflict = null;
        _refusal = null;
    }

    private Task GoToAsync(RunbookError error) => GoToAsync(error.Line, error.Column);

    private Task GoToAsync(int line, int column) => _editor.GoToAsync(line, column);

    private async Task SaveAsync()
    {
        if (!CanSave)
        {
            return;
        }

        _saving = true;
        _refusal = null;
        try
        {
            if (!await _editor.FlushAsync())
            {
                _refusal = "The browser did not hand over its text, so nothing was saved; your text stays here, try again in a moment.";
                return;
            }

            // What was typed last may have made a mistake that nobody saw yet.
            if (!_parsed.IsValid)
            {
                return;
            }

            var result = await Save(_text, _basedOn, _reason!.Trim(), _everywhere);
            if (result.IsSaved)
            {
                await _editor.DropDraftAsync();
                await Saved.InvokeAsync(new(result.Version.RunbookId, result.Version.Number, result.Version.Text));
                return;
            }

            if (result.PullRequest is { } pullRequest)
            {
                await _editor.DropDraftAsync();
                await Proposed.InvokeAsync(pullRequest);
                return;
            }

            _refusal = result.Refusal;
            _asksEverywhere = result.AsksWhetherEverywhere;
            if (RunbookId is not null && await Latest() is { } latest && latest.Number > _basedOn)
            {
                _conflict = latest;
            }
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _refusal = "The database does not answer, so nothing was saved; your text stays here, try again in a moment.";
        }
        finally
        {
            _saving = false;
        }
    }
}

/// <summary>A text to be tried.</summary>
/// <param name="Runbook">What the machine reads of it; null while it cannot.</param>
/// <param name="GoTo">Shows a line of it.</param>
public sealed record RunbookTrial(Runbook? Runbook, Func<int, Task> GoTo);
