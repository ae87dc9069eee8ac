using AiSre.GitHub;
using Microsoft.Extensions.Options;

namespace AiSre.Runbooks.Sources;

/// <summary>The repositories that runbooks are synced from; section <c>Runbooks</c>.</summary>
public sealed class RunbookSourceOptions
{
    public const string Section = "Runbooks";

    /// <summary>Each a folder of a repository on GitHub.</summary>
    public IList<RunbookRepositoryOptions> Repositories { get; } = [];

    /// <summary>The same, read; only of settings that hold.</summary>
    internal IEnumerable<ConfiguredSource> Sources() => Repositories.Select(one => new ConfiguredSource(one.Repository!, one.Branch, one.Folder, one.Interval));
}

/// <summary>A folder of a repository whose runbooks are in force.</summary>
public sealed class RunbookRepositoryOptions
{
    /// <summary>The repository's address: <c>https://github.com/acme/runbooks</c>.</summary>
    public string? Repository { get; set; }

    /// <summary>The branch; null for the default one.</summary>
    public string? Branch { get; set; }

    /// <summary>The folder, from the repository's root; every <c>*.md</c> file in it and below that has front matter is a runbook. Empty for the whole repository.</summary>
    public string Path { get; set; } = "";

    /// <summary>How often the branch is looked at, beside every push that a webhook tells.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    internal string Folder => Path.Trim('/');
}

/// <summary>Says everything that is wrong with <see cref="RunbookSourceOptions"/> at once.</summary>
/// <param name="repositories">Asked for when it is needed and not before: with wrong settings of GitHub there are none, and that must not keep all other mistakes from being told.</param>
internal sealed class RunbookSourceOptionsValidator(Func<GitHubRepositories> repositories) : IValidateOptions<RunbookSourceOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, RunbookSourceOptions options)
    {
        var failures = options.Repositories.SelectMany(Of).ToList();
        if (failures.Count == 0)
        {
            failures.AddRange(Overlaps([.. options.Sources()]));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Of(RunbookRepositoryOptions one, int index)
    {
        var setting = $"{RunbookSourceOptions.Section}:{nameof(RunbookSourceOptions.Repositories)}:{index}";
        if (RepositoryAddress.TryParse(one.Repository) is null)
        {
            yield return $"{setting}:Repository is '{one.Repository}', which is not the address of a GitHub repository; it should read like https://github.com/owner/name.";
        }
        else if (WhyNotReached(one.Repository!) is { } why)
        {
            yield return $"{setting}:Repository cannot be read: {why}";
        }

        if (one.Folder.Split('/').Any(part => part is "." or ".." || (part.Length == 0 && one.Folder.Length > 0)) || one.Folder.Contains('\\', StringComparison.Ordinal))
        {
            yield return $"{setting}:Path is '{one.Path}', which is not a folder of the repository; it should read like runbooks/platform.";
        }

        if (one.Branch?.Any(character => char.IsWhiteSpace(character) || character is '~' or '^' or ':' or '?' or '*' or '[' or '\\') == true || one.Branch?.StartsWith("refs/", StringComparison.Ordinal) == true)
        {
            yield return $"{setting}:Branch is '{one.Branch}', which is not the name of a branch; it should read like main.";
        }

        if (one.Interval < Shortest || one.Interval > Longest)
        {
            yield return $"{setting}:Interval must be between a tenth of a second and a day, such as 00:01:00.";
        }
    }

    private string? WhyNotReached(string repository)
    {
        try
        {
            repositories().For(repository);
            return null;
        }
        catch (ProblemException problem)
        {
            return problem.Message;
        }
        catch (OptionsValidationException)
        {
            return null; // What is wrong with the settings of GitHub is told beside this.
        }
    }

    // Two sources of one file would be two owners of one id.
    private static IEnumerable<string> Overlaps(IReadOnlyList<ConfiguredSource> sources) =>
        from first in Enumerable.Range(0, sources.Count)
        from second in Enumerable.Range(first + 1, sources.Count - first - 1)
        where sources[first].Overlaps(sources[second])
        select $"{RunbookSourceOptions.Section}:{nameof(RunbookSourceOptions.Repositories)}:{second} has the same files as {first} ({sources[second].Name}); leave one of them out, or give them folders of their own.";
}
