using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Remediation.Previews;
using AiSre.Remediation.RunbookTests;
using AiSre.Runbooks;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>Tries a runbook out while it is written: its tests, and which incidents it fits and why not. What was tried for an older text is dropped.</summary>
public sealed partial class RunbookTrials : IDisposable
{
    private const int Few = 8;

    /// <summary>So long nobody types before it is tried; a person at the keyboard pauses longer between thoughts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<int, PreviewedChange> _changes = [];
    private CancellationTokenSource? _trial;
    private ImmutableArray<RunbookTestResult>? _tests;
    private ImmutableArray<PreviewedIncident>? _incidents;
    private Runbook? _tried;
    private string? _problem;
    private int? _planning;
    private bool _running;
    private bool _all;

    /// <summary>The runbook as it is written now; null while it cannot be read.</summary>
    [Parameter, EditorRequired]
    public Runbook? Runbook { get; set; }

    /// <summary>Called with a line of the text that is to be shown.</summary>
    [Parameter]
    public EventCallback<int> GoTo { get; set; }

    [Inject]
    private RunbookPreview Preview { get; set; } = default!;

    public void Dispose()
    {
        _trial?.Cancel();
        _trial?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || ReferenceEquals(Runbook, _tried))
        {
            return;
        }

        _tried = Runbook;
        _changes.Clear();
        await (_trial?.CancelAsync() ?? Task.CompletedTask);
        _trial?.Dispose();
        _trial = null;
        if (Runbook is { } runbook)
        {
            _trial = new CancellationTokenSource();
            await TryAsync(runbook, _trial.Token);
        }
    }

    private async Task TryAsync(Runbook runbook, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, cancellationToken);
            (_running, _problem) = (true, null);
            StateHasChanged();
            _tests = await Task.Run(() => Preview.TestAsync(runbook, cancellationToken), cancellationToken);
            _incidents = runbook.Symptom is null ? null : await Preview.MatchAsync(runbook, cancellationToken);
            _running = false;
        }
        catch (OperationCanceledException)
        {
            // The text changed meanwhile; its trial is under way.
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            (_running, _problem) = (false, "The database does not answer; incidents are tried again with the next change.");
        }
    }

    private async Task PlanAsync(int number)
    {
        if (_planning is not null || Runbook is not { } runbook)
        {
            return;
        }

        _planning = number;
        try
        {
            var change = await Preview.PlanAsync(runbook, number, _trial?.Token ?? CancellationToken.None);
            if (ReferenceEquals(runbook, Runbook))
            {
                _changes[number] = change;
            }
        }
        catch (OperationCanceledException)
        {
            // The text changed meanwhile: this change is nobody's any more.
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer; try again in a moment.";
        }
        finally
        {
            _planning = null;
        }
    }
}
