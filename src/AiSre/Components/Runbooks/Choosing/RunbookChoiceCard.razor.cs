using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Data;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks.Choosing;

/// <summary>An incident that waits for a runbook: a person chooses one, and may ask the model first.</summary>
public sealed partial class RunbookChoiceCard
{
    /// <summary>How many are shown before somebody asks for more.</summary>
    private const int Few = 5;

    private RunbookChoiceView? _view;
    private string? _picked;
    private string? _problem;
    private bool _isAsking;
    private bool _all;

    /// <summary>The incident.</summary>
    [Parameter, EditorRequired]
    public Guid IncidentId { get; set; }

    [Inject]
    private RunbookChoiceQuery Query { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["runbooks", $"incident:{IncidentId}"];

    protected override bool HasRead => _view is not null;

    private bool CanAct => RendererInfo.IsInteractive && Person.MayDecide;

    private ImmutableArray<ChoiceRow> Tied => [.. _view?.Options.Where(option => option.IsTied) ?? []];

    private IEnumerable<ChoiceRow> Shown => _view!.Options.Where((option, index) => _all || index < Few || option.IsTied || option.Id == _picked);

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _view = await Query.ReadAsync(IncidentId, cancellationToken);
        _picked = Find(_picked)?.Id;
    }

    private ChoiceRow? Find(string? id) => _view?.Options.FirstOrDefault(option => option.Id == id);

    private async Task ChooseAsync(string reason)
    {
        await Query.ChooseAsync(IncidentId, _picked!, Person.Name, reason, CancellationToken.None);
        ReadSoon();
    }

    private async Task AskAsync()
    {
        if (_isAsking || !CanAct)
        {
            return;
        }

        (_isAsking, _problem) = (true, null);
        try
        {
            await Query.AskAsync(IncidentId, Person.Name, CancellationToken.None);
            ReadSoon();
        }
        catch (ProblemException problem)
        {
            _problem = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer; try again in a moment.";
        }
        finally
        {
            _isAsking = false;
        }
    }
}
