namespace AiSre.Playground.Git;

/// <summary>A branch of a repository points elsewhere now.</summary>
/// <param name="Owner">User or organization.</param>
/// <param name="Name">The repository's name, without <c>.git</c>.</param>
/// <param name="Branch">The branch's name, without <c>refs/heads/</c>.</param>
/// <param name="Before">The commit it pointed to; null when the branch is new.</param>
/// <param name="Sha">The commit it points to; null when the branch was deleted.</param>
/// <param name="Actor">Who did it.</param>
public sealed record BranchUpdate(string Owner, string Name, string Branch, string? Before, string? Sha, string Actor);
