using System.Threading.Channels;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>Merges what is put into a branch's merge queue, one after the other and a while later, or takes it out again.</summary>
internal sealed class MergeQueue(GitRepositories git, GitHubStore store, PullRequestActions actions, GitHubOptions options, TimeProvider clock) : BackgroundService
{
    private readonly Channel<(RepositoryState State, PullRequestState PullRequest, string Actor)> queue = Channel.CreateUnbounded<(RepositoryState, PullRequestState, string)>();

    /// <summary>Puts a pull request in. The caller holds the repository's lock.</summary>
    /// <exception cref="GitHubError">Its branch has no queue, its head is another one, or something else is missing.</exception>
    public void Enqueue(RepositoryState state, PullRequestState pullRequest, string? expectedHead, string actor)
    {
        if (!BranchDemands.Of(state, pullRequest.BaseRef).Queue)
        {
            throw new GitHubError(422, "The merge queue is not enabled for this branch");
        }

        if (!pullRequest.IsOpen || pullRequest.IsDraft || (expectedHead is not null && expectedHead != pullRequest.HeadSha))
        {
            throw new GitHubError(422, "The pull request is not open at the expected head");
        }

        if (MergeRules.Blocker(state, pullRequest) is { } blocker)
        {
            throw new GitHubError(422, blocker);
        }

        if (!pullRequest.IsQueued)
        {
            pullRequest.IsQueued = true;
            queue.Writer.TryWrite((state, pullRequest, actor));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (state, pullRequest, actor) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(options.MergeQueueDelay, clock, stoppingToken);
            IReadOnlyList<BranchUpdate> updates = [];
            lock (git.LockOf(state.Owner, state.Name))
            {
                pullRequest.IsQueued = false;
                if (pullRequest.IsOpen && !options.MergeQueueFails)
                {
                    using var repository = new Repository(state.GitPath);
                    try
                    {
                        updates = actions.MergeFromQueue(state, repository, pullRequest, new MergeRequest("squash", null, null, actor, clock.GetUtcNow()));
                    }
                    catch (GitHubError)
                    {
                        // As GitHub does: what does not merge any more leaves the queue and stays open.
                        updates = [];
                    }

                    store.Save(state);
                }
            }

            actions.Announce(updates);
        }
    }
}
