using AiSre.Access;
using AiSre.Remediation.Decisions;
using AiSre.Runbooks.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>Edits a runbook, or writes a new one from a template.</summary>
public sealed partial class EditRunbookPage
{
    // What the editing started from stays, however often the latest version is read again.
    private RunbookText? _start;
    private int _latest;
    private bool _isMissing;

    /// <summary>The runbook; null for a new one.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The version whose text the editing begins with, to restore it; null for the latest.</summary>
    [SupplyParameterFromQuery]
    public int? From { get; set; }

    /// <summary>The number of an incident that a new runbook begins from; null for the template.</summary>
    [SupplyParameterFromQuery]
    public int? Incident { get; set; }

    /// <summary>The kind of rejections, a <see cref="RejectionReason"/>, whose change the editing begins with; null for none.</summary>
    [SupplyParameterFromQuery]
    public string? Rejected { get; set; }

    [Inject]
    private RunbookQuery Query { get; set; } = default!;

    [Inject]
    private RunbookStore Store { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbooks"];

    protected override bool HasRead => _start is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Id is null)
        {
            _start ??= new("", 0, (Incident is { } number ? await Query.StartFromAsync(number, cancellationToken) : null) ?? RunbookTemplate.Text);
            return;
        }

        var latest = await LatestAsync();
        if (_start is null && From is { } older && latest is not null && (await Query.DetailsAsync(Id, older, null, cancellationToken))?.Shown is { } restored)
        {
            _start = restored with { Number = latest.Number };
        }

        if (_start is null && Enum.TryParse<RejectionReason>(Rejected, out var reason) && latest is not null && await Query.AmendmentAsync(Id, reason, cancellationToken) is { } amendment)
        {
            _start = latest with { Text = amendment.Text };
        }

        _start ??= latest;
        _latest = latest?.Number ?? 0;
        _isMissing = _start is null;
    }

    private async Task<RunbookText?> LatestAsync() => (await Query.DetailsAsync(Id!, null, null, CancellationToken.None))?.Shown;

    private Task<SaveRunbookResult> SaveAsync(string text, int basedOn, string reason, bool everywhere) =>
        Store.SaveAsync(new(text, basedOn, Id, Person.Name, reason) { MeansEverywhere = everywhere && Person.IsAdministrator }, CancellationToken.None);

    private void OnSaved(RunbookText saved) => Navigation.NavigateTo($"runbooks/{Uri.EscapeDataString(saved.Id)}");
}
