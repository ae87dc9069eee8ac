using System.Collections.Concurrent;
using System.Globalization;
using AiSre.GitHub;

namespace AiSre.Runbooks.Sources;

/// <summary>Reads a source's Markdown files: the list once, and only those that hold something new.</summary>
internal static class SourceFiles
{
    private const int MostFiles = 500;
    private const long MostBytes = 32L << 20;
    private const int AtOnce = 4;

    /// <summary>All of them, by path. Links are not followed: Git's listing is of files only, by their own names.</summary>
    /// <param name="source">The source.</param>
    /// <param name="branch">The branch that the tree is of.</param>
    /// <param name="tree">The repository.</param>
    /// <param name="known">What was taken over from this source before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The list is not whole, or is too long; nothing may be concluded from it.</exception>
    public static async Task<IReadOnlyList<FoundFile>> ReadAsync(
        ConfiguredSource source, string branch, IRepositoryTree tree, IEnumerable<KnownRunbook> known, CancellationToken cancellationToken)
    {
        var files = tree.Files.Where(file => source.Has(file.Path) && file.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)).ToList();
        var taken = known.Where(one => one.Source == source.Key && one.Path is not null && one.BlobSha is not null).ToLookup(one => one.Path!, StringComparer.Ordinal);
        var changed = files.Where(file => Unchanged(file) is null).ToList();
        Bound(source, branch, files, changed);
        var found = new ConcurrentBag<FoundFile>();
        await Parallel.ForEachAsync(
            changed, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (file, cancellation) => found.Add(await ReadAsync(tree, file, cancellation)));
        return [.. files.Select(Unchanged).OfType<FoundFile>().Concat(found).OrderBy(file => file.Path, StringComparer.Ordinal)];

        FoundFile? Unchanged(RepositoryFile file) =>
            taken[file.Path].FirstOrDefault(one => one.BlobSha == file.Sha) is { } same ? FoundFile.Unchanged(file.Path, file.Sha!, same.Id) : null;
    }

    private static void Bound(ConfiguredSource source, string branch, List<RepositoryFile> files, List<RepositoryFile> changed)
    {
        if (files.Count == 0)
        {
            throw new ProblemException(
                $"The branch {branch} of {source.Address.FullName} has no Markdown file {(source.Folder.Length == 0 ? "at all" : $"in the folder {source.Folder}")}, so nothing was changed; check the path, or take the source out of the settings if its runbooks are to be kept here.");
        }

        if (files.Count > MostFiles)
        {
            throw new ProblemException(
                $"{source.Name} has {files.Count} Markdown files, and AiSre reads {MostFiles} of a source at most, so nothing was changed; give the runbooks a folder of their own.");
        }

        if (changed.Sum(file => file.Size) > MostBytes)
        {
            throw new ProblemException(
                string.Create(CultureInfo.InvariantCulture, $"The changed Markdown files of {source.Name} have {changed.Sum(file => file.Size) >> 20} MiB together, and AiSre reads {MostBytes >> 20} MiB at most, so nothing was changed; give the runbooks a folder of their own."));
        }
    }

    private static async Task<FoundFile> ReadAsync(IRepositoryTree tree, RepositoryFile file, CancellationToken cancellationToken)
    {
        try
        {
            return FoundFile.Of(file.Path, file.Sha!, await tree.ReadAsync(file.Path, cancellationToken));
        }
        catch (ProblemException problem) when (!problem.IsTransient)
        {
            return FoundFile.NotRead(file.Path, file.Sha!, problem.Message);
        }
    }
}
