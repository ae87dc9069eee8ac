using System.Collections.Concurrent;
using LibGit2Sharp;

namespace AiSre.Playground.Git;

/// <summary>
/// Real bare Git repositories under one folder, as <c>folder/owner/name.git</c>: a person can clone that path,
/// and everything the playground serves is read from there.
/// </summary>
/// <remarks>Safe for concurrent use: writers of one repository take turns, readers see what is committed.</remarks>
public sealed class GitRepositories
{
    private readonly ConcurrentDictionary<string, Lock> locks = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider clock;

    static GitRepositories()
    {
        // The folder is the playground's own; libgit2 would refuse one that another user of the same machine made.
        GlobalSettings.SetOwnerValidation(false);
    }

    /// <param name="folder">Where the repositories live; made when missing.</param>
    /// <param name="clock">Dates the commits.</param>
    public GitRepositories(string folder, TimeProvider clock)
    {
        Folder = Path.GetFullPath(folder);
        this.clock = clock;
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Raised after a branch was made, moved or deleted, on the thread that did it, outside any lock.</summary>
    public event Action<BranchUpdate>? BranchUpdated;

    /// <summary>The absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The absolute path of a repository, whether it exists or not.</summary>
    /// <exception cref="ArgumentException">Owner or name is not something GitHub would accept.</exception>
    public string PathOf(string owner, string name) => Path.Combine(Folder, Checked(owner), Checked(name) + ".git");

    /// <summary>True when the repository exists.</summary>
    public bool Exists(string owner, string name) =>
        IsName(owner) && IsName(name) && File.Exists(Path.Combine(PathOf(owner, name), "HEAD"));

    /// <summary>The repository as its folder spells it; names on GitHub mean the same in capitals. Null when there is none.</summary>
    internal (string Owner, string Name)? Find(string owner, string name) =>
        Exists(owner, name)
            ? (owner, name)
            : List().Select(repository => ((string, string)?)repository).FirstOrDefault(repository =>
                string.Equals($"{owner}/{name}", $"{repository!.Value.Item1}/{repository.Value.Item2}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Every repository, in ordinal order.</summary>
    public IReadOnlyList<(string Owner, string Name)> List() =>
        [.. Directory.EnumerateDirectories(Folder)
            .SelectMany(owner => Directory.EnumerateDirectories(owner, "*.git"))
            .Where(path => File.Exists(Path.Combine(path, "HEAD")))
            .Select(path => (Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileNameWithoutExtension(path)))
            .OrderBy(repository => $"{repository.Item1}/{repository.Item2}", StringComparer.Ordinal)];

    /// <summary>Makes a repository whose default branch has one commit with these files.</summary>
    /// <returns>False when it was there already; then nothing is changed.</returns>
    public Task<bool> CreateAsync(
        string owner, string name, IReadOnlyDictionary<string, string> files, string defaultBranch = "main") =>
        Task.Run(() => Create(owner, name, files, defaultBranch));

    /// <summary>Commits on top of a branch, making the branch when it is missing (from the default branch, when there is one).</summary>
    /// <param name="owner">User or organization.</param>
    /// <param name="name">The repository's name.</param>
    /// <param name="branch">The branch, without <c>refs/heads/</c>.</param>
    /// <param name="files">Path from the root to text; null deletes the file.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="author">Author and committer.</param>
    /// <returns>The commit's SHA; the branch's head as it was when the files change nothing.</returns>
    public string Commit(
        string owner,
        string name,
        string branch,
        IReadOnlyDictionary<string, string?> files,
        string message,
        GitPerson author)
    {
        BranchUpdate update;
        lock (LockOf(owner, name))
        {
            using var repository = Open(owner, name);
            var reference = repository.Refs[Reference(branch)];
            var parentSha = (reference ?? repository.Refs.Head?.ResolveToDirectReference())?.TargetIdentifier;
            var parent = parentSha is null ? null : repository.Lookup<Commit>(parentSha);
            var tree = repository.WriteTree(parent?.Tree, files);
            if (reference is not null && parent?.Tree.Sha == tree.Sha)
            {
                return parent.Sha;
            }

            var signature = author.At(clock.GetUtcNow());
            var commit = repository.ObjectDatabase.CreateCommit(
                signature, signature, message, tree, parent is null ? [] : [parent], prettifyMessage: false);
            repository.Refs.Add(Reference(branch), commit.Id, allowOverwrite: true);
            update = new BranchUpdate(owner, name, branch, reference?.TargetIdentifier, commit.Sha, author.Name);
        }

        Announce(update);
        return update.Sha!;
    }

    /// <summary>The commit a branch points to; null when repository or branch is missing.</summary>
    public string? ResolveBranch(string owner, string name, string branch)
    {
        if (!Exists(owner, name))
        {
            return null;
        }

        using var repository = Open(owner, name);
        return repository.Refs[Reference(branch)]?.ResolveToDirectReference().TargetIdentifier;
    }

    /// <summary>Every file of a commit: path from the root, with slashes, to content. Symbolic links and submodules are left out.</summary>
    /// <exception cref="KeyNotFoundException">The repository has no such commit.</exception>
    public IReadOnlyDictionary<string, byte[]> ReadTree(string owner, string name, string sha)
    {
        using var repository = Open(owner, name);
        var commit = repository.Lookup<Commit>(sha)
            ?? throw new KeyNotFoundException($"{owner}/{name} has no commit {sha}.");
        return commit.Tree.Walk()
            .Where(entry => entry.IsFile)
            .ToDictionary(entry => entry.Path, entry => repository.Lookup<Blob>(entry.Sha).Bytes(), StringComparer.Ordinal);
    }

    internal Repository Open(string owner, string name) =>
        Exists(owner, name)
            ? new Repository(PathOf(owner, name))
            : throw new KeyNotFoundException($"There is no repository {owner}/{name} in {Folder}.");

    internal Lock LockOf(string owner, string name) => locks.GetOrAdd($"{owner}/{name}", _ => new Lock());

    internal void Announce(BranchUpdate update) => BranchUpdated?.Invoke(update);

    internal static string Reference(string branch) => $"refs/heads/{branch}";

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 100
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
        && name is not ("." or "..");

    private static string Checked(string name) =>
        IsName(name) ? name : throw new ArgumentException($"'{name}' is not a name of a repository or its owner.");

    private bool Create(string owner, string name, IReadOnlyDictionary<string, string> files, string defaultBranch)
    {
        var path = PathOf(owner, name);
        lock (LockOf(owner, name))
        {
            if (Exists(owner, name))
            {
                return false;
            }

            Repository.Init(path, isBare: true);
            using var repository = new Repository(path);
            repository.Refs.UpdateTarget("HEAD", Reference(defaultBranch));
            // So that a person may clone over the playground's HTTP address and push to it.
            repository.Config.Set("http.receivepack", true);
        }

        Commit(
            owner, name, defaultBranch, files.ToDictionary(file => file.Key, file => (string?)file.Value),
            "Initial commit\n", GitPerson.Of(owner));
        return true;
    }
}
