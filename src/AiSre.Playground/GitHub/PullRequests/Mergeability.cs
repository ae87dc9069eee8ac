using System.Threading.Channels;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>Finds out in the background whether pull requests merge, as GitHub does: whoever asks first is told null.</summary>
internal sealed class Mergeability(GitRepositories git, GitHubOptions options, TimeProvider clock) : BackgroundService
{
    private static readonly GitPerson TestMerge = new("GitHub", "noreply@github.com");

    private readonly Channel<(RepositoryState State, PullRequestState PullRequest, DateTimeOffset DueAt)> queue =
        Channel.CreateUnbounded<(RepositoryState, PullRequestState, DateTimeOffset)>();

    /// <summary>Has it found out soon, unless it is known.</summary>
    public void Ask(RepositoryState state, PullRequestState pullRequest)
    {
        if (pullRequest is { IsOpen: true, Trial: null })
        {
            queue.Writer.TryWrite((state, pullRequest, clock.GetUtcNow() + options.MergeabilityDelay));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (state, pullRequest, dueAt) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            var wait = dueAt - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, stoppingToken);
            }

            lock (git.LockOf(state.Owner, state.Name))
            {
                if (pullRequest is { IsOpen: true, Trial: null })
                {
                    using var repository = new Repository(state.GitPath);
                    pullRequest.Trial = Try(repository, pullRequest);
                }
            }
        }
    }

    private TrialMerge? Try(Repository repository, PullRequestState pullRequest)
    {
        if (GitReferences.Find(repository, pullRequest.BaseRef) is not { } onto)
        {
            return null;
        }

        var head = repository.Lookup<Commit>(pullRequest.HeadSha);
        if (Merger.TreeOf(repository, onto, head) is not { } tree)
        {
            return new TrialMerge(head.Sha, onto.Sha, null);
        }

        var signature = TestMerge.At(clock.GetUtcNow());
        var merge = repository.ObjectDatabase.CreateCommit(
            signature, signature, $"Merge {head.Sha} into {onto.Sha}", tree, [onto, head], prettifyMessage: false);
        repository.Refs.Add($"refs/pull/{pullRequest.Number}/merge", merge.Id, allowOverwrite: true);
        return new TrialMerge(head.Sha, onto.Sha, merge.Sha);
    }
}
