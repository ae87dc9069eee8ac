using System.Net;
using System.Text;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Pages;

/// <summary>What a person sees where the link to a commit, or to a line of a file, leads.</summary>
internal sealed class CommitPage(GitRepositories repositories, GitHubStore store)
{
    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/{owner}/{repo}/commit/{sha}", Show);
        site.MapGet("/{owner}/{repo}/blob/{sha}/{**path}", ShowFile);
    }

    private IResult Show(string owner, string repo, string sha) => With(owner, repo, sha, (state, git, commit) =>
    {
        using var patch = git.Diff.Compare<Patch>(commit.Parents.FirstOrDefault()?.Tree, commit.Tree);
        var lines = patch.Content.TrimEnd('\n').Split('\n').Select(PullRequestHtml.Line);
        var page = Head(state, commit) + $"<div class=\"box\"><pre id=\"diff\">{string.Concat(lines)}</pre></div>";
        return PullRequestHtml.Answer(PullRequestHtml.Frame(commit.MessageShort, page));
    });

    private IResult ShowFile(string owner, string repo, string sha, string path) => With(owner, repo, sha, (state, _, commit) =>
    {
        if (commit.Tree[path]?.Target is not Blob blob)
        {
            return Results.NotFound($"There is no {path} at {sha}.");
        }

        var lines = Encoding.UTF8.GetString(blob.Bytes()).TrimEnd('\n').Split('\n')
            .Select((line, index) => $"<span id=\"L{index + 1}\"><span class=\"number\">{index + 1,5}</span>  {WebUtility.HtmlEncode(line)}</span>");
        var page = Head(state, commit) + $"<h2>{WebUtility.HtmlEncode(path)}</h2><div class=\"box\"><pre>{string.Concat(lines)}</pre></div>";
        return PullRequestHtml.Answer(PullRequestHtml.Frame(path, page));
    });

    private static string Head(RepositoryState state, Commit commit) =>
        $"<p class=\"quiet\"><a href=\"/{state.FullName}/pulls\">{state.FullName}</a> on the playground's GitHub</p>"
        + $"<h1><a href=\"/{state.FullName}/commit/{commit.Sha}\">{WebUtility.HtmlEncode(commit.MessageShort)}</a></h1>"
        + $"<p class=\"quiet\">{WebUtility.HtmlEncode(commit.Author.Name)} committed <code>{commit.Sha[..7]}</code></p>";

    private IResult With(string owner, string repo, string sha, Func<RepositoryState, Repository, Commit, IResult> answer)
    {
        if (store.Find(owner, repo) is not { } state)
        {
            return Results.NotFound($"There is no repository {owner}/{repo}.");
        }

        lock (repositories.LockOf(state.Owner, state.Name))
        {
            using var git = repositories.Open(state.Owner, state.Name);
            return GitReferences.Find(git, sha) is { } commit ? answer(state, git, commit) : Results.NotFound($"There is no commit {sha}.");
        }
    }
}
