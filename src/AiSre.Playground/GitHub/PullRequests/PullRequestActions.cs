using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.PullRequests;

/// <summary>What can be done to a pull request, over the API or on its page. Callers hold the repository's lock and save.</summary>
internal sealed class PullRequestActions(GitRepositories repositories, WebhookEvents events, Mergeability mergeability)
{
    public void Open(RepositoryState state, Repository git, PullRequestState pullRequest)
    {
        state.LastNumber = pullRequest.Number;
        state.PullRequests.Add(pullRequest);
        git.Refs.Add($"refs/pull/{pullRequest.Number}/head", new ObjectId(pullRequest.HeadSha), allowOverwrite: true);
        mergeability.Ask(state, pullRequest);
        events.PullRequest(state, git, pullRequest, "opened", pullRequest.Author);
    }

    public void Close(RepositoryState state, Repository git, PullRequestState pullRequest, string actor, DateTimeOffset now)
    {
        pullRequest.IsOpen = false;
        pullRequest.ClosedAt = pullRequest.UpdatedAt = now;
        pullRequest.ClosedBy = actor;
        events.PullRequest(state, git, pullRequest, "closed", actor);
    }

    /// <exception cref="GitHubError">It was merged, or its branch is gone.</exception>
    public void Reopen(RepositoryState state, Repository git, PullRequestState pullRequest, string actor, DateTimeOffset now)
    {
        if (pullRequest.IsMerged || git.Refs[GitRepositories.Reference(pullRequest.HeadRef)] is not { } branch)
        {
            throw GitHubError.Custom("PullRequest", "state cannot be changed. The pull request cannot be reopened.");
        }

        pullRequest.IsOpen = true;
        pullRequest.HeadSha = branch.ResolveToDirectReference().TargetIdentifier;
        pullRequest.Trial = null;
        pullRequest.ClosedAt = null;
        pullRequest.ClosedBy = null;
        pullRequest.UpdatedAt = now;
        mergeability.Ask(state, pullRequest);
        events.PullRequest(state, git, pullRequest, "reopened", actor);
    }

    public void Edited(RepositoryState state, Repository git, PullRequestState pullRequest, string actor) =>
        events.PullRequest(state, git, pullRequest, "edited", actor);

    /// <summary>Merges; the caller announces the result when the lock is free.</summary>
    /// <exception cref="GitHubError">GitHub refuses.</exception>
    public IReadOnlyList<BranchUpdate> Merge(RepositoryState state, Repository git, PullRequestState pullRequest, MergeRequest request)
    {
        if (!pullRequest.IsOpen)
        {
            throw Merger.NotMergeable();
        }

        if (pullRequest.IsDraft)
        {
            throw new GitHubError(405, "Pull Request is still a draft");
        }

        if (MergeRules.Blocker(state, pullRequest) is { } blocker)
        {
            throw new GitHubError(405, blocker);
        }

        var demands = BranchDemands.Of(state, pullRequest.BaseRef);
        if (demands.Queue)
        {
            throw new GitHubError(405, "Changes must be made through the merge queue");
        }

        if (!demands.Methods.Contains(request.Method))
        {
            throw new GitHubError(405, $"Merge method {request.Method} is not allowed on this branch.");
        }

        return MergeFromQueue(state, git, pullRequest, request);
    }

    /// <summary>Makes a draft ready for review.</summary>
    public void MakeReady(RepositoryState state, PullRequestState pullRequest, string actor, DateTimeOffset now)
    {
        if (pullRequest.IsDraft)
        {
            pullRequest.IsDraft = false;
            pullRequest.UpdatedAt = now;
            using var git = new Repository(state.GitPath);
            events.PullRequest(state, git, pullRequest, "ready_for_review", actor);
        }
    }

    /// <summary>Merges what nothing is in the way of; the caller announces the result when the lock is free.</summary>
    /// <exception cref="GitHubError">There are conflicts.</exception>
    public IReadOnlyList<BranchUpdate> MergeFromQueue(RepositoryState state, Repository git, PullRequestState pullRequest, MergeRequest request)
    {
        pullRequest.BaseSha = GitReferences.Find(git, pullRequest.BaseRef)?.Sha ?? throw Merger.NotMergeable();
        var merged = Merger.Merge(git, state, pullRequest, request);
        pullRequest.Merge(merged.Sha, request.Actor, request.Now);
        var updates = new List<BranchUpdate?>
        {
            GitReferences.Point(
                git, state.Owner, state.Name, GitRepositories.Reference(pullRequest.BaseRef), merged.Id, request.Actor),
        };
        events.PullRequest(state, git, pullRequest, "closed", request.Actor);
        if (state.DeletesBranchOnMerge && git.Refs[GitRepositories.Reference(pullRequest.HeadRef)] is { } branch)
        {
            updates.Add(GitReferences.Delete(git, state.Owner, state.Name, branch, request.Actor));
        }

        return [.. updates.OfType<BranchUpdate>()];
    }

    /// <summary>Merges the base branch into the pull request's.</summary>
    /// <exception cref="GitHubError">There is nothing to merge, or it conflicts.</exception>
    public static IReadOnlyList<BranchUpdate> UpdateBranch(
        RepositoryState state, Repository git, PullRequestState pullRequest, string actor, DateTimeOffset now)
    {
        var head = git.Lookup<Commit>(pullRequest.HeadSha);
        var onto = GitReferences.Find(git, pullRequest.BaseRef) ?? throw GitHubError.Invalid("PullRequest", "base");
        if (PullRequestDifference.CommitsBetween(git, head, onto).Count == 0)
        {
            throw new GitHubError(422, "There are no new commits on the base branch.");
        }

        var tree = Merger.TreeOf(git, head, onto) ?? throw new GitHubError(422, "merge conflict between base and head");
        var signature = GitPerson.Of(actor).At(now);
        var merge = git.ObjectDatabase.CreateCommit(
            signature, signature, $"Merge branch '{pullRequest.BaseRef}' into {pullRequest.HeadRef}", tree, [head, onto],
            prettifyMessage: false);
        return
        [
            GitReferences.Point(
                git, state.Owner, state.Name, GitRepositories.Reference(pullRequest.HeadRef), merge.Id, actor)!,
        ];
    }

    /// <summary>Tells everybody that branches moved; not under the lock.</summary>
    public void Announce(IReadOnlyList<BranchUpdate> updates)
    {
        foreach (var update in updates)
        {
            repositories.Announce(update);
        }
    }
}
