using System.Globalization;
using AiSre.Data;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Proof;

/// <summary>Shows word for word what left for a model, and its answer.</summary>
public sealed partial class ExchangeDialog
{
    private ExchangeView? _view;
    private string? _problem;

    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ExchangeQuery Query { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    public static Task ShowAsync(IDialogService dialogs, Guid id) => dialogs.ShowAsync<ExchangeDialog>(
        null,
        new DialogParameters<ExchangeDialog> { { dialog => dialog.Id, id } },
        new DialogOptions { MaxWidth = MaxWidth.Large, FullWidth = true, CloseButton = true, CloseOnEscapeKey = true, CloseOnNavigation = true });

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _view = await Query.ReadAsync(Id, CancellationToken.None);
            _problem = _view is null ? "This exchange is not kept any more." : null;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer; close this and open it again.";
        }
    }

    private static string Took(ExchangeView view) =>
        view.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $" after {duration.TotalSeconds:0.0} s") : "";
}
