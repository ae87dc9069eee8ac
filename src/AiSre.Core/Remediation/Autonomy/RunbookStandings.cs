using AiSre.Data;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Autonomy;

/// <summary>How far runbooks go by themselves, and what speaks for them.</summary>
public sealed class RunbookStandings(RunbookStore runbooks, RunbookTestCache tests, IOptions<AutonomyOptions> options, TimeProvider time)
{
    /// <summary>How far the runbook of a match goes.</summary>
    public async Task<EffectiveMode> OfAsync(AiSreDbContext db, RunbookMatch match, CancellationToken cancellationToken)
    {
        var version = await runbooks.GetAsync(match.RunbookId, match.RunbookVersion, cancellationToken);
        return (version is null ? null : RunbookParser.Parse(version.Text).Runbook) is { } runbook
            ? await OfAsync(db, new VersionedRunbook(runbook, match.RunbookVersion), match.Mode, match.Scope, cancellationToken)
            : new EffectiveMode(RunbookMode.Propose, match.Mode, $"A person decides, since version {match.RunbookVersion} of {match.RunbookId} cannot be read any more.");
    }

    /// <summary>How far a version of a runbook goes in a scope.</summary>
    public async Task<EffectiveMode> OfAsync(AiSreDbContext db, VersionedRunbook runbook, RunbookMode asked, string scope, CancellationToken cancellationToken)
    {
        if (asked > RunbookMode.Propose && await db.Set<RunbookOwner>().AnyAsync(owner => owner.RunbookId == runbook.Runbook.Id && owner.RetiredAt != null, cancellationToken))
        {
            return new EffectiveMode(RunbookMode.Propose, asked, "A person decides, since it is retired: its file is gone from the repository.");
        }

        var newest = await NewestAsync(db, runbook.Runbook.Id, runbook.Version, scope, cancellationToken);
        return EffectiveMode.Of(runbook.Runbook, asked, asked > RunbookMode.Propose ? await tests.FailureAsync(runbook) : null, newest);
    }

    /// <summary>What came of its proposals.</summary>
    public async Task<AutonomyNumbers> NumbersAsync(AiSreDbContext db, string runbookId, int version, string scope, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - options.Value.Within;
        var verdicts = await db.Set<PolicyVerdict>().AsNoTracking()
            .Where(verdict => verdict.RunbookId == runbookId && verdict.RunbookVersion == version && verdict.Scope == scope && verdict.At >= since)
            .ToListAsync(cancellationToken);
        var would = verdicts.GroupBy(verdict => verdict.ProposalId).Select(group => group.MaxBy(verdict => verdict.At)!).Where(verdict => verdict.WouldMerge).Select(verdict => verdict.ProposalId).ToList();
        var proposals = await db.Set<Proposal>().AsNoTracking()
            .Where(proposal => would.Contains(proposal.Id))
            .Select(proposal => new
            {
                IsVerified = proposal.VerifiedAt != null,
                HasFailed = proposal.Failure != null,
                IsRejected = db.Set<Decision>().Any(decision => decision.ProposalId == proposal.Id && decision.Verdict == Verdict.Reject && decision.VoidedBecause == null),
            })
            .ToListAsync(cancellationToken);
        return new AutonomyNumbers(
            proposals.Count(one => one is { IsVerified: true, HasFailed: false }),
            proposals.Count(one => one.HasFailed),
            proposals.Count(one => one is { IsRejected: true, HasFailed: false, IsVerified: false }),
            proposals.Count(one => one is { IsRejected: false, HasFailed: false, IsVerified: false }));
    }

    /// <summary>The newest record of a version in a scope; null when there is none.</summary>
    internal static Task<AutonomyRecord?> NewestAsync(AiSreDbContext db, string runbookId, int version, string scope, CancellationToken cancellationToken) =>
        db.Set<AutonomyRecord>().AsNoTracking()
            .Where(record => record.RunbookId == runbookId && record.RunbookVersion == version && record.Scope == scope)
            .OrderByDescending(record => record.At).ThenByDescending(record => record.Id)
            .FirstOrDefaultAsync(cancellationToken);
}
