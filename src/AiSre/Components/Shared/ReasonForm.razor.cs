using AiSre.Access;
using AiSre.Data;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Shared;

/// <summary>Something that a person does with a reason, once however often the button is clicked; what comes in between is told beside it.</summary>
public sealed partial class ReasonForm
{
    private string? _reason;
    private string? _refusal;
    private bool _isRunning;

    /// <summary>What the reason is asked for with.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What the button says.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Does it, with the reason; a <see cref="ProblemException"/> is shown and leaves the reason where it is.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task> Act { get; set; } = default!;

    [Parameter]
    public Color Color { get; set; } = Color.Primary;

    [Parameter]
    public string? Icon { get; set; }

    /// <summary>More buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    private bool CanAct => RendererInfo.IsInteractive && Person.MayDecide && !_isRunning && !string.IsNullOrWhiteSpace(_reason);

    private async Task ActAsync()
    {
        // The second click of a double click arrives before the button is drawn as disabled.
        if (!CanAct)
        {
            return;
        }

        (_isRunning, _refusal) = (true, null);
        try
        {
            await Act(_reason!.Trim());
            _reason = null;
        }
        catch (ProblemException problem)
        {
            _refusal = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _refusal = "The database does not answer, so nothing was changed; try again in a moment.";
        }
        finally
        {
            _isRunning = false;
        }
    }
}
