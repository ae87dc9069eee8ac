using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>Who a runbook belongs to, with what waits or goes wrong in its repository, and the ways from one owner to the other.</summary>
public sealed partial class OwnerStrip
{
    private string? _asked;

    [Parameter, EditorRequired]
    public string RunbookId { get; set; } = "";

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public OwnershipView? View { get; set; }

    [Inject]
    private SourceQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbooks", "runbook-sources"];

    protected override bool HasRead => View?.RunbookId == RunbookId;

    protected override void OnParametersSet()
    {
        if (_asked is not null && _asked != RunbookId)
        {
            ReadSoon();
        }

        _asked = RunbookId;
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.OwnershipAsync(RunbookId, cancellationToken);
}
