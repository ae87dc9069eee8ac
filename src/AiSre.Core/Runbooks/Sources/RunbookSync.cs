using AiSre.Data;
using AiSre.GitHub;
using AiSre.Runbooks.Storage;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AiSre.Runbooks.Sources;

/// <summary>
/// One look at a source: reads the branch, decides, and writes. It may run on any replica and die anywhere; what it wrote stays, and the
/// next look does the rest. While the source cannot be read, the last good versions stay in force.
/// </summary>
internal sealed partial class RunbookSync(
    GitHubRepositories repositories, RunbookSources sources, RunbookStore store, SourceVersions versions, RunbookEditPush edits,
    IDbContextFactory<AiSreDbContext> contexts, IDistributedLockProvider locks, TimeProvider clock, ILogger<RunbookSync> logger)
{
    /// <summary>When the source is to be looked at next; null for now.</summary>
    public async Task<TimeSpan?> DueInAsync(ConfiguredSource source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<RunbookSource>().AsNoTracking().Where(one => one.Key == source.Key)
            .Select(one => new { one.Requests, one.Answered, one.StartedAt }).SingleOrDefaultAsync(cancellationToken);
        var left = row?.StartedAt is { } started && row.Requests == row.Answered ? started + source.Interval - clock.GetUtcNow() : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left < source.Interval ? left : source.Interval : null;
    }

    /// <summary>Looks at a source, unless another replica is at it.</summary>
    /// <returns>False when another replica is.</returns>
    /// <exception cref="Exception">The database is away; what is wrong with the repository is noted and not thrown.</exception>
    public async Task<bool> SyncAsync(ConfiguredSource source, CancellationToken cancellationToken)
    {
        await using var alone = await locks.TryAcquireLockAsync($"aisre:runbook-source:{source.Key}", TimeSpan.Zero, cancellationToken);
        if (alone is null)
        {
            return false;
        }

        var before = await BeginAsync(source, cancellationToken);
        SourceFinding finding;
        try
        {
            await edits.FollowAsync(source, cancellationToken);
            finding = await LookAsync(source, before, cancellationToken);
        }
        catch (ProblemException problem)
        {
            finding = new SourceFinding(null, null, null, null, problem.Message);
            if (before.Problem != problem.Message)
            {
                Log.NotRead(logger, source.Name, problem.Message);
            }
        }

        await EndAsync(source, before.Attempt, finding, cancellationToken);
        return true;
    }

    private async Task<RunbookSource> BeginAsync(ConfiguredSource source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"insert into runbook_sources (key, name, requests, answered, attempt, files, in_force, skipped) values ({source.Key}, {source.Name}, 0, 0, 0, '[]', 0, 0) on conflict (key) do nothing",
            cancellationToken);
        var row = await db.Set<RunbookSource>().SingleAsync(one => one.Key == source.Key, cancellationToken);
        row.Name = source.Name;
        row.Attempt++;
        (row.StartedAt, row.EndedAt) = (clock.GetUtcNow(), null);
        var isAsked = row.Answered != row.Requests;
        row.Answered = row.Requests;
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(row).State = EntityState.Detached;

        // Somebody who asks has reason to: what is here may have changed, be it that the repository did not.
        row.Revision = isAsked ? null : row.Revision;
        return row;
    }

    private async Task<SourceFinding> LookAsync(ConfiguredSource source, RunbookSource before, CancellationToken cancellationToken)
    {
        var repository = repositories.For(source.Repository);
        var (branch, tree) = await repository.NewestTreeAsync(source.Branch, cancellationToken);
        var revisionUrl = repository.CommitUrl(tree.Sha).ToString();
        if (before is { Problem: null, Files.IsEmpty: true } && before.Revision == tree.Sha && before.Branch == branch)
        {
            return new SourceFinding(branch, tree.Sha, revisionUrl, null, null);
        }

        var known = await KnownAsync(cancellationToken);
        var confirmed = await ConfirmedAsync(cancellationToken);
        var files = await SourceFiles.ReadAsync(source, branch, tree, known, cancellationToken);
        var plan = RunbookReconciler.Plan(source.Key, files, known, (id, hash) => confirmed.Contains((id, hash)), key => sources.Find(key)?.Name);
        var look = new SourceLook(source, before.Attempt);
        var isWhole = true;
        foreach (var taken in plan.Taken)
        {
            var commit = taken.IsNewVersion ? await CommitAsync(repository, source, taken, tree.Sha, cancellationToken) : null;
            isWhole &= await versions.TakeAsync(look, taken, repository.FileUrl(taken.File.Path, branch).ToString(), commit, cancellationToken);
        }

        foreach (var retired in plan.Retired)
        {
            isWhole &= await versions.RetireAsync(look, retired, cancellationToken);
        }

        if (!isWhole)
        {
            await sources.RequestAsync(source.Key, cancellationToken);
        }

        return new SourceFinding(branch, tree.Sha, revisionUrl, plan with { Problems = [.. plan.Problems.Select(problem => problem with { Url = Url(repository, problem, tree.Sha) })] }, null);
    }

    private async Task<VersionCommit> CommitAsync(GitHubRepository repository, ConfiguredSource source, TakenFile taken, string head, CancellationToken cancellationToken)
    {
        var (path, text) = (taken.File.Path, taken.File.Text!);
        var commits = await repository.CommitsOfAsync(path, head, 1, cancellationToken);
        var commit = commits.Count > 0 ? commits[0] : (await repository.ChangesOfAsync(head, cancellationToken)).Commit;
        var origin = new RunbookOrigin(
            source.Key, path, taken.File.BlobSha, commit.Sha, repository.CommitUrl(commit.Sha).ToString(), repository.FileUrl(path, commit.Sha).ToString());

        // A commit that was made here carries AiSre's name; who wanted it is known better here, whichever way it was merged.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var edit = await db.Set<RunbookEdit>().AsNoTracking()
            .Where(one => one.Source == source.Key && one.RunbookId == taken.RunbookId && one.Path == path && one.Text == text && one.HeadSha != null && one.State != RunbookEditState.Closed)
            .OrderByDescending(one => one.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        return edit is not null
            ? new VersionCommit(edit.By, edit.Reason, origin)
            : new VersionCommit(VisibleText.Of(commit.Login ?? commit.Author, 100), Subject(commit.Message), origin);
    }

    private async Task<List<KnownRunbook>> KnownAsync(CancellationToken cancellationToken)
    {
        var latest = await store.ListAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var owners = await db.Set<RunbookOwner>().AsNoTracking().ToDictionaryAsync(owner => owner.RunbookId, cancellationToken);
        return
        [
            .. latest.Select(version => owners.GetValueOrDefault(version.RunbookId) is { } owner
                ? new KnownRunbook(version.RunbookId, owner.Source, owner.Path, owner.BlobSha, version.Text, owner.RetiredAt is not null)
                : new KnownRunbook(version.RunbookId, null, null, null, version.Text, IsRetired: false)),
        ];
    }

    private async Task<HashSet<(string, string)>> ConfirmedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Set<EverywhereConfirmation>().Select(one => new { one.RunbookId, one.TextHash }).ToListAsync(cancellationToken)).Select(one => (one.RunbookId, one.TextHash))];
    }

    private async Task EndAsync(ConfiguredSource source, int attempt, SourceFinding finding, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<RunbookSource>().SingleAsync(one => one.Key == source.Key, cancellationToken);
        if (row.Attempt != attempt)
        {
            return;
        }

        var now = clock.GetUtcNow();
        row.EndedAt = now;
        row.Problem = finding.Problem;
        row.FailingSince = finding.Problem is null ? null : row.FailingSince ?? now;
        if (finding.Problem is null)
        {
            (row.Branch, row.Revision, row.RevisionUrl, row.SyncedAt) = (finding.Branch, finding.Revision, finding.RevisionUrl, now);
        }

        if (finding.Plan is { } plan)
        {
            (row.Files, row.InForce, row.Skipped) = (plan.Problems, plan.InForce, plan.Skipped);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Subject(string message) =>
        VisibleText.Of(message.Split('\n')[0].Trim(), 500) is { Length: > 0 } subject ? subject : "The commit says no reason.";

    private static string Url(GitHubRepository repository, FileProblem problem, string sha) =>
        problem.Line is { } line ? repository.LineUrl(problem.Path, sha, line).ToString() : repository.FileUrl(problem.Path, sha).ToString();

    private sealed record SourceFinding(string? Branch, string? Revision, string? RevisionUrl, SyncPlan? Plan, string? Problem);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The runbooks of {Source} could not be synced: {Problem} The last good versions stay in force.")]
        public static partial void NotRead(ILogger logger, string source, string problem);
    }
}
