using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Guardrails;

/// <summary>Reads what the pages about guardrails show.</summary>
public class GuardrailQuery(IDbContextFactory<AiSreDbContext> contexts, GuardrailStore store, GuardrailPause pause, GuardrailEvaluator evaluator)
{
    /// <summary>How many versions are listed.</summary>
    public const int MostVersions = 50;

    /// <summary>What is in force, who keeps it, and the versions.</summary>
    public virtual async Task<GuardrailsView> ReadAsync(CancellationToken cancellationToken)
    {
        var inForce = await store.InForceAsync(cancellationToken);
        var versions = await store.VersionsAsync(cancellationToken);
        return new GuardrailsView(
            inForce.Version,
            inForce.Problem,
            store.Owner,
            versions.MaxBy(version => version.Number)?.Text ?? "",
            versions.Length == 0 ? 0 : versions.Max(version => version.Number),
            [.. versions.OrderByDescending(version => version.Number).Take(MostVersions).Select(version => new GuardrailVersionRow(version.Number, version.SavedBy, version.SavedAt, version.Reason))],
            await pause.StateAsync(cancellationToken));
    }

    /// <summary>The last evaluation of a proposal; null where there was none.</summary>
    public virtual async Task<GuardrailEvaluation?> LastAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<GuardrailEvaluation>().AsNoTracking().Where(one => one.ProposalId == proposalId)
            .OrderByDescending(one => one.At).ThenByDescending(one => one.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Asks every gate about a proposal now.</summary>
    /// <exception cref="ProblemException">There is no such proposal.</exception>
    public virtual Task<GuardrailEvaluation> EvaluateAsync(Guid proposalId, CancellationToken cancellationToken) => evaluator.EvaluateAsync(proposalId, cancellationToken);
}

/// <summary>The guardrails as a page shows them.</summary>
/// <param name="InForce">The version in force; null where there are none.</param>
/// <param name="Problem">What keeps a newer text from taking effect; null when nothing does.</param>
/// <param name="Owner">Where they are kept; null for the database.</param>
/// <param name="Text">The latest version's text; empty where there is none.</param>
/// <param name="Latest">Its number; 0 where there is none.</param>
/// <param name="Versions">The latest first.</param>
/// <param name="Pause">Whether merges are paused.</param>
public sealed record GuardrailsView(int? InForce, string? Problem, string? Owner, string Text, int Latest, ImmutableArray<GuardrailVersionRow> Versions, PauseState Pause);

/// <summary>One version.</summary>
public sealed record GuardrailVersionRow(int Number, string SavedBy, DateTimeOffset SavedAt, string Reason);
