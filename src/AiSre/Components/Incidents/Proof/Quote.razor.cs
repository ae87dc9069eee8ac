using AiSre.Detection;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Proof;

/// <summary>A quotation that opens the evidence it comes from.</summary>
public sealed partial class Quote
{
    [Parameter, EditorRequired]
    public Citation Citation { get; set; } = default!;

    [Parameter, EditorRequired]
    public Guid IncidentId { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    private Task OpenAsync() => EvidenceDialog.ShowAsync(Dialogs, IncidentId, Citation.Evidence, Citation.Quote);
}
