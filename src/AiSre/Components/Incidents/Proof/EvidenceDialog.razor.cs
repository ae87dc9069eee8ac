using AiSre.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace AiSre.Components.Incidents.Proof;

/// <summary>Shows a piece of evidence with the quotation marked, scrolled to it.</summary>
public sealed partial class EvidenceDialog
{
    private EvidenceView? _view;
    private string? _problem;
    private ElementReference _mark;
    private bool _scrollToMark;

    [Parameter, EditorRequired]
    public Guid IncidentId { get; set; }

    [Parameter, EditorRequired]
    public string Address { get; set; } = "";

    /// <summary>The words to mark; null to show the whole without a mark.</summary>
    [Parameter]
    public string? Quote { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private EvidenceQuery Query { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    public static Task ShowAsync(IDialogService dialogs, Guid incidentId, string address, string? quote) => dialogs.ShowAsync<EvidenceDialog>(
        null,
        new DialogParameters<EvidenceDialog>
        {
            { dialog => dialog.IncidentId, incidentId },
            { dialog => dialog.Address, address },
            { dialog => dialog.Quote, quote },
        },
        new DialogOptions { MaxWidth = MaxWidth.Large, FullWidth = true, CloseButton = true, CloseOnEscapeKey = true, CloseOnNavigation = true });

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _view = await Query.ReadAsync(IncidentId, Address, Quote, CancellationToken.None);
            _problem = _view is null ? $"Nothing was kept of {Address}." : null;
            _scrollToMark = _view?.Mark is not null;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer; close this and open it again.";
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_scrollToMark && _mark.Context is not null)
        {
            _scrollToMark = false;
            await Script.InvokeVoidAsync("aisre.scrollTo", _mark);
        }
    }
}
