using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using LibGit2Sharp;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Git references and branches: https://docs.github.com/en/rest/git/refs.</summary>
internal sealed class ReferenceEndpoints(GitRepositories repositories)
{
    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/git/ref/{**reference}", Right.Read, Get);
        routes.InRepository("GET", "/git/matching-refs/{**reference}", Right.Read, Matching);
        routes.InRepository("GET", "/git/refs/{**reference}", Right.Read, GetOrMatching);
        routes.InRepository("POST", "/git/refs", Right.Write, Create);
        routes.InRepository("PATCH", "/git/refs/{**reference}", Right.Write, Update);
        routes.InRepository("DELETE", "/git/refs/{**reference}", Right.Write, Delete);
        routes.InRepository("GET", "/branches", Right.Read, ListBranches);
        routes.InRepository("GET", "/branches/{**branch}", Right.Read, GetBranch);
        routes.InRepository("GET", "/branches/{branch}/protection", Right.Admin, GetProtection);
        routes.InRepository("PUT", "/branches/{branch}/protection", Right.Admin, Protect);
        routes.InRepository("DELETE", "/branches/{branch}/protection", Right.Admin, Unprotect);
    }

    private static GitHubAnswer Get(GitHubCall call) =>
        GitHubAnswer.Ok(Shape(call, Find(call) ?? throw GitHubError.NotFound()));

    private static GitHubAnswer Matching(GitHubCall call) =>
        GitHubAnswer.Page(call, StartingWith(call), reference => Shape(call, reference));

    /// <summary>The older form, which Octokit still uses: the reference, or those that begin so.</summary>
    private static GitHubAnswer GetOrMatching(GitHubCall call)
    {
        if (Find(call) is not null)
        {
            return Get(call);
        }

        return StartingWith(call).Count == 0 ? throw GitHubError.NotFound() : Matching(call);
    }

    private GitHubAnswer Create(GitHubCall call)
    {
        var name = call.Required("ref");
        if (!name.StartsWith("refs/", StringComparison.Ordinal) || name.Count(character => character == '/') < 2)
        {
            throw new GitHubError(422, "Reference name must start with 'refs/' and have at least two slashes.");
        }

        if (!Reference.IsValidName(name))
        {
            throw new GitHubError(422, $"{name} is not a valid ref name.");
        }

        var commit = CommitOf(call);
        if (call.Git.Refs[name] is not null)
        {
            throw new GitHubError(422, "Reference already exists");
        }

        // Git keeps a branch "a/b" in a folder "a", where a branch "a" cannot be.
        if (call.Git.Refs.Any(other => other.CanonicalName.StartsWith(name + "/", StringComparison.Ordinal)
            || name.StartsWith(other.CanonicalName + "/", StringComparison.Ordinal)))
        {
            throw new GitHubError(422, "Reference update failed");
        }

        Point(call, name, commit);
        return GitHubAnswer.Created(Shape(call, call.Git.Refs[name]));
    }

    private GitHubAnswer Update(GitHubCall call)
    {
        var reference = Find(call) ?? throw new GitHubError(422, "Reference does not exist");
        var commit = CommitOf(call);
        var before = call.Git.Lookup<Commit>(reference.ResolveToDirectReference().TargetIdentifier);
        if (call.Flag("force") != true && call.Git.ObjectDatabase.FindMergeBase(before, commit)?.Sha != before.Sha)
        {
            throw new GitHubError(422, "Update is not a fast forward");
        }

        Point(call, reference.CanonicalName, commit);
        return GitHubAnswer.Ok(Shape(call, call.Git.Refs[reference.CanonicalName]));
    }

    private GitHubAnswer Delete(GitHubCall call)
    {
        var reference = Find(call) ?? throw new GitHubError(422, "Reference does not exist");
        if (reference.CanonicalName == call.Git.Refs.Head.TargetIdentifier)
        {
            throw new GitHubError(422, "Cannot delete the default branch");
        }

        Announce(call, GitReferences.Delete(call.Git, call.State.Owner, call.State.Name, reference, call.Caller.Login));
        return GitHubAnswer.NoContent();
    }

    private static GitHubAnswer ListBranches(GitHubCall call) =>
        GitHubAnswer.Page(call, GitReferences.Branches(call.Git), branch => new
        {
            name = branch.Key,
            commit = new { sha = branch.Value, url = call.Urls.Api($"repos/{call.State.FullName}/commits/{branch.Value}") },
            @protected = call.State.Protections.ContainsKey(branch.Key),
        });

    private static GitHubAnswer GetBranch(GitHubCall call)
    {
        var name = call.Route("branch");
        var sha = call.Git.Refs[GitRepositories.Reference(name)]?.ResolveToDirectReference().TargetIdentifier
            ?? throw GitHubError.NotFound("Branch not found");
        var api = call.Urls.Api($"repos/{call.State.FullName}/branches/{Uri.EscapeDataString(name)}");
        var protection = call.State.Protections.GetValueOrDefault(name);
        // A ruleset protects a branch too, and shows nothing of itself here.
        var isProtected = protection is not null || BranchDemands.RulesFor(call.State, name).Any();
        return GitHubAnswer.Ok(new
        {
            name,
            commit = call.Urls.Commit(call.State.FullName, call.Git.Lookup<Commit>(sha)),
            _links = new { self = api, html = call.Urls.Html($"{call.State.FullName}/tree/{name}") },
            @protected = isProtected,
            protection = protection is null ? (object)new { enabled = isProtected } : new { enabled = true, required_status_checks = Checks(call, protection) },
            protection_url = $"{api}/protection",
        });
    }

    private static GitHubAnswer Protect(GitHubCall call)
    {
        var reviews = Given(call, "required_pull_request_reviews");
        var checks = Given(call, "required_status_checks");
        call.State.Protections[call.Route("branch")] = new ProtectionState(
            reviews.TryGetProperty("required_approving_review_count", out var count) ? count.GetInt32() : 0,
            checks.TryGetProperty("contexts", out var contexts) ? [.. contexts.EnumerateArray().Select(context => context.GetString()!)] : [])
        {
            NeedsCodeOwners = reviews.TryGetProperty("require_code_owner_reviews", out var owners) && owners.GetBoolean(),
            IsStrict = checks.TryGetProperty("strict", out var strict) && strict.GetBoolean(),
        };
        return GetProtection(call);
    }

    private static GitHubAnswer GetProtection(GitHubCall call)
    {
        var protection = call.State.Protections.GetValueOrDefault(call.Route("branch")) ?? throw GitHubError.NotFound("Branch not protected");
        var url = call.Urls.Api($"repos/{call.State.FullName}/branches/{call.Route("branch")}/protection");
        return GitHubAnswer.Ok(new
        {
            url,
            required_pull_request_reviews = new
            {
                url = $"{url}/required_pull_request_reviews",
                dismiss_stale_reviews = false,
                require_code_owner_reviews = protection.NeedsCodeOwners,
                required_approving_review_count = protection.RequiredApprovals,
            },
            required_status_checks = Checks(call, protection),
        });
    }

    private static object Checks(GitHubCall call, ProtectionState protection) => new
    {
        url = call.Urls.Api($"repos/{call.State.FullName}/branches/{call.Route("branch")}/protection/required_status_checks"),
        enforcement_level = "non_admins",
        contexts = protection.RequiredChecks,
        contexts_url = call.Urls.Api($"repos/{call.State.FullName}/branches/{call.Route("branch")}/protection/required_status_checks/contexts"),
        checks = protection.RequiredChecks.Select(context => new { context, app_id = (int?)null }),
        strict = protection.IsStrict,
    };

    private static System.Text.Json.JsonElement Given(GitHubCall call, string name) =>
        call.Field(name) is { ValueKind: System.Text.Json.JsonValueKind.Object } given ? given : System.Text.Json.JsonDocument.Parse("{}").RootElement;

    private static GitHubAnswer Unprotect(GitHubCall call)
    {
        call.State.Protections.Remove(call.Route("branch"));
        return GitHubAnswer.NoContent();
    }

    private static Reference? Find(GitHubCall call) =>
        $"refs/{call.Route("reference")}" is var name && Reference.IsValidName(name) ? call.Git.Refs[name] : null;

    private static List<Reference> StartingWith(GitHubCall call) =>
        [.. call.Git.Refs
            .Where(reference => reference.CanonicalName.StartsWith($"refs/{call.Route("reference")}", StringComparison.Ordinal))
            .OrderBy(reference => reference.CanonicalName, StringComparer.Ordinal)];

    private static object Shape(GitHubCall call, Reference reference) =>
        call.Urls.Reference(call.State.FullName, reference.CanonicalName, reference.ResolveToDirectReference().TargetIdentifier);

    private static Commit CommitOf(GitHubCall call) =>
        ObjectId.TryParse(call.Required("sha"), out var id) && call.Git.Lookup(id) is Commit commit
            ? commit
            : throw new GitHubError(422, "Object does not exist");

    private void Point(GitHubCall call, string name, Commit commit) =>
        Announce(call, GitReferences.Point(call.Git, call.State.Owner, call.State.Name, name, commit.Id, call.Caller.Login));

    private void Announce(GitHubCall call, BranchUpdate? update)
    {
        if (update is not null)
        {
            call.After(() => repositories.Announce(update));
        }
    }
}
