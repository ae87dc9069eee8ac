using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Files and folders by path: https://docs.github.com/en/rest/repos/contents.</summary>
internal sealed class ContentEndpoints(GitRepositories repositories)
{
    /// <summary>GitHub leaves the content of larger files out, unless asked for it raw.</summary>
    private const long LargestInline = 1 << 20;

    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/contents/{**path}", Right.Read, Get);
        routes.InRepository("PUT", "/contents/{**path}", Right.Write, Put);
        routes.InRepository("DELETE", "/contents/{**path}", Right.Write, Delete);
    }

    private static GitHubAnswer Get(GitHubCall call)
    {
        var reference = call.Query("ref") ?? call.Git.Head.FriendlyName;
        var commit = call.Commit(reference) ?? throw GitHubError.NotFound($"No commit found for the ref {reference}");
        var path = call.Route("path").Trim('/');
        var target = path.Length == 0 ? commit.Tree : commit.Tree[path]?.Target ?? throw GitHubError.NotFound();
        return target switch
        {
            Blob blob when call.Accepts("raw") is { } type => GitHubAnswer.File(blob.Bytes(), $"{type}; charset=utf-8"),
            Blob blob => GitHubAnswer.Ok(FileShape(call, path, blob, reference, isWhole: true)),
            Tree folder => GitHubAnswer.Ok(folder
                .Select(entry => EntryShape(call, path.Length == 0 ? entry.Name : $"{path}/{entry.Name}", entry, reference))
                .ToArray()),
            _ => throw GitHubError.NotFound(),
        };
    }

    private GitHubAnswer Put(GitHubCall call)
    {
        byte[] content;
        try
        {
            content = Convert.FromBase64String(call.Required("content").Replace("\n", "", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            throw new GitHubError(422, "content is not valid Base64");
        }

        var (branch, tip, path, existing) = Target(call);
        Check(call, path, existing);
        var definition = tip is null ? new TreeDefinition() : TreeDefinition.From(tip.Tree);
        var blob = call.Git.WriteBlob(content);
        definition.Add(path, blob, existing?.Mode ?? Mode.NonExecutableFile);
        var commit = Commit(call, branch, tip, definition);
        var body = new
        {
            content = FileShape(call, path, blob, branch, isWhole: false),
            commit = call.Urls.GitCommit(call.State.FullName, commit),
        };
        return existing is null ? GitHubAnswer.Created(body) : GitHubAnswer.Ok(body);
    }

    private GitHubAnswer Delete(GitHubCall call)
    {
        var (branch, tip, path, existing) = Target(call);
        if (tip is null || existing is null)
        {
            throw GitHubError.NotFound();
        }

        Check(call, path, existing);
        var commit = Commit(call, branch, tip, TreeDefinition.From(tip.Tree).Remove(path));
        return GitHubAnswer.Ok(new { content = (object?)null, commit = call.Urls.GitCommit(call.State.FullName, commit) });
    }

    private static (string Branch, Commit? Tip, string Path, TreeEntry? Existing) Target(GitHubCall call)
    {
        var branch = call.Text("branch") ?? call.Query("branch") ?? call.Git.Head.FriendlyName;
        var tip = call.Commit(branch);
        if (tip is null && branch != call.Git.Head.FriendlyName)
        {
            throw GitHubError.NotFound($"Branch {branch} not found");
        }

        var path = call.Route("path").Trim('/');
        return (branch, tip, path, tip?.Tree[path]);
    }

    /// <summary>Who changes a file has to name what they think it is.</summary>
    private static void Check(GitHubCall call, string path, TreeEntry? existing)
    {
        var sha = call.Text("sha") ?? call.Query("sha");
        if (existing is not null && sha is null)
        {
            throw new GitHubError(422, "Invalid request.\n\n\"sha\" wasn't supplied.");
        }

        if (existing is not null && sha != existing.Target.Sha)
        {
            throw new GitHubError(409, $"{path} does not match {sha}");
        }
    }

    private Commit Commit(GitHubCall call, string branch, Commit? tip, TreeDefinition definition)
    {
        var committer = ObjectEndpoints.Person(call, "committer") ?? GitPerson.Of(call.Caller.Login).At(call.Now);
        var author = ObjectEndpoints.Person(call, "author") ?? committer;
        var commit = call.Git.ObjectDatabase.CreateCommit(
            author, committer, call.Text("message") ?? call.Query("message") ?? call.Required("message"),
            call.Git.ObjectDatabase.CreateTree(definition), tip is null ? [] : [tip], prettifyMessage: false);
        var update = GitReferences.Point(
            call.Git, call.State.Owner, call.State.Name, GitRepositories.Reference(branch), commit.Id, call.Caller.Login);
        call.After(() => repositories.Announce(update!));
        return commit;
    }

    private static Dictionary<string, object?> EntryShape(GitHubCall call, string path, TreeEntry entry, string reference) =>
        entry.Target is Blob blob
            ? Shape(call, path, blob.Sha, blob.Size, entry.Mode == Mode.SymbolicLink ? "symlink" : "file", reference)
            : Shape(call, path, entry.Target.Sha, 0, entry.Target is Tree ? "dir" : "submodule", reference);

    private static Dictionary<string, object?> FileShape(GitHubCall call, string path, Blob blob, string reference, bool isWhole)
    {
        var shape = Shape(call, path, blob.Sha, blob.Size, "file", reference);
        if (isWhole)
        {
            shape["encoding"] = blob.Size > LargestInline ? "none" : "base64";
            shape["content"] = blob.Size > LargestInline ? "" : GitShapes.Base64(blob.Bytes());
        }

        return shape;
    }

    private static Dictionary<string, object?> Shape(
        GitHubCall call, string path, string sha, long size, string type, string reference)
    {
        var escaped = Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);
        var repository = call.State.FullName;
        var self = call.Urls.Api($"repos/{repository}/contents/{escaped}?ref={Uri.EscapeDataString(reference)}");
        var git = call.Urls.Api($"repos/{repository}/git/{(type == "dir" ? "trees" : "blobs")}/{sha}");
        var html = call.Urls.Html($"{repository}/{(type == "dir" ? "tree" : "blob")}/{reference}/{escaped}");
        return new Dictionary<string, object?>
        {
            ["name"] = path.Split('/')[^1],
            ["path"] = path,
            ["sha"] = sha,
            ["size"] = size,
            ["url"] = self,
            ["html_url"] = html,
            ["git_url"] = git,
            ["download_url"] = type == "file" ? call.Urls.Html($"{repository}/raw/{reference}/{escaped}") : null,
            ["type"] = type,
            ["_links"] = new { self, git, html },
        };
    }
}
