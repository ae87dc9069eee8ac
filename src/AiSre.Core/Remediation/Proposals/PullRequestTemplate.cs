using AiSre.GitHub;

namespace AiSre.Remediation.Proposals;

/// <summary>The text that a repository wants in every pull request: its checklists, and what its own checks look for.</summary>
/// <remarks>Where GitHub looks for it: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/creating-a-pull-request-template-for-your-repository.</remarks>
internal static class PullRequestTemplate
{
    /// <summary>Where in a template AiSre's text goes; below the template's own text where it has no such place.</summary>
    public const string Place = "<!-- aisre -->";

    /// <summary>GitHub takes no longer text altogether.</summary>
    public const int LongestText = 65_536;

    private const int LongestTemplate = 20_000;

    private static readonly string[] Folders = [".github", "", "docs"];

    /// <summary>The template; null where the repository has none, or none of sensible length.</summary>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public static async Task<string?> ReadAsync(IRepositoryTree tree, CancellationToken cancellationToken)
    {
        var found = Folders
            .SelectMany(folder => tree.Files.Where(file => IsTemplate(folder, file.Path) && file.Size <= LongestTemplate))
            .Select(file => file.Path)
            .FirstOrDefault();
        return found is null ? null : await tree.ReadAsync(found, cancellationToken);
    }

    /// <summary>AiSre's text with the template's.</summary>
    public static string Around(string body, string? template)
    {
        if (string.IsNullOrWhiteSpace(template))
        {
            return body;
        }

        var at = template.IndexOf(Place, StringComparison.Ordinal);
        var text = at < 0
            ? $"{body.TrimEnd()}\n\n---\n\n{template.Trim()}\n"
            : string.Concat(template.AsSpan(0, at), body.Trim(), template.AsSpan(at + Place.Length));
        return text.Length <= LongestText ? text : body;
    }

    private static bool IsTemplate(string folder, string path) =>
        Path.GetDirectoryName(path)?.Replace('\\', '/') == folder
        && Path.GetFileNameWithoutExtension(path).Equals("pull_request_template", StringComparison.OrdinalIgnoreCase)
        && Path.GetExtension(path).ToLowerInvariant() is ".md" or ".txt" or "";
}
