using LibGit2Sharp;

namespace AiSre.Playground.Git;

/// <summary>Finding and moving references of an open repository. Callers hold the repository's lock when they move one.</summary>
internal static class GitReferences
{
    private const string Heads = "refs/heads/";

    /// <summary>The commit that a branch, a tag, a full reference or a SHA (7 digits or more) names; null when nothing.</summary>
    public static Commit? Find(Repository repository, string name)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (name == "HEAD")
        {
            return repository.Head.Tip;
        }

        foreach (var prefix in (string[])[Heads, "refs/tags/", ""])
        {
            if (Reference.IsValidName(prefix + name)
                && repository.Refs[prefix + name]?.ResolveToDirectReference()?.TargetIdentifier is { } sha)
            {
                return repository.Lookup(sha)?.Peel<Commit>();
            }
        }

        return name.Length >= 7 && name.All(char.IsAsciiHexDigit) ? repository.Lookup(name) as Commit : null;
    }

    /// <summary>Points a reference at a commit, making it when missing.</summary>
    /// <returns>What to announce when it is a branch; null otherwise.</returns>
    public static BranchUpdate? Point(Repository repository, string owner, string name, string reference, ObjectId commit, string actor)
    {
        var before = repository.Refs[reference]?.ResolveToDirectReference()?.TargetIdentifier;
        repository.Refs.Add(reference, commit, allowOverwrite: true);
        return BranchOf(reference) is { } branch && before != commit.Sha
            ? new BranchUpdate(owner, name, branch, before, commit.Sha, actor)
            : null;
    }

    /// <summary>Deletes a reference.</summary>
    /// <returns>What to announce when it is a branch; null otherwise.</returns>
    public static BranchUpdate? Delete(Repository repository, string owner, string name, Reference reference, string actor)
    {
        var before = reference.ResolveToDirectReference()?.TargetIdentifier;
        repository.Refs.Remove(reference);
        return BranchOf(reference.CanonicalName) is { } branch ? new BranchUpdate(owner, name, branch, before, null, actor) : null;
    }

    /// <summary>Every branch with its commit, by name.</summary>
    public static SortedDictionary<string, string> Branches(Repository repository) =>
        new(repository.Refs.FromGlob(Heads + "*")
            .Where(reference => reference.ResolveToDirectReference() is not null)
            .ToDictionary(
                reference => reference.CanonicalName[Heads.Length..],
                reference => reference.ResolveToDirectReference().TargetIdentifier), StringComparer.Ordinal);

    private static string? BranchOf(string reference) =>
        reference.StartsWith(Heads, StringComparison.Ordinal) ? reference[Heads.Length..] : null;
}
