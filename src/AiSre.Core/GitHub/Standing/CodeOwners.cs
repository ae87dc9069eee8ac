using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.GitHub.Standing;

/// <summary>Who owns one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Owners">As the repository writes them: <c>@acme/platform</c>, <c>@anna</c>, a mail address.</param>
public sealed record FileOwners(string Path, ImmutableArray<string> Owners);

/// <summary>A repository's CODEOWNERS. Pure.</summary>
/// <remarks>Syntax and places: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners.</remarks>
public sealed class CodeOwners
{
    /// <summary>GitHub itself reads no longer file.</summary>
    private const int LongestFile = 3 * 1024 * 1024;

    private const int MostRules = 10_000;

    private static readonly string[] Places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
    private const int LongestPattern = 1_000;

    private readonly ImmutableArray<(Lazy<Regex> Pattern, ImmutableArray<string> Owners)> _rules;

    private CodeOwners(ImmutableArray<(Lazy<Regex> Pattern, ImmutableArray<string> Owners)> rules) => _rules = rules;

    /// <summary>The file of a commit; without one nobody owns anything.</summary>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public static async Task<CodeOwners> ReadAsync(IRepositoryTree tree, CancellationToken cancellationToken)
    {
        var place = Places.FirstOrDefault(place => tree.Files.Any(file => file.Path == place && file.Size <= LongestFile));
        return Parse(place is null ? "" : await tree.ReadAsync(place, cancellationToken));
    }

    /// <summary>Reads the text of such a file; lines that GitHub skips are skipped.</summary>
    public static CodeOwners Parse(string text)
    {
        var rules = ImmutableArray.CreateBuilder<(Lazy<Regex>, ImmutableArray<string>)>();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Take(MostRules))
        {
            var comment = line.IndexOf(" #", StringComparison.Ordinal);
            var words = (comment < 0 ? line : line[..comment]).Replace("\\ ", "\u0000", StringComparison.Ordinal)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace('\u0000', ' ')).ToList();
            if (words is [{ Length: <= LongestPattern } pattern, .. var owners] && pattern[0] is not '!' && !pattern.Contains('[', StringComparison.Ordinal))
            {
                rules.Add((new Lazy<Regex>(() => Pattern(pattern)), [.. owners]));
            }
        }

        return new CodeOwners(rules.ToImmutable());
    }

    /// <summary>Who owns a file; empty when nobody does. The last line that fits decides, also to nobody.</summary>
    /// <param name="path">From the repository's root.</param>
    public FileOwners Of(string path) => new(path, _rules.LastOrDefault(rule => rule.Pattern.Value.IsMatch(path)).Owners is { IsDefault: false } owners ? owners : []);

    private static Regex Pattern(string pattern)
    {
        var isAnchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var text = new StringBuilder(isAnchored ? @"\A" : @"\A(?:.*/)?");
        var rest = pattern.TrimStart('/').TrimEnd('/');
        for (var index = 0; index < rest.Length; index++)
        {
            if (rest.AsSpan(index).StartsWith("**/"))
            {
                text.Append("(?:.*/)?");
                index += 2;
            }
            else if (rest.AsSpan(index).StartsWith("**"))
            {
                text.Append(".*");
                index++;
            }
            else
            {
                text.Append(rest[index] switch { '*' => "[^/]*", '?' => "[^/]", var other => Regex.Escape(other.ToString()) });
            }
        }

        // "docs/*" owns the files right in the folder; any other pattern that fits a folder owns all below it.
        var isOneLevel = !pattern.EndsWith('/') && rest.EndsWith("/*", StringComparison.Ordinal);
        text.Append(pattern.EndsWith('/') ? "/" : isOneLevel ? @"\z" : @"(?:/|\z)");
        // Without backtracking a match takes time in proportion to the path, whatever the pattern.
        return new Regex(text.ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
