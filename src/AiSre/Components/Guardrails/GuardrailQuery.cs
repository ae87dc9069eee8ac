using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Guardrails;

/// <summary>Reads what the pages about guardrails show.</summary>
public class GuardrailQuery(IDbContextFactory<AiSreDbContext> contexts, GuardrailStore store, GuardrailPause pause, Breakers breakers, GuardrailEvaluator evaluator, TimeProvider time)
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
            await pause.StateAsync(cancellationToken))
        {
            Automation = await AutomationAsync(cancellationToken),
            Pauses = [.. (await pause.HistoryAsync(cancellationToken)).Take(MostVersions).Select(entry => new PauseRow(entry.IsPaused, entry.By, entry.Reason, entry.At))],
            Breakers = await breakers.StandingsAsync(cancellationToken),
        };
    }

    /// <summary>A version and the one before it, to compare; null where there is no such version.</summary>
    public virtual async Task<GuardrailComparison?> CompareAsync(int number, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(cancellationToken);
        return versions.FirstOrDefault(version => version.Number == number) is { } one
            ? new GuardrailComparison(number, versions.FirstOrDefault(version => version.Number == number - 1)?.Text ?? "", one.Text)
            : null;
    }

    /// <summary>What was merged without a person and with one, of late, and how long it waited for that.</summary>
    private async Task<AutomationNumbers> AutomationAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - AutomationNumbers.Span;
        var merged = await db.Set<Decision>().AsNoTracking()
            .Where(decision => decision.Verdict == Verdict.Approve && decision.VoidedBecause == null && decision.At >= since)
            .Join(
                db.Set<Proposal>().Where(proposal => proposal.MergedAt != null && proposal.RevertOf == null), decision => decision.ProposalId, proposal => proposal.Id,
                (decision, proposal) => new { decision.Channel, Waited = decision.At - proposal.CreatedAt, IsVerified = proposal.VerifiedAt != null, HasFailed = proposal.Failure != null })
            .ToListAsync(cancellationToken);
        var (without, with) = (merged.FindAll(one => one.Channel == DecisionChannel.Policy), merged.FindAll(one => one.Channel != DecisionChannel.Policy));
        return new AutomationNumbers(
            without.Count, without.Count(one => one.IsVerified), without.Count(one => one.HasFailed),
            AutomationNumbers.Median([.. without.Select(one => one.Waited)]), AutomationNumbers.Median([.. with.Select(one => one.Waited)]), with.Count);
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
public sealed record GuardrailsView(int? InForce, string? Problem, string? Owner, string Text, int Latest, ImmutableArray<GuardrailVersionRow> Versions, PauseState Pause)
{
    /// <summary>What was merged without a person of late.</summary>
    public AutomationNumbers Automation { get; init; } = AutomationNumbers.None;

    /// <summary>Who paused and resumed, the last first.</summary>
    public ImmutableArray<PauseRow> Pauses { get; init; } = [];

    /// <summary>The breakers that are not closed.</summary>
    public ImmutableArray<BreakerStanding> Breakers { get; init; } = [];
}

/// <summary>Somebody paused all merges, or let them go on.</summary>
public sealed record PauseRow(bool IsPaused, string By, string Reason, DateTimeOffset At);

/// <summary>What a version changed.</summary>
/// <param name="Number">The version.</param>
/// <param name="Before">The text of the version before it; empty for the first.</param>
/// <param name="Text">Its own.</param>
public sealed record GuardrailComparison(int Number, string Before, string Text);

/// <summary>What was merged without a person and with one, within <see cref="Span"/>.</summary>
/// <param name="Merged">Merged without a person.</param>
/// <param name="Verified">Of these, proven on the cluster.</param>
/// <param name="Failed">Of these, not proven, and put back.</param>
/// <param name="Waited">How long half of these waited for their decision at most; null without any.</param>
/// <param name="WaitedForPeople">The same of what people approved.</param>
/// <param name="ByPeople">How many approvals by people were merged.</param>
public sealed record AutomationNumbers(int Merged, int Verified, int Failed, TimeSpan? Waited, TimeSpan? WaitedForPeople, int ByPeople)
{
    /// <summary>How far back is looked.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(90);

    public static AutomationNumbers None { get; } = new(0, 0, 0, null, null, 0);

    /// <summary>What the waiting for people would have come to, had these waited like the others; null where either is unknown.</summary>
    public TimeSpan? Saved => (Waited, WaitedForPeople) is ({ } own, { } people) && people > own ? (people - own) * Merged : null;

    /// <summary>The middle of some times; null of none.</summary>
    public static TimeSpan? Median(IReadOnlyList<TimeSpan> times) => times.Count == 0 ? null : times.Order().ElementAt((times.Count - 1) / 2);
}

/// <summary>One version.</summary>
public sealed record GuardrailVersionRow(int Number, string SavedBy, DateTimeOffset SavedAt, string Reason);
