using System.Collections.Immutable;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>The switch by which people pause all merges at once, and let them go on.</summary>
public sealed class GuardrailPause(IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    /// <summary>How the switch stands.</summary>
    public async Task<PauseState> StateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await StateAsync(db, cancellationToken);
    }

    /// <summary>Pauses; what is reserved but not merged yet is held against it at the merge.</summary>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <exception cref="ProblemException">No reason is given.</exception>
    public Task PauseAsync(string by, string reason, CancellationToken cancellationToken) => SetAsync(true, by, reason, cancellationToken);

    /// <summary>Lets merges go on.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public Task ResumeAsync(string by, string reason, CancellationToken cancellationToken) => SetAsync(false, by, reason, cancellationToken);

    /// <summary>Who paused and resumed, the last first.</summary>
    public async Task<ImmutableArray<GuardrailPauseEntry>> HistoryAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. await db.Set<GuardrailPauseEntry>().AsNoTracking().OrderByDescending(entry => entry.Id).ToListAsync(cancellationToken)];
    }

    internal static async Task<PauseState> StateAsync(AiSreDbContext db, CancellationToken cancellationToken) =>
        await db.Set<GuardrailPauseEntry>().AsNoTracking().OrderByDescending(entry => entry.Id).FirstOrDefaultAsync(cancellationToken) is { } last
            ? new PauseState(last.IsPaused, last.By, last.Reason)
            : PauseState.Never;

    private async Task SetAsync(bool isPaused, string by, string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ProblemException($"Say why merges are {(isPaused ? "paused" : "to go on")}; the reason is shown beside every change.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new GuardrailPauseEntry { IsPaused = isPaused, By = by, Reason = reason.Trim(), At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
    }
}
