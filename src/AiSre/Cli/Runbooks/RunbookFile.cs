using AiSre.Runbooks;

namespace AiSre.Cli.Runbooks;

/// <summary>A runbook in a file, or what is wrong with it.</summary>
/// <param name="Path">The file, as it was named or found.</param>
/// <param name="Text">All of it.</param>
/// <param name="Result">The runbook, or its mistakes.</param>
internal sealed record RunbookFile(string Path, string Text, RunbookParseResult Result)
{
    /// <summary>Reads files, and in folders every Markdown file that has front matter, those of folders in them too.</summary>
    /// <exception cref="ProblemException">There is no such file or folder, or it cannot be read, or there is no runbook.</exception>
    public static IReadOnlyList<RunbookFile> Find(IEnumerable<string> paths)
    {
        var files = paths.SelectMany(FilesOf).DistinctBy(file => System.IO.Path.GetFullPath(file.Path)).ToList();
        return files.Count > 0 ? files : throw new ProblemException("There is no runbook: name Markdown files that begin with a line '---', or folders that have some.");
    }

    private static IEnumerable<RunbookFile> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [Read(path)];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read).Where(file => file.Text.TrimStart('\uFEFF').StartsWith("---", StringComparison.Ordinal)).ToList()
            : throw new ProblemException($"There is no file or folder {path}; name runbooks, or a folder that has some.");
    }

    private static RunbookFile Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return new RunbookFile(path, text, RunbookParser.Parse(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{path} cannot be read ({exception.Message}): check its permissions.", innerException: exception);
        }
    }
}
