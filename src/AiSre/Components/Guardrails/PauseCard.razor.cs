using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Guardrails;

/// <summary>The switch that pauses all merges, and who turned it.</summary>
public sealed partial class PauseCard
{
    /// <summary>How it stands.</summary>
    [Parameter, EditorRequired]
    public PauseState Pause { get; set; } = default!;

    /// <summary>Who turned it, the last first.</summary>
    [Parameter]
    public ImmutableArray<PauseRow> History { get; set; } = [];

    /// <summary>Called when it was turned.</summary>
    [Parameter]
    public EventCallback Turned { get; set; }

    [Inject]
    private GuardrailPause Pausing { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    private async Task TurnAsync(string reason)
    {
        await (Pause.IsPaused ? Pausing.ResumeAsync(Person.Name, reason, CancellationToken.None) : Pausing.PauseAsync(Person.Name, reason, CancellationToken.None));
        await Turned.InvokeAsync();
    }
}
