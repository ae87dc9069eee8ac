using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Runbooks.Choosing;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Runbooks.Choosing;

/// <summary>Reads which runbooks a person may choose for an incident, and passes on the choice.</summary>
public class RunbookChoiceQuery(IDbContextFactory<AiSreDbContext> contexts, RunbookCandidates candidates, ChooseRunbook choose, SuggestRunbook suggest)
{
    /// <summary>What may be chosen, and what the model said.</summary>
    public virtual async Task<RunbookChoiceView> ReadAsync(Guid incidentId, CancellationToken cancellationToken)
    {
        var options = (await candidates.ListAsync(incidentId, cancellationToken)).Select(Row).ToImmutableArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var said = await db.Set<RunbookSuggestion>().AsNoTracking().SingleOrDefaultAsync(one => one.IncidentId == incidentId, cancellationToken);
        return new RunbookChoiceView(options, suggest.ModelName, said is null ? null : new SuggestionView(said.Model, said.RunbookId, said.Because, said.Citations, said.Problem, said.AskedBy, said.At));
    }

    /// <inheritdoc cref="ChooseRunbook.ChooseAsync"/>
    public virtual Task ChooseAsync(Guid incidentId, string runbookId, string by, string reason, CancellationToken cancellationToken) =>
        choose.ChooseAsync(incidentId, runbookId, by, reason, cancellationToken);

    /// <inheritdoc cref="SuggestRunbook.AskAsync"/>
    public virtual Task AskAsync(Guid incidentId, string by, CancellationToken cancellationToken) => suggest.AskAsync(incidentId, by, cancellationToken);

    private static ChoiceRow Row(RunbookCandidate candidate) => new(
        candidate.Runbook.Id, candidate.Runbook.Title, candidate.IsTied, candidate.Fit, RunbookWords.Solution(candidate.Runbook));
}

/// <summary>What may be chosen for an incident.</summary>
/// <param name="Options">The likeliest first.</param>
/// <param name="Model">The model that can be asked; null when none is configured.</param>
/// <param name="Suggestion">What it said; null when it was not asked.</param>
public sealed record RunbookChoiceView(ImmutableArray<ChoiceRow> Options, string? Model, SuggestionView? Suggestion);

/// <summary>A runbook that may be chosen.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsTied">Whether it fits as well as another one.</param>
/// <param name="Fit">Which conditions hold and which do not.</param>
/// <param name="Solution">What it would do; null when that is only told to people.</param>
public sealed record ChoiceRow(string Id, string Title, bool IsTied, RunbookFit Fit, string? Solution);

/// <summary>What a model said.</summary>
public sealed record SuggestionView(string Model, string? RunbookId, string Because, ImmutableArray<Citation> Citations, string? Problem, string AskedBy, DateTimeOffset At);
