using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>The repositories that runbooks come from, how they stand, and what of them is not in force; nothing where there are none.</summary>
public sealed partial class SourceCards
{
    private const int MostProblems = 50;

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ImmutableArray<SourceView>? View { get; set; }

    [Inject]
    private SourceQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbook-sources", "runbooks"];

    protected override bool HasRead => View is not null;

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ListAsync(cancellationToken);
}
