using AiSre.Access;
using AiSre.Components.Runbooks.Sources;
using AiSre.Remediation.Decisions;
using AiSre.Runbooks.Sources;
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

    // What the file of a version said that the editing may be based on.
    private readonly Dictionary<int, string?> _bases = [];
    private OwnershipView? _ownership;
    private string _place = "";
    private string? _fileProblem;

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

    /// <summary>Whether the editing begins with what the runbook's file says now, be it valid or not.</summary>
    [SupplyParameterFromQuery(Name = "file")]
    public bool? File { get; set; }

    /// <summary>The open edit whose text the editing takes further, in place of its pull request; null for none.</summary>
    [SupplyParameterFromQuery]
    public Guid? Further { get; set; }

    [Inject]
    private SourceQuery SourceQuery { get; set; } = default!;

    [Inject]
    private RunbookSources Sources { get; set; } = default!;

    [Inject]
    private RunbookEdits Edits { get; set; } = default!;

    [Inject]
    private RunbookQuery Query { get; set; } = default!;

    [Inject]
    private RunbookStore Store { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbooks", "runbook-sources"];

    protected override bool HasRead => _start is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Id is null)
        {
            _start ??= new("", 0, (Incident is { } number ? await Query.StartFromAsync(number, cancellationToken) : null) ?? RunbookTemplate.Text);
            return;
        }

        _ownership = await SourceQuery.OwnershipAsync(Id, cancellationToken);
        var latest = await LatestAsync();
        if (_start is null && IsFromFile && latest is not null)
        {
            await StartFromFileAsync(latest, cancellationToken);
        }

        if (_start is null && Further is { } edit && latest is not null && await Edits.TextAsync(edit, Id, cancellationToken) is { } text)
        {
            _start = latest with { Text = text };
        }

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

    private bool IsFromFile => File == true;

    /// <summary>The source that saving opens a pull request in; null for the database.</summary>
    private string? Place => Id is null ? _place is { Length: > 0 } chosen ? chosen : null : _ownership is { IsEditedThere: true } owner ? owner.Source : null;

    private string? SaveLabel => Place is null ? null : "Open a pull request";

    private async Task<RunbookText?> LatestAsync()
    {
        var latest = (await Query.DetailsAsync(Id!, null, null, CancellationToken.None))?.Shown;
        if (latest is not null)
        {
            _bases.TryAdd(latest.Number, _ownership?.RetiredAt is null ? latest.Text : null);
        }

        return latest;
    }

    // The text of a file that is not in force is no version; it stands in for the latest one, which the file had before.
    private async Task StartFromFileAsync(RunbookText latest, CancellationToken cancellationToken)
    {
        if (_ownership is not { IsEditedThere: true, Source: { } source, Path: { } path })
        {
            return;
        }

        try
        {
            if (await Edits.ReadAsync(source, path, cancellationToken) is { } text)
            {
                _bases[latest.Number] = text;
                _start = latest with { Text = text };
            }
        }
        catch (ProblemException problem)
        {
            _fileProblem = $"{problem.Message} The editing begins with the version in force.";
        }
    }

    private Task<SaveRunbookResult> SaveAsync(string text, int basedOn, string reason, bool everywhere) => Place is { } source
        ? Edits.ProposeAsync(new(source, text, Id, Id is null ? null : _bases.GetValueOrDefault(basedOn), Person.Name, reason)
        { MeansEverywhere = everywhere && Person.IsAdministrator, Supersedes = Further }, CancellationToken.None)
        : Store.SaveAsync(new(text, basedOn, Id, Person.Name, reason) { MeansEverywhere = everywhere && Person.IsAdministrator }, CancellationToken.None);

    private void OnProposed(RunbookPullRequest pullRequest) =>
        Navigation.NavigateTo(pullRequest.IsNew ? "runbooks" : $"runbooks/{Uri.EscapeDataString(pullRequest.RunbookId)}");

    private void OnSaved(RunbookText saved) => Navigation.NavigateTo($"runbooks/{Uri.EscapeDataString(saved.Id)}");
}
