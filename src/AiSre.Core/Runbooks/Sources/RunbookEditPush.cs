using AiSre.Data;
using AiSre.GitHub;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Sources;

/// <summary>Turns an edit that is written down into a commit on its branch and a pull request, and follows that until people merged or closed it.</summary>
/// <remarks>All of it follows from the row alone and is found again by its name, so this may die anywhere, and run twice at once. It never merges.</remarks>
internal sealed class RunbookEditPush(GitHubRepositories repositories, RunbookSources sources, IDbContextFactory<AiSreDbContext> contexts, TimeProvider clock)
{
    /// <summary>Pushes what the row says and opens the pull request, or finds both.</summary>
    /// <param name="id">The edit.</param>
    /// <param name="cancellationToken">Gives up; the next look at the source goes on.</param>
    /// <returns>The edit; what kept it from being opened is its problem.</returns>
    public async Task<RunbookEdit> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var edit = await db.Set<RunbookEdit>().SingleAsync(one => one.Id == id, cancellationToken);
        if (edit.State != RunbookEditState.Opening)
        {
            return edit;
        }

        try
        {
            var repository = repositories.For(edit.RepositoryUrl);
            edit.HeadSha = await repository.CommitAsync(
                edit.BaseSha, RunbookEditText.Commit(edit), new Dictionary<string, string> { [edit.Path] = edit.Text }, edit.CreatedAt, cancellationToken);

            // Nothing points to the commit yet. Written down first, it is known as AiSre's own whatever happens next.
            await db.SaveChangesAsync(cancellationToken);
            var isNew = await repository.EnsureBranchAsync(edit.Branch, edit.HeadSha, cancellationToken: cancellationToken);
            var pullRequest = await repository.OpenPullRequestAsync(
                edit.Branch, edit.BaseBranch, edit.Title, RunbookEditText.Body(edit), labels: [], isNew, cancellationToken: cancellationToken);
            (edit.PullRequestNumber, edit.PullRequestUrl, edit.State, edit.Problem) = (pullRequest.Number, pullRequest.Url.ToString(), RunbookEditState.Open, null);
        }
        catch (ProblemException problem)
        {
            edit.Problem = problem.Message;
        }

        await db.SaveChangesAsync(cancellationToken);
        if (edit is { State: RunbookEditState.Open, Supersedes: not null })
        {
            await LookAsync(id, cancellationToken);
        }

        return edit;
    }

    /// <summary>Looks after a source's edits: opens what is not open yet, and notes what was merged or closed.</summary>
    /// <exception cref="Exception">The database is away; what is wrong with a pull request is noted with its edit.</exception>
    public async Task FollowAsync(ConfiguredSource source, CancellationToken cancellationToken)
    {
        List<Guid> open;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            open = await db.Set<RunbookEdit>()
                .Where(edit => edit.Source == source.Key && (edit.State == RunbookEditState.Opening || edit.State == RunbookEditState.Open))
                .OrderBy(edit => edit.CreatedAt).Select(edit => edit.Id).ToListAsync(cancellationToken);
        }

        foreach (var id in open)
        {
            if ((await OpenAsync(id, cancellationToken)).State == RunbookEditState.Open)
            {
                await LookAsync(id, cancellationToken);
            }
        }
    }

    /// <summary>Gives up an edit whose pull request could not be opened.</summary>
    /// <exception cref="ProblemException">It is open by now: then it is closed where it is, or GitHub does not answer.</exception>
    public async Task GiveUpAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var edit = await db.Set<RunbookEdit>().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (edit is null or { IsOpen: false })
        {
            return;
        }

        if (edit.State == RunbookEditState.Open)
        {
            throw new ProblemException($"The pull request #{edit.PullRequestNumber} is open by now; close it where it is.");
        }

        (edit.State, edit.EndedAt, edit.Problem) = (RunbookEditState.Closed, clock.GetUtcNow(), null);
        await db.SaveChangesAsync(cancellationToken);
        if (edit.HeadSha is { } head)
        {
            await TidyAsync(edit, head, cancellationToken);
        }
    }

    private async Task LookAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var edit = await db.Set<RunbookEdit>().SingleAsync(one => one.Id == id, cancellationToken);
        try
        {
            var pullRequest = await repositories.For(edit.RepositoryUrl).GetPullRequestAsync(edit.PullRequestNumber!.Value, cancellationToken);
            edit.Problem = null;
            await CloseSupersededAsync(edit, cancellationToken);
            if (pullRequest.State != PullRequestStatus.Open)
            {
                edit.State = pullRequest.State == PullRequestStatus.Merged ? RunbookEditState.Merged : RunbookEditState.Closed;
                edit.EndedAt = clock.GetUtcNow();
            }
        }
        catch (ProblemException problem)
        {
            edit.Problem = problem.Message;
        }

        await db.SaveChangesAsync(cancellationToken);
        if (edit.State == RunbookEditState.Closed && await db.Set<RunbookEdit>().AnyAsync(other => other.Supersedes == id, cancellationToken))
        {
            await TidyAsync(edit, edit.HeadSha!, cancellationToken); // Closed from here, by a look that did not come to its end.
        }

        if (edit.State == RunbookEditState.Merged)
        {
            await TidyAsync(edit, edit.HeadSha!, cancellationToken);
            await sources.RequestAsync(edit.Source, cancellationToken);
        }
    }

    /// <exception cref="ProblemException">GitHub does not close it; the next look tries again.</exception>
    private async Task CloseSupersededAsync(RunbookEdit edit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (edit.Supersedes is not { } id || await db.Set<RunbookEdit>().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { IsOpen: true } old)
        {
            return;
        }

        if (old.PullRequestNumber is { } number
            && (await repositories.For(old.RepositoryUrl).CloseAsync(number, $"Taken further in #{edit.PullRequestNumber}.", cancellationToken)).State == PullRequestStatus.Merged)
        {
            return; // People merged it first, which its own look notes.
        }

        (old.State, old.EndedAt, old.Problem) = (RunbookEditState.Closed, clock.GetUtcNow(), null);
        await db.SaveChangesAsync(cancellationToken);
        if (old.HeadSha is { } head)
        {
            await TidyAsync(old, head, cancellationToken);
        }
    }

    // A branch that stays is untidy and nothing else.
    private async Task TidyAsync(RunbookEdit edit, string head, CancellationToken cancellationToken)
    {
        try
        {
            await repositories.For(edit.RepositoryUrl).DeleteBranchIfUntouchedAsync(edit.Branch, head, cancellationToken);
        }
        catch (ProblemException)
        {
        }
    }
}
