using AiSre.Components.Runbooks.Choosing;

namespace AiSre.Tests.Components.Runbooks;

/// <summary>Runbooks to choose from, without a database.</summary>
public sealed class FakeRunbookChoices() : RunbookChoiceQuery(null!, null!, null!, null!)
{
    public RunbookChoiceView View { get; set; } = new([], null, null);

    /// <summary>What was chosen.</summary>
    public List<(string Runbook, string By, string Reason)> Chosen { get; } = [];

    /// <summary>What asking the model brings.</summary>
    public Func<SuggestionView> Says { get; set; } = () => throw new ProblemException("The model is being asked about this incident already; its answer appears here.");

    public override Task<RunbookChoiceView> ReadAsync(Guid incidentId, CancellationToken cancellationToken) => Task.FromResult(View);

    public override Task ChooseAsync(Guid incidentId, string runbookId, string by, string reason, CancellationToken cancellationToken)
    {
        Chosen.Add((runbookId, by, reason));
        return Task.CompletedTask;
    }

    public override Task AskAsync(Guid incidentId, string by, CancellationToken cancellationToken)
    {
        View = View with { Suggestion = Says() };
        return Task.CompletedTask;
    }
}
