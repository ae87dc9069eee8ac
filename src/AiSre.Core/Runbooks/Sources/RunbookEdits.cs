using AiSre.Data;
using AiSre.GitHub;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Runbooks.Sources;

/// <summary>Edits of repositories' runbooks: each becomes a pull request there.</summary>
public class RunbookEdits
{
    private readonly GitHubRepositories _repositories;
    private readonly RunbookSources _sources;
    private readonly RunbookSync _sync;
    private readonly RunbookEditPush _push;
    private readonly IDbContextFactory<AiSreDbContext> _contexts;
    private readonly TimeProvider _clock;

    internal RunbookEdits(
        GitHubRepositories repositories, RunbookSources sources, RunbookSync sync, RunbookEditPush push, IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock) =>
        (_repositories, _sources, _sync, _push, _contexts, _clock) = (repositories, sources, sync, push, contexts, clock);

    /// <summary>
    /// Opens a pull request with exactly this text, or says why not: it is not valid, its id is another one, or the file is another one by now.
    /// The same wish again finds the same pull request.
    /// </summary>
    public virtual async Task<SaveRunbookResult> ProposeAsync(ProposeRunbook request, CancellationToken cancellationToken)
    {
        if (RunbookStore.WhyNot(new SaveRunbook(request.Text, 0, request.RunbookId, request.By, request.Reason) { MeansEverywhere = request.MeansEverywhere }) is { } refusal)
        {
            return refusal;
        }

        if (_sources.Find(request.Source) is not { } source)
        {
            return SaveRunbookResult.Refused("The runbook was not saved because its repository is not in the settings any more; take the runbook over on its page, or add the repository again.");
        }

        var id = RunbookParser.Parse(request.Text).Runbook!.Id;
        try
        {
            var (path, whyNot) = await PathAsync(source, request, id, cancellationToken);
            if (whyNot is not null)
            {
                return SaveRunbookResult.Refused(whyNot);
            }

            var (branch, tree) = await _repositories.For(source.Repository).NewestTreeAsync(source.Branch, cancellationToken);
            var file = tree.Files.FirstOrDefault(one => one.Path == path);
            if (file?.Sha != (request.Base is { } began ? GitBlob.ShaOf(began) : null))
            {
                // What is there now is taken over, so that it can be compared with.
                await _sync.SyncAsync(source, cancellationToken);
                return SaveRunbookResult.Refused(Moved(source, branch, path!, request, file is null));
            }

            var before = file is null ? null : await tree.ReadAsync(file.Path, cancellationToken);
            if (before == request.Text)
            {
                return SaveRunbookResult.Refused($"No pull request was opened because {path} of {source.Address.FullName} has this very text already.");
            }

            var edit = await KeepAsync(source, request, new EditBase(id, path!, branch, tree.Sha, before), cancellationToken);
            edit = await _push.OpenAsync(edit.Id, cancellationToken);
            return SaveRunbookResult.Proposed(new RunbookPullRequest(id, request.RunbookId is null, edit.PullRequestNumber, edit.PullRequestUrl, edit.Problem));
        }
        catch (ProblemException problem)
        {
            return SaveRunbookResult.Refused($"No pull request was opened: {problem.Message} Your text stays here.");
        }
    }

    /// <summary>What a file of a source says now; null where it is not there.</summary>
    /// <exception cref="ProblemException">GitHub does not answer, or it is no text.</exception>
    public virtual async Task<string?> ReadAsync(string source, string path, CancellationToken cancellationToken)
    {
        if (_sources.Find(source) is not { } configured || !configured.Has(path))
        {
            return null;
        }

        var (_, tree) = await _repositories.For(configured.Repository).NewestTreeAsync(configured.Branch, cancellationToken);
        return tree.Files.Any(one => one.Path == path) ? await tree.ReadAsync(path, cancellationToken) : null;
    }

    /// <summary>The text of an edit that waits still, to take it further; null for another.</summary>
    public virtual async Task<string?> TextAsync(Guid id, string runbookId, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<RunbookEdit>().AsNoTracking().SingleOrDefaultAsync(edit => edit.Id == id, cancellationToken) is { IsOpen: true } edit && edit.RunbookId == runbookId ? edit.Text : null;
    }

    /// <summary>Gives up an edit whose pull request could not be opened.</summary>
    /// <exception cref="ProblemException">It is open by now.</exception>
    public virtual Task GiveUpAsync(Guid id, CancellationToken cancellationToken) => _push.GiveUpAsync(id, cancellationToken);

    private async Task<(string? Path, string? WhyNot)> PathAsync(ConfiguredSource source, ProposeRunbook request, string id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var owner = await db.Set<RunbookOwner>().AsNoTracking().SingleOrDefaultAsync(one => one.RunbookId == id, cancellationToken);
        if (request.RunbookId is not null)
        {
            return owner?.Source == source.Key
                ? (owner.Path, null)
                : (null, $"The runbook was not saved because {id} does not belong to {source.Name} any more; read its page again.");
        }

        return owner is not null || await db.Set<RunbookVersion>().AnyAsync(version => version.RunbookId == id, cancellationToken)
            ? (null, $"The runbook was not saved because {id} exists already; choose another id, or edit that one.")
            : (source.PathFor(id), null);
    }

    private async Task<RunbookEdit> KeepAsync(ConfiguredSource source, ProposeRunbook request, EditBase on, CancellationToken cancellationToken)
    {
        var wish = FoundFile.HashOf($"{source.Key}\n{on.Path}\n{(on.Before is null ? null : GitBlob.ShaOf(on.Before))}\n{request.Text}");
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (request.MeansEverywhere)
        {
            await RunbookOwnership.ConfirmAsync(db, on.RunbookId, FoundFile.HashOf(request.Text), request.By, _clock.GetUtcNow(), cancellationToken);
        }

        var supersedes = await db.Set<RunbookEdit>().AnyAsync(edit => edit.Id == request.Supersedes && edit.RunbookId == on.RunbookId && edit.Source == source.Key, cancellationToken)
            ? request.Supersedes
            : null;
        for (var time = 1; ; time++)
        {
            var branch = RunbookEdit.BranchFor(on.RunbookId, wish, time);
            var known = await db.Set<RunbookEdit>().AsNoTracking().SingleOrDefaultAsync(edit => edit.Source == source.Key && edit.Branch == branch, cancellationToken);
            if (known is { IsOpen: true })
            {
                return known;
            }

            if (known is not null)
            {
                continue;
            }

            var edit = new RunbookEdit
            {
                Id = Guid.CreateVersion7(),
                RunbookId = on.RunbookId,
                Source = source.Key,
                RepositoryUrl = source.Repository,
                BaseBranch = on.Branch,
                BaseSha = on.Sha,
                Path = on.Path,
                Before = on.Before,
                Text = request.Text,
                By = request.By,
                Reason = request.Reason.Trim(),
                CreatedAt = _clock.GetUtcNow(),
                Branch = branch,
                Supersedes = supersedes,
            };
            db.Add(edit);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return edit;
            }
            catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // The other click of a double click was faster: its row is this one's.
                db.Entry(edit).State = EntityState.Detached;
                time--;
            }
        }
    }

    private static string Moved(ConfiguredSource source, string branch, string path, ProposeRunbook request, bool isGone) => (request.Base, isGone) switch
    {
        (null, _) => $"No pull request was opened because {source.Address.FullName} has a file {path} on {branch} already; choose another id, or edit that file's runbook.",
        (_, true) => $"No pull request was opened because {path} is gone from {branch} of {source.Address.FullName}; read the runbook's page again: saving then puts the file back.",
        _ => $"No pull request was opened because {path} of {source.Address.FullName} was changed on {branch} while you edited; your text stays here, compare it with the file as it is now.",
    };

    private sealed record EditBase(string RunbookId, string Path, string Branch, string Sha, string? Before);
}
