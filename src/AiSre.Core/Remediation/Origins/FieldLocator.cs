using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Origins;

/// <summary>Finds the place in Git that changed a field of a live object between two commits.</summary>
internal sealed class FieldLocator
{
    /// <summary>Files of a source that cannot be followed; a chart has a few dozen.</summary>
    private const int MostFiles = 200;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json", ".properties", ".env", ".tpl"];

    private readonly SourceListing? _listing;
    private readonly ImmutableArray<(string Path, string? Before, string? After)> _changed;

    private FieldLocator(SourceListing? listing, ImmutableArray<(string Path, string? Before, string? After)> changed)
    {
        _listing = listing;
        _changed = changed;
    }

    /// <summary>Whether any file of the source differs between the two commits.</summary>
    public bool HasChanges => !_changed.IsEmpty;

    /// <summary>Reads the source at both commits.</summary>
    /// <param name="application">As <c>namespace/name</c>.</param>
    /// <param name="source">The source that changed.</param>
    /// <param name="all">Every source of the application: charts may take values from another one.</param>
    /// <param name="from">The repository at the earlier commit.</param>
    /// <param name="to">The repository at the later commit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public static async Task<FieldLocator> ReadAsync(
        string application, ApplicationSource source, IReadOnlyList<ApplicationSource> all, IRepositoryTree from, IRepositoryTree to, CancellationToken cancellationToken)
    {
        var files = new SourceFiles(to);
        SourceListing? listing = null;
        IEnumerable<string> made;
        try
        {
            listing = source.Path.Length > 0 || source.RefName.Length == 0 ? await ApplicationSourceReader.ReadAsync(application, source, files, cancellationToken) : null;
            made = listing is null ? ChartFiles(source, all, to) : files.Read.Concat(listing.NotRead.Where(files.HasFile));
        }
        catch (SourceRefusedException)
        {
            made = ChartFiles(source, all, to); // Rendered by a chart or a plugin: its lines may tell all the same.
        }

        var earlier = from.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var changed = ImmutableArray.CreateBuilder<(string Path, string? Before, string? After)>();
        foreach (var path in made.Distinct())
        {
            // What is the same in both is kept by its hash, and asked for once.
            var after = await to.ReadAsync(path, cancellationToken);
            var before = earlier.Contains(path) ? await from.ReadAsync(path, cancellationToken) : null;
            if (before != after)
            {
                changed.Add((path, before, after));
            }
        }

        return new FieldLocator(listing, changed.ToImmutable());
    }

    /// <summary>The place that changed the field; null when none did, or it cannot be told which.</summary>
    public FieldLocation? Find(ObjectRef live, FieldChange change)
    {
        var declared = _listing?.Objects.FirstOrDefault(candidate => candidate.Is(live));
        string[] names = declared is null ? [live.Name] : [declared.Declared.Name, declared.Name, live.Name];

        // Patches are read after what they patch, so the last one decides.
        var manifest = _changed
            .Select(file => (Location: new ManifestField(file.Path, live.Kind, names, change.Path), file.Before, file.After))
            .LastOrDefault(file => file.Location.Read(file.Before).Value != file.Location.Read(file.After).Value);
        if (manifest.Location is { } found)
        {
            return found;
        }

        var lines = _changed.Select(file => TextLine.Find(file.Path, file.Before, file.After, change)).OfType<TextLine>().ToList();
        return lines is [var line] ? line : null;
    }

    private static IEnumerable<string> ChartFiles(ApplicationSource source, IReadOnlyList<ApplicationSource> all, IRepositoryTree tree)
    {
        var folder = RepositoryPath.Combine("", source.Path) ?? "";
        var values = all.SelectMany(one => one.Helm?.ValueFiles ?? []).Select(file =>
            source.RefName.Length > 0 && file.StartsWith($"${source.RefName}/", StringComparison.Ordinal) ? RepositoryPath.Combine("", file[(source.RefName.Length + 2)..])
            : file.StartsWith('$') ? null : RepositoryPath.Combine(folder, file)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var isChart = source.Path.Length > 0;
        return tree.Files.Select(file => file.Path)
            .Where(path => values.Contains(path) || (isChart && RepositoryPath.IsWithin(path, folder) && Extensions.Contains(Path.GetExtension(path))))
            .OrderBy(path => values.Contains(path) ? 0 : 1)
            .Take(MostFiles);
    }
}
