using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Guardrails;

/// <summary>The breakers that failed changes have opened; a person who has looked at what failed lets one change try.</summary>
public sealed partial class BreakersCard
{
    /// <summary>How many incidents of a breaker are named.</summary>
    private const int Most = 10;

    /// <summary>Those that are not closed.</summary>
    [Parameter, EditorRequired]
    public ImmutableArray<BreakerStanding> Standings { get; set; } = [];

    /// <summary>Called when one was reviewed.</summary>
    [Parameter]
    public EventCallback Reviewed { get; set; }

    [Inject]
    private Breakers Breakers { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    private int Open => Standings.Count(standing => standing.IsOpen);

    private async Task ReviewAsync(BreakerStanding seen, string found)
    {
        try
        {
            await Breakers.ReviewAsync(seen, Person.Name, found, CancellationToken.None);
        }
        finally
        {
            await Reviewed.InvokeAsync();
        }
    }
}
