using AiSre.Access;
using AiSre.Remediation.Decisions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Decisions;

/// <summary>Approve and reject. A decision is about the commit that the person has read, never about one that came after.</summary>
public sealed partial class DecisionPanel
{
    private Verdict? _running;
    private DecisionOutcome? _outcome;
    private string? _readHead;

    /// <summary>The commit the change is at now.</summary>
    [Parameter, EditorRequired]
    public string HeadSha { get; set; } = "";

    /// <summary>What approving leads to, one sentence.</summary>
    [Parameter, EditorRequired]
    public string WhatFollows { get; set; } = "";

    /// <summary>Where the change is shown.</summary>
    [Parameter, EditorRequired]
    public string ChangeHref { get; set; } = "";

    /// <summary>How many files it changes.</summary>
    [Parameter, EditorRequired]
    public int FileCount { get; set; }

    /// <summary>Approves the commit.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task<DecisionOutcome>> Approve { get; set; } = default!;

    /// <summary>Rejects the commit, with the reason.</summary>
    [Parameter, EditorRequired]
    public Func<string, string, Task<DecisionOutcome>> Reject { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private bool HasMoved => _readHead != HeadSha;

    // A static rendering shows buttons that nobody listens to yet.
    private bool CanDecide => RendererInfo.IsInteractive && Person.MayDecide && _running is null && _outcome is not { Accepted: true };

    protected override void OnInitialized() => _readHead = HeadSha;

    private void AcceptNewHead()
    {
        _readHead = HeadSha;
        _outcome = null;
    }

    private Task ApproveAsync() => DecideAsync(Verdict.Approve, head => Approve(head));

    private async Task RejectAsync()
    {
        if (!CanDecide)
        {
            return;
        }

        var dialog = await Dialogs.ShowAsync<RejectDialog>(
            "Reject the change", new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true, CloseOnNavigation = true });
        if (await dialog.GetReturnValueAsync<string>() is { } reason)
        {
            await DecideAsync(Verdict.Reject, head => Reject(head, reason));
        }
    }

    private async Task DecideAsync(Verdict verdict, Func<string, Task<DecisionOutcome>> decide)
    {
        // The second click of a double click arrives before the buttons are drawn as disabled.
        if (!CanDecide || HasMoved)
        {
            return;
        }

        _running = verdict;
        _outcome = null;
        try
        {
            _outcome = await decide(_readHead!);
        }
        finally
        {
            _running = null;
        }
    }

    private static string Short(string? sha) => sha is { Length: > 7 } ? sha[..7] : sha ?? "";
}
