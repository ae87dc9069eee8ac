using System.Text.Json.Nodes;
using Microsoft.Extensions.Caching.Memory;

namespace AiSre.GitHub;

/// <summary>One repository on GitHub: what its branches and commits hold, and making new ones.</summary>
/// <remarks>
/// Every method throws <see cref="ProblemException"/> when GitHub or the token's rights are in the way. Every write may be
/// repeated after any failure: it finds what an earlier try has done. Safe for concurrent use.
/// </remarks>
public sealed partial class GitHubRepository
{
    private readonly GitHubHost host;
    private readonly GitHubOptions options;
    private readonly GitHubTreeReader trees;

    internal GitHubRepository(RepositoryAddress address, GitHubHost host, GitHubOptions options, IMemoryCache objects)
    {
        Address = address;
        this.host = host;
        this.options = options;
        trees = new GitHubTreeReader(address, host, objects);
    }

    /// <summary>Which repository it is.</summary>
    public RepositoryAddress Address { get; }

    /// <summary>The commit a branch points to.</summary>
    public async Task<string> HeadOfAsync(string branch, CancellationToken cancellationToken = default) =>
        (await CallAsync(
            client => client.Repository.Branch.Get(Owner, Name, branch),
            $"read the branch {branch} of {Address.FullName}", cancellationToken)).Commit.Sha;

    /// <summary>The branch that <c>HEAD</c> means.</summary>
    public async Task<string> DefaultBranchAsync(CancellationToken cancellationToken = default) =>
        (await DescribeAsync(cancellationToken)).DefaultBranch;

    /// <summary>The files of a commit.</summary>
    /// <param name="sha">The commit's full SHA; what it names never changes, so the answer is kept.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IRepositoryTree> TreeAsync(string sha, CancellationToken cancellationToken = default) =>
        await trees.ReadAsync(sha, cancellationToken);

    /// <summary>The files of the newest commit of a branch.</summary>
    /// <param name="branch">The branch; null or empty for the default one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The branch, and its files.</returns>
    public async Task<(string Branch, IRepositoryTree Tree)> NewestTreeAsync(string? branch, CancellationToken cancellationToken = default)
    {
        var name = branch is { Length: > 0 } ? branch : await DefaultBranchAsync(cancellationToken);
        return (name, await TreeAsync(await HeadOfAsync(name, cancellationToken), cancellationToken));
    }

    /// <summary>Makes a commit that no branch points to yet. The same arguments make the same commit, however often.</summary>
    /// <param name="parentSha">The commit it follows.</param>
    /// <param name="message">Its whole message.</param>
    /// <param name="files">Path to whole text, of the files it writes; the others stay as they are.</param>
    /// <param name="date">When it was made, to the second; part of the SHA, so a retry must give the same.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Its SHA.</returns>
    public Task<string> CommitAsync(
        string parentSha,
        string message,
        IReadOnlyDictionary<string, string> files,
        DateTimeOffset date,
        CancellationToken cancellationToken = default) =>
        CommitAsync([parentSha], parentSha, message, files, date, removed: [], cancellationToken);

    /// <summary>As the other, with any number of parents: what it leaves as it is comes from <paramref name="onto"/>.</summary>
    /// <param name="parents">The commits it follows, the branch's own first.</param>
    /// <param name="onto">The commit whose files it changes.</param>
    /// <param name="message">Its whole message.</param>
    /// <param name="files">Path to whole text, of the files it writes.</param>
    /// <param name="date">When it was made, to the second.</param>
    /// <param name="removed">The paths of files that it takes away.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Its SHA.</returns>
    public async Task<string> CommitAsync(
        IReadOnlyList<string> parents,
        string onto,
        string message,
        IReadOnlyDictionary<string, string> files,
        DateTimeOffset date,
        IReadOnlyCollection<string> removed,
        CancellationToken cancellationToken = default)
    {
        var subject = $"commit to {Address.FullName}";
        var before = await trees.ReadAsync(onto, cancellationToken);
        // Asked for a commit's tree, GitHub names the tree; should it echo the commit, the commit tells.
        var root = before.RootSha != onto
            ? before.RootSha
            : (await CallAsync(client => client.Git.Commit.Get(Owner, Name, onto), subject, cancellationToken)).Tree.Sha;
        var tree = new Octokit.NewTree { BaseTree = root };
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            tree.Tree.Add(new Octokit.NewTreeItem
            {
                Path = path,
                Mode = before.ModeOf(path),
                Type = Octokit.TreeType.Blob,
                Content = text,
            });
        }

        var written = await CallAsync(
            client => removed.Count == 0 ? client.Git.Tree.Create(Owner, Name, tree) : CreateTreeAsync(client, tree, removed), subject, cancellationToken);
        // GitHub signs commits only when it may choose author and date itself; with both given, the SHA is a function of the arguments.
        var committer = new Octokit.Committer(options.CommitterName, options.CommitterEmail, date.ToUniversalTime());
        var commit = new Octokit.NewCommit(message, written.Sha, parents) { Author = committer, Committer = committer };
        return (await CallAsync(client => client.Git.Commit.Create(Owner, Name, commit), subject, cancellationToken)).Sha;
    }

    /// <summary>Makes a branch point to a commit: creates it, or moves it forward from another commit of AiSre's. Never over anybody else's commits.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="sha">Where it shall point.</param>
    /// <param name="own">The commits of AiSre's that it may point to so far, all ancestors of <paramref name="sha"/>; empty when it may only be new.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether the branch is new.</returns>
    /// <exception cref="ProblemException">The branch exists and points elsewhere: somebody's commits are on it.</exception>
    public async Task<bool> EnsureBranchAsync(string branch, string sha, IReadOnlyCollection<string>? own = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await CallAsync(
                client => client.Git.Reference.Create(Owner, Name, new Octokit.NewReference($"refs/heads/{branch}", sha)),
                $"make the branch {branch} in {Address.FullName}", cancellationToken, Refused("Reference already exists"));
            return true;
        }
        catch (Octokit.ApiValidationException)
        {
            var actual = await HeadOfAsync(branch, cancellationToken);
            if (actual == sha)
            {
                return false;
            }

            if (own?.Contains(actual) == true)
            {
                await CallAsync(
                    client => client.Git.Reference.Update(Owner, Name, $"heads/{branch}", new Octokit.ReferenceUpdate(sha, force: false)),
                    $"move the branch {branch} of {Address.FullName} forward", cancellationToken);
                return false;
            }

            throw new ProblemException(
                $"The branch {branch} of {Address.FullName} has commits that are not AiSre's (it points to {GitHubTree.Short(actual)}, not {GitHubTree.Short(sha)}); delete or merge it yourself, and AiSre goes on.");
        }
    }

    /// <summary>Deletes a branch that still points to the expected commit; one that is not there is fine.</summary>
    /// <returns>False when somebody has pushed to it: then it stays.</returns>
    public async Task<bool> DeleteBranchIfUntouchedAsync(string branch, string expectedSha, CancellationToken cancellationToken = default)
    {
        try
        {
            // "Not Found" alone would mean that the token may not see the repository any more.
            var found = await CallAsync(
                client => client.Repository.Branch.Get(Owner, Name, branch),
                $"read the branch {branch} of {Address.FullName}", cancellationToken,
                answer => answer is Octokit.NotFoundException && answer.ApiError?.Message == "Branch not found");
            if (found.Commit.Sha != expectedSha)
            {
                return false;
            }
        }
        catch (Octokit.NotFoundException)
        {
            return true;
        }

        await DeleteBranchAsync(branch, cancellationToken);
        return true;
    }

    /// <summary>Whether a commit is <paramref name="ancestorSha"/> or follows it.</summary>
    /// <param name="sha">The later commit.</param>
    /// <param name="ancestorSha">The commit that is looked for in its history.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<bool> ContainsAsync(string sha, string ancestorSha, CancellationToken cancellationToken = default)
    {
        if (sha == ancestorSha)
        {
            return true;
        }

        var comparison = await CallAsync(
            client => client.Repository.Commit.Compare(Owner, Name, ancestorSha, sha),
            $"compare commits of {Address.FullName}", cancellationToken);
        return comparison.Status is "ahead" or "identical";
    }

    /// <summary>Deletes a branch; one that is not there is fine.</summary>
    public async Task DeleteBranchAsync(string branch, CancellationToken cancellationToken = default)
    {
        try
        {
            await CallAsync(
                async client =>
                {
                    await client.Git.Reference.Delete(Owner, Name, $"heads/{branch}");
                    return true;
                },
                $"delete the branch {branch} of {Address.FullName}", cancellationToken, Refused("Reference does not exist"));
        }
        catch (Octokit.ApiValidationException)
        {
            // It is gone already, which is what was asked for.
        }
    }

    // An entry without a blob takes a file away, and Octokit leaves out whatever is null: so this is written by hand.
    private async Task<Octokit.TreeResponse> CreateTreeAsync(Octokit.GitHubClient client, Octokit.NewTree tree, IEnumerable<string> removed)
    {
        var entries = tree.Tree.Select(item => new JsonObject { ["path"] = item.Path, ["mode"] = item.Mode, ["type"] = "blob", ["content"] = item.Content })
            .Concat(removed.Order(StringComparer.Ordinal).Select(path => new JsonObject { ["path"] = path, ["mode"] = "100644", ["type"] = "blob", ["sha"] = null }));
        var body = new JsonObject { ["base_tree"] = tree.BaseTree, ["tree"] = new JsonArray([.. entries]) };
        return (await client.Connection.Post<Octokit.TreeResponse>(
            new Uri($"repos/{Owner}/{Name}/git/trees", UriKind.Relative), body.ToJsonString(), "application/vnd.github+json", "application/json")).Body;
    }

    private string Owner => Address.Owner;

    private string Name => Address.Name;

    /// <summary>A refusal (422) for this reason, whose words GitHub gives as the message.</summary>
    private static Func<Octokit.ApiException, bool> Refused(string reason) => answer =>
        answer is Octokit.ApiValidationException
        && answer.ApiError?.Message?.StartsWith(reason, StringComparison.OrdinalIgnoreCase) == true;

    private Task<Octokit.Repository> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(client => client.Repository.Get(Owner, Name), $"read the repository {Address.FullName}", cancellationToken);

    private Task<T> CallAsync<T>(
        Func<Octokit.GitHubClient, Task<T>> call,
        string subject,
        CancellationToken cancellationToken,
        Func<Octokit.ApiException, bool>? expected = null) =>
        host.CallAsync(call, subject, Address.FullName, cancellationToken, expected);
}
