using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Components.Incidents.Details;
using AiSre.Remediation.Decisions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Decisions;

/// <summary>What was decided, and taking it back while nothing is merged.</summary>
public sealed partial class DecisionMade
{
    private bool _isRunning;
    private DecisionOutcome? _outcome;

    /// <summary>The decision that stands.</summary>
    [Parameter, EditorRequired]
    public DecisionDetails Decision { get; set; } = default!;

    /// <summary>Everybody who approved, where it took more than one.</summary>
    [Parameter]
    public ImmutableArray<string> ApprovedBy { get; set; } = [];

    /// <summary>Rejects what is approved and not merged yet, with the reason; null when that cannot be any more.</summary>
    [Parameter]
    public Func<Rejection, Task<DecisionOutcome>>? Reject { get; set; }

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private string By => Decision.Verdict == Verdict.Approve && ApprovedBy.Length > 1 ? string.Join(", ", ApprovedBy) : Decision.By;

    private async Task RejectAsync()
    {
        if (_isRunning)
        {
            return;
        }

        if (await RejectDialog.AskAsync(Dialogs) is { } reason)
        {
            _isRunning = true;
            try
            {
                _outcome = await Reject!(reason);
            }
            finally
            {
                _isRunning = false;
            }
        }
    }
}
