using System.Collections.Immutable;
using System.Text;
using AiSre.Data;
using AiSre.Diagnosis.Model;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Choosing;

/// <summary>Asks the model, where one is configured, which runbook may help with an incident. Nothing follows until a person confirms.</summary>
public sealed class SuggestRunbook(
    IDbContextFactory<AiSreDbContext> contexts, RunbookCandidates candidates, ModelAdviser adviser, IDistributedLockProvider locks, TimeProvider time)
{
    /// <summary>How many runbooks the model is shown.</summary>
    private const int MostOptions = 30;

    /// <summary>How much of a runbook it is shown, in characters.</summary>
    private const int LongestSection = 600;

    /// <summary>The model that would be asked; null when none is configured.</summary>
    public string? ModelName => adviser.ModelName;

    /// <summary>Asks once, however many ask at the same time, and keeps the answer in place of an earlier one.</summary>
    /// <exception cref="ProblemException">There is nothing to ask about, or it is being asked already.</exception>
    public async Task AskAsync(Guid incidentId, string by, CancellationToken cancellationToken)
    {
        await using var alone = await locks.TryAcquireLockAsync($"aisre:suggest:{incidentId}", TimeSpan.Zero, cancellationToken)
            ?? throw new ProblemException("The model is being asked about this incident already; its answer appears here.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var question = await ModelQuestions.LoadAsync(db, incidentId, mayBeOver: false, cancellationToken)
            ?? throw new ProblemException("The incident is over, or its cause is not known yet; there is nothing to ask about.");
        var options = (await candidates.ListAsync(incidentId, cancellationToken)).Take(MostOptions).Select(Option).ToImmutableArray();
        if (options.IsEmpty)
        {
            throw new ProblemException("No runbook is for this place; write one first.");
        }

        var advice = await adviser.AdviseAsync(question, options, cancellationToken);
        var now = time.GetUtcNow();
        var kept = await db.Set<RunbookSuggestion>().SingleOrDefaultAsync(one => one.IncidentId == incidentId, cancellationToken);
        if (kept is null)
        {
            kept = new RunbookSuggestion { Id = Guid.CreateVersion7(now), IncidentId = incidentId, Model = adviser.ModelName!, AskedBy = by, At = now };
            db.Add(kept);
        }

        (kept.Model, kept.RunbookId, kept.Because, kept.Citations, kept.Problem, kept.AskedBy, kept.At) =
            (adviser.ModelName!, advice.Id, advice.Because, advice.Citations, advice.Problem, by, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static AdviceOption Option(RunbookCandidate candidate)
    {
        var text = new StringBuilder(candidate.Runbook.Title).Append('\n');
        foreach (var title in new[] { "Symptom", "Symptoms", "Root cause", "Solution" })
        {
            if (candidate.Runbook.Section(title)?.Trim() is { Length: > 0 } section)
            {
                text.Append(title).Append(": ").Append(TextCut.To(LongestSection, section, keepEnd: false)).Append('\n');
            }
        }

        return new AdviceOption(candidate.Runbook.Id, text.ToString());
    }
}
