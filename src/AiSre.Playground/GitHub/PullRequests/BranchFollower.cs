using AiSre.Playground.Git;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>Does to pull requests what GitHub does when a branch moves, however it was moved.</summary>
internal sealed class BranchFollower : IDisposable
{
    private readonly GitRepositories git;
    private readonly GitHubStore store;
    private readonly WebhookEvents events;
    private readonly TimeProvider clock;

    public BranchFollower(GitRepositories git, GitHubStore store, WebhookEvents events, TimeProvider clock)
    {
        this.git = git;
        this.store = store;
        this.events = events;
        this.clock = clock;
        git.BranchUpdated += Follow;
    }

    public void Dispose() => git.BranchUpdated -= Follow;

    private void Follow(BranchUpdate update)
    {
        lock (git.LockOf(update.Owner, update.Name))
        {
            if (store.Find(update.Owner, update.Name) is not { } state)
            {
                return;
            }

            using var repository = new Repository(state.GitPath);
            state.PushedAt = clock.GetUtcNow();
            events.Push(state, repository, update);
            foreach (var pullRequest in state.PullRequests.Where(pullRequest => pullRequest.IsOpen))
            {
                if (pullRequest.HeadRef == update.Branch)
                {
                    HeadMoved(state, repository, pullRequest, update);
                }

                if (pullRequest.BaseRef == update.Branch)
                {
                    BaseMoved(state, repository, pullRequest, update);
                }
            }

            store.Save(state);
        }
    }

    private void HeadMoved(RepositoryState state, Repository repository, PullRequestState pullRequest, BranchUpdate update)
    {
        pullRequest.UpdatedAt = clock.GetUtcNow();
        pullRequest.Trial = null;
        if (update.Sha is null)
        {
            pullRequest.IsOpen = false;
            pullRequest.ClosedAt = clock.GetUtcNow();
            pullRequest.ClosedBy = update.Actor;
            events.PullRequest(state, repository, pullRequest, "closed", update.Actor);
            return;
        }

        pullRequest.HeadSha = update.Sha;
        pullRequest.BaseSha = GitReferences.Find(repository, pullRequest.BaseRef)?.Sha ?? pullRequest.BaseSha;
        repository.Refs.Add($"refs/pull/{pullRequest.Number}/head", new ObjectId(update.Sha), allowOverwrite: true);
        events.PullRequest(state, repository, pullRequest, "synchronize", update.Actor, update);
    }

    private void BaseMoved(RepositoryState state, Repository repository, PullRequestState pullRequest, BranchUpdate update)
    {
        pullRequest.Trial = null;
        // GitHub calls a pull request merged when somebody pushed its commits to the base branch.
        if (update.Sha is not null
            && PullRequestDifference.CommitsBetween(
                repository, repository.Lookup<Commit>(update.Sha), repository.Lookup<Commit>(pullRequest.HeadSha)).Count == 0)
        {
            pullRequest.Merge(update.Sha, update.Actor, clock.GetUtcNow());
            events.PullRequest(state, repository, pullRequest, "closed", update.Actor);
        }
    }
}
