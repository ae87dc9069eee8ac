using AiSre.Runbooks;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>One version of a runbook, with its history.</summary>
public sealed partial class RunbookPage
{
    private (string Id, int? Version, int? Compare)? _asked;
    private RunbookParseResult? _parsed;
    private bool _isMissing;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The version to show; null for the latest.</summary>
    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    /// <summary>The version to compare it with; null for none.</summary>
    [SupplyParameterFromQuery]
    public int? Compare { get; set; }

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public RunbookDetails? View { get; set; }

    [Inject]
    private RunbookQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbooks", "incidents"];

    protected override bool HasRead => View is not null;

    private string Address => $"runbooks/{Uri.EscapeDataString(Id)}";

    protected override void OnParametersSet()
    {
        _parsed ??= View is null ? null : RunbookParser.Parse(View.Shown.Text);
        if (_asked is not null && _asked != (Id, Version, Compare))
        {
            ReadSoon();
        }

        _asked = (Id, Version, Compare);
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        View = await Query.DetailsAsync(Id, Version, Compare, cancellationToken);
        _isMissing = View is null;
        _parsed = View is null ? null : RunbookParser.Parse(View.Shown.Text);
    }
}
