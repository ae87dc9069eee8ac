using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Decisions;

/// <summary>Approve, reject, ask for another solution. A decision is about what the person has read, never about what came after.</summary>
public sealed partial class DecisionPanel
{
    private Verdict? _running;
    private DecisionOutcome? _outcome;
    private ProposalFingerprint _read = default!;

    /// <summary>The change as it is now.</summary>
    [Parameter, EditorRequired]
    public ProposalFingerprint Fingerprint { get; set; } = default!;

    /// <summary>The other runbooks with a solution that match too.</summary>
    [Parameter]
    public ImmutableArray<string> Others { get; set; } = [];

    /// <summary>What approving leads to, one sentence.</summary>
    [Parameter, EditorRequired]
    public string WhatFollows { get; set; } = "";

    /// <summary>Where the change is shown.</summary>
    [Parameter, EditorRequired]
    public string ChangeHref { get; set; } = "";

    /// <summary>How many files it changes.</summary>
    [Parameter, EditorRequired]
    public int FileCount { get; set; }

    /// <summary>Who has approved it as it is.</summary>
    [Parameter]
    public ImmutableArray<string> ApprovedBy { get; set; } = [];

    /// <summary>How many different people have to.</summary>
    [Parameter]
    public int Quorum { get; set; } = 1;

    /// <summary>Approves what was read.</summary>
    [Parameter, EditorRequired]
    public Func<ProposalFingerprint, Task<DecisionOutcome>> Approve { get; set; } = default!;

    /// <summary>Rejects what was read, with the reason.</summary>
    [Parameter, EditorRequired]
    public Func<ProposalFingerprint, Rejection, Task<DecisionOutcome>> Reject { get; set; } = default!;

    /// <summary>Asks for another solution than the one that was read.</summary>
    [Parameter]
    public Func<ProposalFingerprint, Task<DecisionOutcome>>? AskForAnother { get; set; }

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private bool HasMoved => _read != Fingerprint;

    // A static rendering shows buttons that nobody listens to yet.
    private bool CanDecide => RendererInfo.IsInteractive && Person.MayDecide && _running is null && _outcome is not { Accepted: true };

    protected override void OnInitialized() => _read = Fingerprint;

    private void AcceptNewHead()
    {
        _read = Fingerprint;
        _outcome = null;
    }

    private Task ApproveAsync() => DecideAsync(Verdict.Approve, Approve);

    private Task AskForAnotherAsync() => DecideAsync(Verdict.AskForAnother, AskForAnother!);

    private async Task RejectAsync()
    {
        if (!CanDecide)
        {
            return;
        }

        if (await RejectDialog.AskAsync(Dialogs) is { } reason)
        {
            await DecideAsync(Verdict.Reject, seen => Reject(seen, reason));
        }
    }

    private async Task DecideAsync(Verdict verdict, Func<ProposalFingerprint, Task<DecisionOutcome>> decide)
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
            _outcome = await decide(_read);
        }
        finally
        {
            _running = null;
        }
    }

    private static string Short(string? sha) => sha is { Length: > 7 } ? sha[..7] : sha ?? "";
}
