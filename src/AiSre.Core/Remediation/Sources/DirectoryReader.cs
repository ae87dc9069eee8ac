using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Sources;

/// <summary>Reads a folder of plain manifests as Argo CD does: YAML and JSON files, below it only when the application says so.</summary>
internal static class DirectoryReader
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    public static async Task<SourceListing> ReadAsync(string folder, DirectorySource? options, SourceFiles files, CancellationToken cancellationToken)
    {
        var included = Included(folder, options);
        var candidates = files.In(folder, options?.Recurse ?? false).Where(included).ToList();
        var paths = candidates.Where(path => Extensions.Contains(Path.GetExtension(path))).ToList();
        var parsed = await files.ReadAsync(paths, cancellationToken);
        ImmutableArray<SourceObject> objects = [.. paths.Zip(parsed).SelectMany(pair => ManifestReader.Objects(pair.First, pair.Second))];
        if (objects.IsEmpty)
        {
            throw new SourceRefusedException(
                $"There are no manifests in {RepositoryPath.Show(folder)} at commit {files.Commit}; correct the application's path{(options?.Recurse == true ? "" : ", or set directory.recurse if they lie in folders below it")}.");
        }

        return new SourceListing(objects, [.. candidates.Where(path => Path.GetExtension(path) is ".jsonnet" or ".libsonnet")], folder);
    }

    private static Func<string, bool> Included(string folder, DirectorySource? options)
    {
        var include = options is { Include.Length: > 0 } ? PathGlob.Compile(options.Include) : _ => true;
        var exclude = options is { Exclude.Length: > 0 } ? PathGlob.Compile(options.Exclude) : _ => false;
        return path => folder.Length == 0 ? Fits(path) : Fits(path[(folder.Length + 1)..]);

        bool Fits(string relative) => include(relative) && !exclude(relative);
    }
}
