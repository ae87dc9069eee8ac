using AiSre.Data;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Autonomy;

/// <summary>People let runbooks go further by themselves, or set them back. AiSre never promotes.</summary>
public class AutonomyCommand(
    IDbContextFactory<AiSreDbContext> contexts, RunbookStandings standings, RunbookCatalog catalog, IOptions<AutonomyOptions> options, TimeProvider time)
{
    /// <summary>What may be offered to a person for a runbook's latest version, with its numbers; a scope for each mode that its text asks for.</summary>
    /// <exception cref="ProblemException">There is no such runbook.</exception>
    public virtual async Task<IReadOnlyList<AutonomyOffer>> OffersAsync(string runbookId, CancellationToken cancellationToken)
    {
        var runbook = await FindAsync(runbookId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var offers = new List<AutonomyOffer>();
        foreach (var scope in runbook.Runbook.Modes.Scopes)
        {
            var name = scope.Where.Summary;
            var mode = await standings.OfAsync(db, runbook, scope.Mode, name, cancellationToken);
            var numbers = await standings.NumbersAsync(db, runbookId, runbook.Version, name, cancellationToken);
            offers.Add(new AutonomyOffer(runbook.Version, name, mode, numbers, Next(mode), WhyNot(mode, numbers)));
        }

        return offers;
    }

    /// <summary>Lets the latest version of a runbook go one step further in a scope: from set back to the shadow, from the shadow to automatic.</summary>
    /// <param name="runbookId">The runbook.</param>
    /// <param name="version">The version that the person looked at.</param>
    /// <param name="scope">Where.</param>
    /// <param name="to">How far, as the person was offered it.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is changed then.</param>
    /// <exception cref="ProblemException">There is no such runbook.</exception>
    public virtual async Task<(bool Done, string Sentence)> PromoteAsync(string runbookId, int version, string scope, RunbookMode to, string by, CancellationToken cancellationToken)
    {
        var offer = (await OffersAsync(runbookId, cancellationToken)).FirstOrDefault(one => one.Scope == scope);
        if (offer is null || offer.Version != version)
        {
            return (false, "The runbook changed after you opened this page, and a new version earns anew; look at it again.");
        }

        if (offer.Next != to)
        {
            return (false, $"Nothing was changed: {offer.Mode.Sentence}");
        }

        if (offer.WhyNot is { } why)
        {
            return (false, why);
        }

        await AddAsync(runbookId, version, scope, to, by, to == RunbookMode.Automatic ? offer.Numbers.Sentence : "It may earn again.", cancellationToken);
        return (true, to == RunbookMode.Automatic ? "From now on it merges by itself where the guardrails allow it." : "From now on it decides in the shadow again.");
    }

    /// <summary>Has people decide about its proposals again.</summary>
    /// <exception cref="ProblemException">There is no such runbook.</exception>
    public virtual async Task<(bool Done, string Sentence)> SetBackAsync(string runbookId, int version, string scope, string by, string because, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(because))
        {
            return (false, "Say why; the next one who looks at it wants to know.");
        }

        var runbook = await FindAsync(runbookId, cancellationToken);
        if (runbook.Version != version || !runbook.Runbook.Modes.Scopes.Any(one => one.Where.Summary == scope))
        {
            return (false, "The runbook changed after you opened this page; look at it again.");
        }

        await AddAsync(runbookId, version, scope, RunbookMode.Propose, by, because.Trim(), cancellationToken);
        return (true, "From now on people decide about its proposals.");
    }

    private async Task AddAsync(string runbookId, int version, string scope, RunbookMode mode, string by, string because, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        db.Set<AutonomyRecord>().Add(new AutonomyRecord
        {
            Id = Guid.CreateVersion7(now),
            RunbookId = runbookId,
            RunbookVersion = version,
            Scope = scope,
            Mode = mode,
            By = by,
            Because = because,
            At = now,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static RunbookMode? Next(EffectiveMode mode) =>
        mode.Asked <= RunbookMode.Propose || mode.Mode >= mode.Asked ? null : mode.Mode == RunbookMode.Shadow ? RunbookMode.Automatic : RunbookMode.Shadow;

    private string? WhyNot(EffectiveMode mode, AutonomyNumbers numbers) =>
        Next(mode) == RunbookMode.Automatic && numbers.Bound < options.Value.PromoteAt
            ? FormattableString.Invariant($"It has not earned it yet: {numbers.Sentence} Asked for are {options.Value.PromoteAt:P0}.")
            : null;

    private async Task<VersionedRunbook> FindAsync(string runbookId, CancellationToken cancellationToken) =>
        (await catalog.LatestAsync(cancellationToken)).FirstOrDefault(one => one.Runbook.Id == runbookId)
        ?? throw new ProblemException($"There is no runbook {runbookId} that can be read; save it anew.");
}

/// <summary>How far a runbook goes in a scope, and what a person may be offered.</summary>
/// <param name="Version">Its latest version.</param>
/// <param name="Scope">Where.</param>
/// <param name="Mode">How far it goes now.</param>
/// <param name="Numbers">What came of its proposals.</param>
/// <param name="Next">The next step; null when its text asks for no more.</param>
/// <param name="WhyNot">Why it is not offered yet; null when it is.</param>
public sealed record AutonomyOffer(int Version, string Scope, EffectiveMode Mode, AutonomyNumbers Numbers, RunbookMode? Next, string? WhyNot);
