namespace AiSre.GitHub;

/// <summary>The repository's past: which of two commits is the later one, and which commits changed a file.</summary>
public sealed partial class GitHubRepository
{
    private const int LongestQuote = 80;

    /// <summary>A commit comes with so many of its files: https://docs.github.com/en/rest/commits/commits#get-a-commit.</summary>
    private const int FilesOnPage = 300;

    /// <summary>How two commits stand to each other.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<CommitOrder> CompareAsync(string from, string to, CancellationToken cancellationToken = default) =>
        (await CallAsync(
            client => client.Repository.Commit.Compare(Owner, Name, from, to),
            $"compare {GitHubTree.Short(from)} with {GitHubTree.Short(to)} in {Address.FullName}", cancellationToken)).Status switch
        {
            "identical" => CommitOrder.Same,
            "ahead" => CommitOrder.Forward,
            "behind" => CommitOrder.Backward,
            _ => CommitOrder.Apart,
        };

    /// <summary>The commits that came after one, up to another.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Their SHAs; null where the other does not have the one, or GitHub does not list all of them.</returns>
    public async Task<IReadOnlySet<string>?> CommitsBetweenAsync(string from, string to, CancellationToken cancellationToken = default)
    {
        var compared = await CallAsync(
            client => client.Repository.Commit.Compare(Owner, Name, from, to),
            $"compare {GitHubTree.Short(from)} with {GitHubTree.Short(to)} in {Address.FullName}", cancellationToken);
        return compared.Status is "ahead" or "identical" && compared.Commits.Count == compared.TotalCommits
            ? compared.Commits.Select(commit => commit.Sha).ToHashSet(StringComparer.Ordinal)
            : null;
    }

    /// <summary>The newest commits that changed a file, seen from one of them.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    /// <param name="at">Where to begin: that commit and those before it.</param>
    /// <param name="most">No more than these, at most 100.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The newest first.</returns>
    public async Task<IReadOnlyList<RepositoryCommit>> CommitsOfAsync(string path, string at, int most, CancellationToken cancellationToken = default)
    {
        var commits = await CallAsync(
            client => client.Repository.Commit.GetAll(
                Owner, Name, new Octokit.CommitRequest { Path = path, Sha = at }, new Octokit.ApiOptions { PageSize = most, PageCount = 1 }),
            $"list the commits of {path} in {Address.FullName}", cancellationToken);
        return [.. commits.Select(Commit)];
    }

    /// <summary>A commit and the paths of what it changed, seen from its first parent; of what it renamed both names.</summary>
    /// <param name="sha">The commit.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<CommitChanges> ChangesOfAsync(string sha, CancellationToken cancellationToken = default)
    {
        var commit = await CallAsync(
            client => client.Repository.Commit.Get(Owner, Name, sha), $"read commit {GitHubTree.Short(sha)} of {Address.FullName}", cancellationToken);
        return new CommitChanges(
            Commit(commit),
            [.. commit.Files.SelectMany(file => new[] { file.PreviousFileName, file.Filename }).Where(path => !string.IsNullOrEmpty(path)).Distinct().Order(StringComparer.Ordinal)],
            commit.Files.Count >= FilesOnPage);
    }

    /// <summary>Who made a commit and how its message begins: <c>by ada ("Raise the limit")</c>; null where GitHub does not know it.</summary>
    public async Task<string?> AuthorOfAsync(string sha, CancellationToken cancellationToken = default)
    {
        try
        {
            var commit = await CallAsync(
                client => client.Repository.Commit.Get(Owner, Name, sha),
                $"read commit {GitHubTree.Short(sha)} of {Address.FullName}", cancellationToken, answer => answer is Octokit.NotFoundException);
            // Both are whatever somebody wrote, and stand in a sentence of AiSre's.
            var who = VisibleText.Of(commit.Author?.Login ?? commit.Commit.Author.Name, LongestQuote);
            return $"by {who} (\"{VisibleText.Of(commit.Commit.Message.Split('\n')[0].Trim(), LongestQuote)}\")";
        }
        catch (Octokit.NotFoundException)
        {
            return null;
        }
    }

    /// <summary>The commit that a tag, or the beginning or all of a commit's name, stands for; null when there is none.</summary>
    /// <param name="revision">A tag or commit. Of a branch its head.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<string?> FindCommitAsync(string revision, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await CallAsync(
                client => client.Repository.Commit.Get(Owner, Name, revision), $"read {revision} of {Address.FullName}", cancellationToken, IsNone)).Sha;
        }
        catch (Octokit.ApiException none) when (IsNone(none))
        {
            return null;
        }

        static bool IsNone(Octokit.ApiException answer) => answer is Octokit.NotFoundException or Octokit.ApiValidationException;
    }

    /// <summary>Whether there is a branch of this name.</summary>
    public async Task<bool> IsBranchAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await CallAsync(
                client => client.Git.Reference.Get(Owner, Name, $"heads/{name}"), $"look for the branch {name} of {Address.FullName}", cancellationToken, answer => answer is Octokit.NotFoundException);
            return true;
        }
        catch (Octokit.NotFoundException)
        {
            return false;
        }
    }

    /// <summary>A file's text at a commit; null where it is not there, or no text of up to 1 MiB.</summary>
    public async Task<string?> ReadFileAsync(string path, string sha, CancellationToken cancellationToken = default)
    {
        try
        {
            var found = await CallAsync(
                client => client.Repository.Content.GetAllContentsByRef(Owner, Name, Escaped(path), sha),
                $"read {path} of {Address.FullName} at {GitHubTree.Short(sha)}", cancellationToken, answer => answer is Octokit.NotFoundException);
            return found is [{ EncodedContent.Length: > 0 } file] ? file.Content : null;
        }
        catch (Octokit.NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether an address that a browser shows a commit at is of this repository.</summary>
    public bool IsOwn(string commitUrl) => commitUrl.StartsWith(host.WebUrl($"{Address.FullName}/commit/").ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a browser shows a line of a file as a commit has it.</summary>
    public Uri LineUrl(string path, string sha, int line) => host.WebUrl($"{Address.FullName}/blob/{sha}/{Escaped(path)}#L{line}");

    /// <summary>Where a browser shows a file.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    /// <param name="revision">The commit, or a branch for whatever it holds then.</param>
    public Uri FileUrl(string path, string revision) => host.WebUrl($"{Address.FullName}/blob/{Escaped(revision)}/{Escaped(path)}");

    /// <summary>Where a browser shows a commit.</summary>
    public Uri CommitUrl(string sha) => host.WebUrl($"{Address.FullName}/commit/{sha}");

    private static RepositoryCommit Commit(Octokit.GitHubCommit one) => new(
        one.Sha, new Uri(one.HtmlUrl), one.Commit.Author.Name, one.Commit.Message, one.Commit.Author.Date, [.. one.Parents.Select(parent => parent.Sha)])
    {
        Login = one.Author?.Login,
    };

    // Octokit puts a path into the address as it is.
    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}

/// <summary>Which of two commits contains the other.</summary>
public enum CommitOrder
{
    Same,

    /// <summary>The second contains the first.</summary>
    Forward,

    /// <summary>The first contains the second: somebody went back.</summary>
    Backward,

    /// <summary>Each has commits that the other lacks.</summary>
    Apart,
}

/// <summary>A commit as people see it.</summary>
/// <param name="Sha">All 40 digits.</param>
/// <param name="Url">Where a browser shows it.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Message">The whole message.</param>
/// <param name="At">When it was written.</param>
/// <param name="Parents">The commits before it, its branch's own first.</param>
public sealed record RepositoryCommit(string Sha, Uri Url, string Author, string Message, DateTimeOffset At, IReadOnlyList<string> Parents)
{
    /// <summary>The login of who wrote it; null where GitHub does not know whose mail address it is.</summary>
    public string? Login { get; init; }
}

/// <summary>What a commit changed.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Paths">Every path that it changed, in ordinal order.</param>
/// <param name="IsCut">Whether there are more than GitHub lists.</param>
public sealed record CommitChanges(RepositoryCommit Commit, IReadOnlyList<string> Paths, bool IsCut);
