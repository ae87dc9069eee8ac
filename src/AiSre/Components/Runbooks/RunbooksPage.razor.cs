using System.Collections.Immutable;
using AiSre.Remediation.Previews;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>All runbooks, live.</summary>
public sealed partial class RunbooksPage
{
    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ImmutableArray<RunbookRow>? View { get; set; }

    private ImmutableArray<CoverageGap> _gaps = [];

    [Inject]
    private RunbookQuery Query { get; set; } = default!;

    [Inject]
    private BackTester Tester { get; set; } = default!;

    // A match is a fact of an incident.
    protected override IEnumerable<string> Topics => ["runbooks", "incidents"];

    protected override bool HasRead => View is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        View = await Query.ListAsync(cancellationToken);
        _gaps = await Tester.GapsAsync(cancellationToken);
    }
}
