using LibGit2Sharp;

namespace AiSre.Playground.Git;

/// <summary>Who a commit says wrote it.</summary>
public sealed record GitPerson(string Name, string Email)
{
    /// <summary>The person whose login GitHub knows, with the address GitHub gives them.</summary>
    public static GitPerson Of(string login) => new(login, $"{login}@users.noreply.github.com");

    internal Signature At(DateTimeOffset when) => new(Name, Email, when);
}
