using AiSre.Access;
using AiSre.Data;
using AiSre.Runbooks.Sources;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>What people can do about a source and who its runbooks belong to: one thing at a time, and what kept it from being done is said.</summary>
public abstract class SourceActions : Live.LiveComponent
{
    private bool _isRunning;

    /// <summary>What came of the last action; null while there is nothing to say.</summary>
    protected string? Said { get; private set; }

    [Inject]
    protected RunbookSources Sources { get; set; } = default!;

    [Inject]
    protected RunbookOwnership Ownership { get; set; } = default!;

    [Inject]
    protected RunbookEdits Edits { get; set; } = default!;

    [Inject]
    protected CurrentPerson Person { get; set; } = default!;

    protected bool CanAct => RendererInfo.IsInteractive && Person.MayDecide && !_isRunning;

    protected Task SyncAsync(string source) => ActAsync(() => Sources.RequestAsync(source, CancellationToken.None), null);

    /// <summary>What is automatic everywhere only an administrator says.</summary>
    protected bool CanAgree => CanAct && Person.IsAdministrator;

    protected Task AgreeAsync(string source, FileProblem problem) => !CanAgree ? Task.CompletedTask :
        ActAsync(() => Ownership.ConfirmEverywhereAsync(source, problem, Person.Name, CancellationToken.None), "Noted; the sync takes the file over in a moment.");

    protected Task HandOverAsync(string source, FileProblem problem, string reason) => ActAsync(
        () => Ownership.HandOverAsync(problem.RunbookId!, source, Person.Name, reason, CancellationToken.None), $"{problem.RunbookId} belongs to the repository now; the sync takes the file over in a moment.");

    /// <summary>Hands everything over that people may: a repository that begins with copies of what is here has many at once.</summary>
    protected Task HandAllOverAsync(string source, IReadOnlyCollection<FileProblem> problems, string reason) => ActAsync(
        async () =>
        {
            foreach (var id in problems.Select(problem => problem.RunbookId!).Distinct())
            {
                await Ownership.HandOverAsync(id, source, Person.Name, reason, CancellationToken.None);
            }
        },
        "They belong to the repository now; the sync takes the files over in a moment.");

    protected Task TakeOverAsync(string runbookId, string reason) =>
        ActAsync(() => Ownership.TakeOverAsync(runbookId, Person.Name, reason, CancellationToken.None), $"{runbookId} belongs to people here now.");

    protected Task GiveUpAsync(EditView edit) => ActAsync(() => Edits.GiveUpAsync(edit.Id, CancellationToken.None), null);

    private async Task ActAsync(Func<Task> act, string? done)
    {
        // The second click of a double click arrives before the buttons are drawn as disabled.
        if (!CanAct)
        {
            return;
        }

        _isRunning = true;
        try
        {
            await act();
            Said = done;
            ReadSoon();
        }
        catch (ProblemException problem)
        {
            Said = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            Said = "The database does not answer, so nothing was changed; try again in a moment.";
        }
        finally
        {
            _isRunning = false;
        }
    }
}
