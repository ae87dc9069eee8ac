using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.GitHub;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Proof;

/// <summary>Renders an Argo CD application's source at a commit, and at the same commit with some files changed.</summary>
internal sealed class SourceRenderer(IRepositoryTree tree, KustomizeProgram kustomize)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <param name="application">Its name, for messages.</param>
    /// <param name="source">Where its manifests lie.</param>
    /// <param name="changed">Files that differ from the commit, by path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">It cannot be rendered; the sentence says why.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public async Task<RenderedObjects> RenderAsync(string application, ApplicationSource source, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        var files = new SourceFiles(tree).With(changed.Select(file => KeyValuePair.Create(file.Key, YamlFile.Parse(file.Value))));
        var listing = await ApplicationSourceReader.ReadAsync(application, source, files, cancellationToken);
        if (!listing.NotRead.IsEmpty)
        {
            throw new SourceRefusedException($"{string.Join(", ", listing.NotRead)} cannot be rendered here.");
        }

        var folder = RepositoryPath.Combine("", source.Path)!;
        if (source.Directory is null && Kustomization.Find(folder, files) is not null)
        {
            return await BuildAsync(folder, source.Kustomize, files, changed, cancellationToken);
        }

        var rendered = new RenderedObjects();
        foreach (var path in files.Read.Where(path => RepositoryPath.IsWithin(path, folder)).Order(StringComparer.Ordinal))
        {
            rendered.Add(path, await TextAsync(path, changed, cancellationToken));
        }

        return rendered;
    }

    private async Task<RenderedObjects> BuildAsync(
        string folder, KustomizeSource? overrides, SourceFiles files, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        if (!kustomize.IsAvailable)
        {
            throw new SourceRefusedException("Neither kustomize nor kubectl is on AiSre's path; install one of them.");
        }

        await RefuseFetchesAsync(files, cancellationToken);

        // Everything that lies beside what was followed: generators read files of any kind.
        var folders = files.Read.Select(RepositoryPath.Folder).ToHashSet(StringComparer.Ordinal);
        var paths = tree.Files.Where(file => folders.Contains(RepositoryPath.Folder(file.Path))).ToList();
        if (paths.Count > SourceFiles.MostFiles || paths.Find(file => file.Size > SourceFiles.LargestFile) is not null)
        {
            throw new SourceRefusedException($"There are more than {SourceFiles.MostFiles} files beside its kustomizations, or one of more than {SourceFiles.LargestFile / 1024} KB.");
        }

        var root = Directory.CreateTempSubdirectory("aisre-render-");
        try
        {
            foreach (var file in paths)
            {
                var target = Path.Combine([root.FullName, "repository", .. file.Path.Split('/')]);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await File.WriteAllTextAsync(target, await TextAsync(file.Path, changed, cancellationToken), cancellationToken);
            }

            var rendered = new RenderedObjects();
            if (overrides is not null)
            {
                await OverrideAsync(root.FullName, Kustomization.Find(folder, files)!, overrides, cancellationToken);
            }

            rendered.Add("Kustomize", await kustomize.BuildAsync(Path.Combine([root.FullName, "repository", .. folder.Split('/')]), root.FullName, cancellationToken));
            return rendered;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    // Files that generators and the like read may be addresses too, and Kustomize would ask for them.
    private static async Task RefuseFetchesAsync(SourceFiles files, CancellationToken cancellationToken)
    {
        foreach (var path in files.Read.Where(path => Kustomization.FileNames.Contains(path[(path.LastIndexOf('/') + 1)..])).ToList())
        {
            if ((await Kustomization.ReadAsync(path, files, cancellationToken)).FilesElsewhere().FirstOrDefault() is { } address)
            {
                throw new SourceRefusedException($"{path} names {address}, and AiSre fetches nothing; keep a copy of it in the repository.");
            }
        }
    }

    // What the application itself sets is laid over the kustomization's own fields. JSON is YAML, too.
    private static async Task OverrideAsync(string root, string kustomization, KustomizeSource own, CancellationToken cancellationToken)
    {
        var path = Path.Combine([root, "repository", .. kustomization.Split('/')]);
        var documents = YamlToJson.Documents(await File.ReadAllTextAsync(path, cancellationToken), problem => throw new SourceRefusedException($"{kustomization} cannot be read: {problem}"));
        var fields = documents is [var only] && JsonNode.Parse(only) is JsonObject map ? map : throw new SourceRefusedException($"{kustomization} is not one mapping of keys and values.");
        OverriddenKustomization.Apply(fields, own);
        await File.WriteAllTextAsync(path, fields.ToJsonString(), cancellationToken);
    }

    private async Task<string> TextAsync(string path, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        if (changed.TryGetValue(path, out var now))
        {
            return now;
        }

        return _texts.TryGetValue(path, out var known) ? known : _texts[path] = await tree.ReadAsync(path, cancellationToken);
    }
}
