namespace AiSre.GitHub;

/// <summary>The repository's pull requests.</summary>
public sealed partial class GitHubRepository
{
    private const int PageSize = 50;

    /// <summary>The newest pull request of a branch of this repository, in any state; null when there is none.</summary>
    public async Task<PullRequest?> FindPullRequestAsync(string branch, CancellationToken cancellationToken = default) =>
        await FindAsync(branch, cancellationToken) is { } found ? PullRequests.Of(found) : null;

    /// <summary>One pull request.</summary>
    public async Task<PullRequest> GetPullRequestAsync(int number, CancellationToken cancellationToken = default)
    {
        var pullRequest = PullRequests.Of(await GetAsync(number, cancellationToken));
        if (pullRequest.State != PullRequestStatus.Closed)
        {
            return pullRequest;
        }

        // Who closed it is told only where GitHub shows it as an issue.
        var issue = await CallAsync(
            client => client.Issue.Get(Owner, Name, number),
            $"read who closed pull request #{number} of {Address.FullName}", cancellationToken);
        return pullRequest with { ClosedBy = issue.ClosedBy?.Login };
    }

    /// <summary>Opens a pull request, unless the branch has one already, in whatever state: then that one is returned.</summary>
    /// <param name="branch">The branch with the change.</param>
    /// <param name="baseBranch">The branch to merge it into.</param>
    /// <param name="title">One line.</param>
    /// <param name="body">Markdown.</param>
    /// <param name="labels">Labels it gets where it lacks them; GitHub makes those that the repository has not.</param>
    /// <param name="isNew">Whether the branch was made just now, so that no pull request need be looked for.</param>
    /// <param name="isDraft">Whether it is opened as a draft, where the repository has drafts.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PullRequest> OpenPullRequestAsync(
        string branch,
        string baseBranch,
        string title,
        string body,
        IReadOnlyCollection<string> labels,
        bool isNew = false,
        bool isDraft = false,
        CancellationToken cancellationToken = default)
    {
        var pullRequest = (isNew ? null : await FindAsync(branch, cancellationToken))
            ?? await CreateAsync(new Octokit.NewPullRequest(title, branch, baseBranch) { Body = body, Draft = isDraft ? true : null }, branch, cancellationToken);
        var missing = labels.Except(pullRequest.Labels.Select(label => label.Name), StringComparer.OrdinalIgnoreCase).ToArray();
        if (missing.Length > 0)
        {
            await CallAsync(
                client => client.Issue.Labels.AddToIssue(Owner, Name, pullRequest.Number, missing),
                $"label pull request #{pullRequest.Number} of {Address.FullName}", cancellationToken);
        }

        return PullRequests.Of(pullRequest);
    }

    /// <summary>Gives a pull request another title and text.</summary>
    public async Task DescribePullRequestAsync(int number, string title, string body, CancellationToken cancellationToken = default) =>
        await CallAsync(
            client => client.PullRequest.Update(Owner, Name, number, new Octokit.PullRequestUpdate { Title = title, Body = body }),
            $"describe pull request #{number} of {Address.FullName}", cancellationToken);

    /// <summary>Closes a pull request without merging, with a comment said once; leaves it alone when it is not open any more.</summary>
    /// <returns>The pull request as it is then: closed, or merged when somebody was faster.</returns>
    public async Task<PullRequest> CloseAsync(int number, string? comment, CancellationToken cancellationToken = default)
    {
        var pullRequest = await GetPullRequestAsync(number, cancellationToken);
        if (pullRequest.State != PullRequestStatus.Open)
        {
            return pullRequest;
        }

        if (comment is not null)
        {
            await CommentAsync(number, comment, "closed", cancellationToken);
        }

        var subject = $"close pull request #{number} of {Address.FullName}";
        return PullRequests.Of(await CallAsync(
            client => client.PullRequest.Update(
                Owner, Name, number, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed }),
            subject, cancellationToken));
    }

    /// <summary>Comments on a pull request, once per marker.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="body">Markdown.</param>
    /// <param name="marker">Names the comment among AiSre's on this pull request; letters, digits and hyphens. It is kept in the comment, unseen.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task CommentAsync(int number, string body, string marker, CancellationToken cancellationToken = default)
    {
        var mark = $"<!-- aisre:{marker} -->";
        var comments = await CallAsync(
            client => client.Issue.Comment.GetAllForIssue(Owner, Name, number, new Octokit.ApiOptions { PageSize = 100 }),
            $"read the comments on pull request #{number} of {Address.FullName}", cancellationToken);
        if (comments.Any(comment => comment.Body?.Contains(mark, StringComparison.Ordinal) == true))
        {
            return;
        }

        await CallAsync(
            client => client.Issue.Comment.Create(Owner, Name, number, $"{body.TrimEnd()}\n\n{mark}\n"),
            $"comment on pull request #{number} of {Address.FullName}", cancellationToken);
    }

    /// <summary>Pull requests in which anything has changed at or after a time, newest change first. Costs nothing of the rate limit while nothing changes.</summary>
    public async Task<IReadOnlyList<PullRequest>> ListChangedPullRequestsAsync(
        DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        var newestFirst = new Octokit.PullRequestRequest
        {
            State = Octokit.ItemStateFilter.All,
            SortProperty = Octokit.PullRequestSort.Updated,
            SortDirection = Octokit.SortDirection.Descending,
        };
        var changed = new List<PullRequest>();
        for (var page = 1; ; page++)
        {
            var found = await ListAsync(newestFirst, page, PageSize, cancellationToken);
            changed.AddRange(found.TakeWhile(pullRequest => pullRequest.UpdatedAt >= since).Select(PullRequests.Of));
            if (found.Count < PageSize || found[^1].UpdatedAt < since)
            {
                return changed;
            }
        }
    }

    private async Task<Octokit.PullRequest> CreateAsync(
        Octokit.NewPullRequest request, string branch, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                client => client.PullRequest.Create(Owner, Name, request),
                $"open a pull request for {branch} in {Address.FullName}", cancellationToken,
                answer => answer is Octokit.ApiValidationException && (PullRequests.SaysItExists(answer) || (request.Draft == true && PullRequests.SaysNoDrafts(answer))));
        }
        catch (Octokit.ApiValidationException refusal) when (PullRequests.SaysNoDrafts(refusal))
        {
            return await CreateAsync(new Octokit.NewPullRequest(request.Title, request.Head, request.Base) { Body = request.Body }, branch, cancellationToken);
        }
        catch (Octokit.ApiValidationException refusal)
        {
            // Another try or replica opened it between our look and our call.
            return await FindAsync(branch, cancellationToken) ?? throw new ProblemException(
                $"GitHub says that {branch} of {Address.FullName} has a pull request and does not list it; AiSre looks again.",
                isTransient: true, innerException: refusal);
        }
    }

    private Task<Octokit.PullRequest> GetAsync(int number, CancellationToken cancellationToken) =>
        CallAsync(
            client => client.PullRequest.Get(Owner, Name, number),
            $"read pull request #{number} of {Address.FullName}", cancellationToken);

    private async Task<Octokit.PullRequest?> FindAsync(string branch, CancellationToken cancellationToken)
    {
        var ofBranch = new Octokit.PullRequestRequest
        {
            Head = $"{Owner}:{branch}",
            State = Octokit.ItemStateFilter.All,
            SortProperty = Octokit.PullRequestSort.Created,
            SortDirection = Octokit.SortDirection.Descending,
        };
        var found = await ListAsync(ofBranch, 1, 1, cancellationToken);
        // GitHub ignores a head it cannot make sense of and lists everything.
        return found.FirstOrDefault(pullRequest => pullRequest.Head.Ref == branch);
    }

    private Task<IReadOnlyList<Octokit.PullRequest>> ListAsync(
        Octokit.PullRequestRequest request, int page, int size, CancellationToken cancellationToken) =>
        CallAsync(
            client => client.PullRequest.GetAllForRepository(
                Owner, Name, request, new Octokit.ApiOptions { StartPage = page, PageCount = 1, PageSize = size }),
            $"list the pull requests of {Address.FullName}", cancellationToken);
}
