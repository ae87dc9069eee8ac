using AiSre.Playground.Git;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>What Git itself knows: references, trees, blobs, commits, differences.</summary>
internal static class GitShapes
{
    private static readonly object Unsigned = new
    {
        verified = false,
        reason = "unsigned",
        signature = (string?)null,
        payload = (string?)null,
        verified_at = (string?)null,
    };

    public static object Reference(this GitHubUrls urls, string repository, string name, string sha) => new
    {
        @ref = name,
        node_id = GitHubUrls.NodeId("Ref", $"{repository}:{name}"),
        url = urls.Api($"repos/{repository}/git/{name}"),
        @object = new { sha, type = "commit", url = urls.Api($"repos/{repository}/git/commits/{sha}") },
    };

    /// <summary>An entry of a tree; only files have a size.</summary>
    public static object TreeItem(this GitHubUrls urls, string repository, Git.TreeItem item, Repository git)
    {
        var mode = Convert.ToString((int)item.Mode, 8).PadLeft(6, '0');
        var api = urls.Api($"repos/{repository}/git");
        return item.Type switch
        {
            TreeEntryTargetType.Tree => new { path = item.Path, mode, type = "tree", sha = item.Sha, url = $"{api}/trees/{item.Sha}" },
            TreeEntryTargetType.GitLink => new { path = item.Path, mode, type = "commit", sha = item.Sha },
            _ => new
            {
                path = item.Path,
                mode,
                type = "blob",
                sha = item.Sha,
                size = git.ObjectDatabase.RetrieveObjectMetadata(new ObjectId(item.Sha)).Size,
                url = $"{api}/blobs/{item.Sha}",
            },
        };
    }

    public static object Blob(this GitHubUrls urls, string repository, Blob blob) => new
    {
        sha = blob.Sha,
        node_id = GitHubUrls.NodeId("Blob", $"{repository}:{blob.Sha}"),
        size = blob.Size,
        url = urls.Api($"repos/{repository}/git/blobs/{blob.Sha}"),
        content = Base64(blob.Bytes()),
        encoding = "base64",
    };

    /// <summary>GitHub breaks base64 into lines.</summary>
    public static string Base64(byte[] content) =>
        string.Concat(Convert.ToBase64String(content).Chunk(60).Select(line => new string(line) + "\n"));

    /// <summary>A commit as Git's database has it.</summary>
    public static object GitCommit(this GitHubUrls urls, string repository, Commit commit)
    {
        var api = urls.Api($"repos/{repository}/git");
        return new
        {
            sha = commit.Sha,
            node_id = GitHubUrls.NodeId("Commit", $"{repository}:{commit.Sha}"),
            url = $"{api}/commits/{commit.Sha}",
            html_url = urls.Html($"{repository}/commit/{commit.Sha}"),
            author = Person(commit.Author),
            committer = Person(commit.Committer),
            tree = new { sha = commit.Tree.Sha, url = $"{api}/trees/{commit.Tree.Sha}" },
            message = commit.Message,
            parents = commit.Parents.Select(parent => new
            {
                sha = parent.Sha,
                url = $"{api}/commits/{parent.Sha}",
                html_url = urls.Html($"{repository}/commit/{parent.Sha}"),
            }),
            verification = Unsigned,
        };
    }

    /// <summary>A commit as GitHub shows it to people.</summary>
    public static object Commit(this GitHubUrls urls, string repository, Commit commit, Repository? filesFrom = null)
    {
        var api = urls.Api($"repos/{repository}/commits/{commit.Sha}");
        var shape = new
        {
            sha = commit.Sha,
            node_id = GitHubUrls.NodeId("Commit", $"{repository}:{commit.Sha}"),
            commit = new
            {
                author = Person(commit.Author),
                committer = Person(commit.Committer),
                message = commit.Message.TrimEnd('\n'),
                tree = new { sha = commit.Tree.Sha, url = urls.Api($"repos/{repository}/git/trees/{commit.Tree.Sha}") },
                url = urls.Api($"repos/{repository}/git/commits/{commit.Sha}"),
                comment_count = 0,
                verification = Unsigned,
            },
            url = api,
            html_url = urls.Html($"{repository}/commit/{commit.Sha}"),
            comments_url = $"{api}/comments",
            author = Account(urls, commit.Author),
            committer = Account(urls, commit.Committer),
            parents = commit.Parents.Select(parent => new
            {
                sha = parent.Sha,
                url = urls.Api($"repos/{repository}/commits/{parent.Sha}"),
                html_url = urls.Html($"{repository}/commit/{parent.Sha}"),
            }),
        };
        if (filesFrom is null)
        {
            return shape;
        }

        using var patch = filesFrom.Diff.Compare<Patch>(commit.Parents.FirstOrDefault()?.Tree, commit.Tree);
        return new
        {
            shape.sha,
            shape.node_id,
            shape.commit,
            shape.url,
            shape.html_url,
            shape.comments_url,
            shape.author,
            shape.committer,
            shape.parents,
            stats = new { total = patch.LinesAdded + patch.LinesDeleted, additions = patch.LinesAdded, deletions = patch.LinesDeleted },
            files = urls.Files(repository, commit.Sha, patch),
        };
    }

    /// <summary>The files that differ.</summary>
    public static object[] Files(this GitHubUrls urls, string repository, string sha, Patch patch) =>
        [.. patch.Select(file =>
        {
            var path = Uri.EscapeDataString(file.Path).Replace("%2F", "/", StringComparison.Ordinal);
            return new
            {
                sha = file.Status == ChangeKind.Deleted ? file.OldOid.Sha : file.Oid.Sha,
                filename = file.Path,
                status = file.Status switch
                {
                    ChangeKind.Added => "added",
                    ChangeKind.Deleted => "removed",
                    ChangeKind.Renamed => "renamed",
                    ChangeKind.TypeChanged => "changed",
                    _ => "modified",
                },
                additions = file.LinesAdded,
                deletions = file.LinesDeleted,
                changes = file.LinesAdded + file.LinesDeleted,
                blob_url = urls.Html($"{repository}/blob/{sha}/{path}"),
                raw_url = urls.Html($"{repository}/raw/{sha}/{path}"),
                contents_url = urls.Api($"repos/{repository}/contents/{path}?ref={sha}"),
                patch = Hunks(file.Patch),
            };
        })];

    /// <summary>A file's part of a diff without the lines that name the file.</summary>
    private static string Hunks(string patch) =>
        patch.IndexOf("\n@@", StringComparison.Ordinal) is var start and >= 0 ? patch[(start + 1)..].TrimEnd('\n') : "";

    private static object Person(Signature person) =>
        new { name = person.Name, email = person.Email, date = GitHubUrls.Time(person.When) };

    /// <summary>GitHub links a commit to an account by its mail address.</summary>
    private static object? Account(GitHubUrls urls, Signature person) =>
        person.Email.EndsWith("@users.noreply.github.com", StringComparison.Ordinal)
            ? urls.User(person.Email[..person.Email.IndexOf('@', StringComparison.Ordinal)].Split('+')[^1])
            : null;
}
