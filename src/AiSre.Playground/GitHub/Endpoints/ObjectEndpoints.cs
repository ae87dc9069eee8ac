using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Git's own objects: trees, blobs, commits. https://docs.github.com/en/rest/git.</summary>
internal sealed class ObjectEndpoints(GitHubOptions options)
{
    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/git/trees/{sha}", Right.Read, GetTree);
        routes.InRepository("POST", "/git/trees", Right.Write, CreateTree);
        routes.InRepository("GET", "/git/blobs/{sha}", Right.Read, GetBlob);
        routes.InRepository("POST", "/git/blobs", Right.Write, CreateBlob);
        routes.InRepository("GET", "/git/commits/{sha}", Right.Read, GetCommit);
        routes.InRepository("POST", "/git/commits", Right.Write, CreateCommit);
    }

    private GitHubAnswer GetTree(GitHubCall call)
    {
        var name = call.Route("sha");
        var tree = call.Commit(name)?.Tree ?? Lookup(call, name) as Tree ?? throw GitHubError.NotFound();
        return GitHubAnswer.Ok(Shape(call, tree, call.Query("recursive") is not null));
    }

    private GitHubAnswer CreateTree(GitHubCall call)
    {
        if (call.Field("tree") is not { ValueKind: JsonValueKind.Array } entries)
        {
            throw new GitHubError(422, "Invalid request.\n\n\"tree\" wasn't supplied.");
        }

        var definition = call.Text("base_tree") is { } onto
            ? TreeDefinition.From(Lookup(call, onto)?.Peel<Tree>() ?? throw new GitHubError(404, "Not Found"))
            : new TreeDefinition();
        foreach (var entry in entries.EnumerateArray())
        {
            Apply(call, definition, entry);
        }

        return GitHubAnswer.Created(Shape(call, call.Git.ObjectDatabase.CreateTree(definition), isRecursive: false));
    }

    private static void Apply(GitHubCall call, TreeDefinition definition, JsonElement entry)
    {
        var path = Text(entry, "path") ?? throw new GitHubError(422, "Invalid tree info");
        if (path.Length == 0 || path.Split('/').Any(part => part is "" or "." or ".." or ".git"))
        {
            throw new GitHubError(422, "tree.path contains a malformed path component");
        }

        var isDeleted = entry.TryGetProperty("sha", out var sha) && sha.ValueKind == JsonValueKind.Null && Text(entry, "content") is null;
        if (isDeleted)
        {
            definition.Remove(path);
            return;
        }

        var mode = Text(entry, "mode") switch
        {
            "100644" => Mode.NonExecutableFile,
            "100755" => Mode.ExecutableFile,
            "120000" => Mode.SymbolicLink,
            "040000" => Mode.Directory,
            _ => throw new GitHubError(422, "tree.mode must be one of 100644, 100755, 040000, 160000 or 120000"),
        };
        if (Text(entry, "content") is { } content)
        {
            definition.Add(path, call.Git.WriteBlob(Encoding.UTF8.GetBytes(content)), mode);
            return;
        }

        switch (Text(entry, "sha") is { } id ? Lookup(call, id) : null)
        {
            case Tree folder when mode == Mode.Directory:
                definition.Add(path, folder);
                break;
            case Blob blob when mode != Mode.Directory:
                definition.Add(path, blob, mode);
                break;
            default:
                throw new GitHubError(422, $"tree.sha {Text(entry, "sha")} is not a valid {Text(entry, "type") ?? "object"}");
        }
    }

    private static GitHubAnswer GetBlob(GitHubCall call)
    {
        var blob = Lookup(call, call.Route("sha")) as Blob ?? throw GitHubError.NotFound();
        return call.Accepts("raw") is { } type
            ? GitHubAnswer.File(blob.Bytes(), $"{type}; charset=utf-8")
            : GitHubAnswer.Ok(call.Urls.Blob(call.State.FullName, blob));
    }

    private static GitHubAnswer CreateBlob(GitHubCall call)
    {
        var content = call.Required("content");
        byte[] bytes;
        try
        {
            bytes = call.Text("encoding") == "base64" ? Convert.FromBase64String(content) : Encoding.UTF8.GetBytes(content);
        }
        catch (FormatException)
        {
            throw new GitHubError(422, "content is not valid Base64");
        }

        var blob = call.Git.WriteBlob(bytes);
        return GitHubAnswer.Created(new { url = call.Urls.Api($"repos/{call.State.FullName}/git/blobs/{blob.Sha}"), sha = blob.Sha });
    }

    private static GitHubAnswer GetCommit(GitHubCall call) =>
        GitHubAnswer.Ok(call.Urls.GitCommit(
            call.State.FullName, Lookup(call, call.Route("sha")) as Commit ?? throw GitHubError.NotFound()));

    private static GitHubAnswer CreateCommit(GitHubCall call)
    {
        var message = call.Required("message");
        var tree = Lookup(call, call.Required("tree")) as Tree ?? throw new GitHubError(422, "Tree SHA does not exist");
        var parents = call.Texts("parents")
            .Select(parent => Lookup(call, parent) as Commit
                ?? throw new GitHubError(422, "Parent SHA does not exist or is not a commit object"))
            .ToArray();
        var author = Person(call, "author") ?? GitPerson.Of(call.Caller.Login).At(call.Now);
        var commit = call.Git.ObjectDatabase.CreateCommit(
            author, Person(call, "committer") ?? author, message, tree, parents, prettifyMessage: false);
        return GitHubAnswer.Created(call.Urls.GitCommit(call.State.FullName, commit));
    }

    /// <summary>Who the caller says made a commit; null when the caller says nothing.</summary>
    internal static Signature? Person(GitHubCall call, string field)
    {
        if (call.Field(field) is not { ValueKind: JsonValueKind.Object } person)
        {
            return null;
        }

        if (Text(person, "name") is not { Length: > 0 } name || Text(person, "email") is not { Length: > 0 } email)
        {
            throw new GitHubError(422, $"Invalid request.\n\n\"{field}\" needs a name and an email.");
        }

        var date = DateTimeOffset.TryParse(
            Text(person, "date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given) ? given : call.Now;
        return new Signature(name, email, date);
    }

    private object Shape(GitHubCall call, Tree tree, bool isRecursive)
    {
        var entries = tree.Walk(isRecursive).Take(options.LongestTree + 1).ToList();
        return new
        {
            sha = tree.Sha,
            url = call.Urls.Api($"repos/{call.State.FullName}/git/trees/{tree.Sha}"),
            tree = entries.Take(options.LongestTree).Select(entry => call.Urls.TreeItem(call.State.FullName, entry, call.Git)),
            truncated = entries.Count > options.LongestTree,
        };
    }

    private static GitObject? Lookup(GitHubCall call, string sha) =>
        ObjectId.TryParse(sha, out var id) ? call.Git.Lookup(id) : null;

    private static string? Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
