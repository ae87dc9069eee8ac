using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>A button that asks for a reason before it does anything.</summary>
public sealed partial class AskReason
{
    private bool _asks;
    private string? _reason;

    /// <summary>What it does, as the button says.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called with the reason, which is not blank.</summary>
    [Parameter, EditorRequired]
    public EventCallback<string> OnReason { get; set; }

    private async Task SubmitAsync()
    {
        if (Disabled || string.IsNullOrWhiteSpace(_reason))
        {
            return;
        }

        var reason = _reason.Trim();
        (_asks, _reason) = (false, null);
        await OnReason.InvokeAsync(reason);
    }
}
