using AiSre.GitHub;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Reads guardrails and their calendars from disk or from a repository.</summary>
internal sealed class GuardrailFiles(GitHubRepositories repositories, IOptions<GuardrailOptions> options)
{
    private const long LargestFile = 8 * 1024 * 1024;

    /// <summary>The text of the guardrails.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public Task<string> ReadGuardrailsAsync(CancellationToken cancellationToken) => options.Value switch
    {
        { File: { Length: > 0 } file } => ReadDiskAsync(file, cancellationToken),
        { Repository: { Length: > 0 } repository, Path: var path } => ReadGitAsync(repository, path, cancellationToken),
        _ => throw new ProblemException("The guardrails are kept in the database, not in a file."),
    };

    /// <summary>The text of a calendar.</summary>
    /// <param name="name">The file's name, without a folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public Task<string> ReadCalendarAsync(string name, CancellationToken cancellationToken) => options.Value switch
    {
        _ when name != Path.GetFileName(name) || name is "." or ".." => throw new ProblemException($"'{name}' is not the name of a file in the folder of calendars."),
        { Calendars: { Length: > 0 } folder } => ReadDiskAsync(Path.Combine(folder, name), cancellationToken),
        { File: { Length: > 0 } file } => ReadDiskAsync(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name), cancellationToken),
        { Repository: { Length: > 0 } repository, Path: var path } => ReadGitAsync(repository, path[..(path.LastIndexOf('/') + 1)] + name, cancellationToken),
        _ => throw new ProblemException($"There is no folder with the calendar {name}: set Guardrails__Calendars to it, or write the calendar into the guardrails as 'text'."),
    };

    private static async Task<string> ReadDiskAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile
                ? await File.ReadAllTextAsync(file, cancellationToken)
                : throw new ProblemException($"{file} is too large to be read.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{file} cannot be read: {error.Message.TrimEnd('.')}.", innerException: error);
        }
    }

    private async Task<string> ReadGitAsync(string url, string path, CancellationToken cancellationToken)
    {
        var (branch, tree) = await repositories.For(url).NewestTreeAsync(options.Value.Branch, cancellationToken);
        return tree.Files.Any(file => file.Path == path && file.Size <= LargestFile)
            ? await tree.ReadAsync(path, cancellationToken)
            : throw new ProblemException($"The branch {branch} of {url} has no file {path} that could be read.");
    }
}
