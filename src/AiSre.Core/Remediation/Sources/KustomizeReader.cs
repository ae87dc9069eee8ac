using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>
/// Follows names and images through a kustomization the way Kustomize does: resources and bases, components, patches, namespace, prefix
/// and suffix, images. What lies outside the application's own folder is shared with others, so an edit of it becomes an entry of the
/// application's own <c>images</c> instead.
/// </summary>
internal sealed class KustomizeReader(SourceFiles files, string folder, KustomizeOverrides? overrides)
{
    private const int DeepestNesting = 32;

    /// <summary>Folders may use each other many times over, and every entry may be about every object: what is done in all is bounded.</summary>
    private const int MostFolders = 1_000;
    private const long MostSteps = 5_000_000;
    private const int MostObjects = 50_000;

    private static readonly string[] NotFollowed =
        ["helmCharts", "helmChartInflationGenerator", "generators", "transformers", "replacements", "vars", "validators"];

    private readonly List<string> _notRead = [];
    private readonly Stack<string> _open = new();
    private int _folders;
    private long _steps;

    public async Task<SourceListing> ReadAsync(CancellationToken cancellationToken)
    {
        var objects = new List<SourceObject>();
        await BuildAsync(folder, objects, usedBy: null, cancellationToken);
        return objects.Count > 0
            ? new SourceListing([.. objects], [.. _notRead], folder) { Overlay = await Kustomization.ReadAsync(Kustomization.Find(folder, files)!, files, cancellationToken) }
            : throw new SourceRefusedException(
                $"The kustomization in {RepositoryPath.Show(folder)} has no manifests that AiSre can read at commit {files.Commit}{Hint()}; make the change by hand.");
    }

    // Adds what the kustomization declares, and transforms everything in the list: a component works on what is there already.
    private async Task BuildAsync(string current, List<SourceObject> objects, string? usedBy, CancellationToken cancellationToken)
    {
        if (_open.Contains(current))
        {
            throw new SourceRefusedException($"The kustomization in {RepositoryPath.Show(current)} leads back to itself through {usedBy}; break the circle.");
        }

        if (_open.Count >= DeepestNesting)
        {
            throw new SourceRefusedException($"The kustomization in {RepositoryPath.Show(folder)} is nested more than {DeepestNesting} levels deep, and AiSre follows no further; flatten it.");
        }

        if (++_folders > MostFolders)
        {
            throw new SourceRefusedException($"The kustomization in {RepositoryPath.Show(folder)} is put together from more than {MostFolders} folders, counted as often as they are used, and AiSre follows no more; use each once.");
        }

        var path = Kustomization.Find(current, files)
            ?? throw new SourceRefusedException($"{usedBy} names {RepositoryPath.Show(current)}, which has no kustomization file at commit {files.Commit}; correct the kustomization.");
        var kustomization = await Kustomization.ReadAsync(path, files, cancellationToken);
        _open.Push(current);
        await AddResourcesAsync(kustomization, objects, cancellationToken);
        foreach (var component in kustomization.Texts("components").Concat(usedBy is null && overrides is not null ? overrides.Components : []))
        {
            if (IsRemote(component))
            {
                _notRead.Add($"{component} in {path}");
            }
            else
            {
                await BuildAsync(Locate(kustomization, component), objects, kustomization.Path, cancellationToken);
            }
        }

        foreach (var patch in await KustomizePatchReader.ReadAsync(kustomization, files, cancellationToken))
        {
            Spend((long)objects.Count * patch.Content.Documents.Length);
            patch.Apply(objects);
        }

        foreach (var patch in usedBy is null && overrides is not null ? overrides.Patches() : [])
        {
            patch.Apply(objects);
        }

        SetReplicas(kustomization, objects);
        if (usedBy is null)
        {
            overrides?.SetReplicas(objects);
        }

        Rename(kustomization, objects, isTop: usedBy is null);
        SetImages(kustomization, objects, isTop: usedBy is null);
        _notRead.AddRange(NotFollowed.Where(kustomization.Has).Select(key => $"{key} in {path}"));
        _open.Pop();
    }

    private async Task AddResourcesAsync(Kustomization kustomization, List<SourceObject> objects, CancellationToken cancellationToken)
    {
        foreach (var resource in kustomization.Texts("resources").Concat(kustomization.Texts("bases")))
        {
            if (IsRemote(resource))
            {
                _notRead.Add($"{resource} in {kustomization.Path}");
            }
            else if (Locate(kustomization, resource) is var path && files.HasFile(path))
            {
                objects.AddRange(ManifestReader.Objects(path, await files.ReadAsync(path, cancellationToken)));
                RefuseMany(objects);
            }
            else
            {
                var nested = new List<SourceObject>();
                await BuildAsync(path, nested, kustomization.Path, cancellationToken);
                objects.AddRange(nested);
                RefuseMany(objects);
            }
        }
    }

    private void RefuseMany(List<SourceObject> objects)
    {
        if (objects.Count > MostObjects)
        {
            throw new SourceRefusedException($"The kustomization in {RepositoryPath.Show(folder)} has more than {MostObjects} objects, and AiSre reads no more; split it.");
        }
    }

    private void Spend(long steps)
    {
        if ((_steps += steps) > MostSteps)
        {
            throw new SourceRefusedException($"The kustomization in {RepositoryPath.Show(folder)} has so many patches, images and objects that AiSre would not come to an end; split it.");
        }
    }

    private string Locate(Kustomization kustomization, string name)
    {
        var path = RepositoryPath.Within(kustomization.Folder, name)
            ?? throw new SourceRefusedException($"{kustomization.Path} names {name}, which lies outside the repository; correct the kustomization.");
        return files.HasFile(path) || files.HasFolder(path)
            ? path
            : throw new SourceRefusedException($"{kustomization.Path} names {name}, which is not in the repository at commit {files.Commit} ({RepositoryPath.NotFollowed}); correct the kustomization.");
    }

    private void Rename(Kustomization kustomization, List<SourceObject> objects, bool isTop)
    {
        var own = isTop ? overrides : null;
        var space = Chosen(own?.Namespace, kustomization.Text("namespace"));
        var prefix = Chosen(own?.NamePrefix, kustomization.Text("namePrefix"));
        var suffix = Chosen(own?.NameSuffix, kustomization.Text("nameSuffix"));
        foreach (var item in objects)
        {
            item.Namespace = space ?? item.Namespace;
            item.Name = prefix + item.Name + suffix;
        }
    }

    private void SetReplicas(Kustomization kustomization, List<SourceObject> objects)
    {
        foreach (var (entry, index) in kustomization.Items("replicas"))
        {
            Spend(objects.Count);
            var targets = objects.Where(item => kustomization.View.Text(entry, "name") is { } name && (item.Name == name || item.Declared.Name == name)
                && PodTemplates.Replicas.Contains(item.Declared.Kind)).ToList();
            foreach (var target in targets)
            {
                target.Layers.Add(new SourceLayer(new ImagePlace.Field(kustomization.Path, 0, YamlPath.Root.Key("replicas").Index(index).Key("count")), kustomization.Content, $"replicas[{index}] in {kustomization.Path}")
                {
                    Sets = PodTemplates.ReplicasField,
                    Users = targets.Count,
                });
            }
        }
    }

    private void SetImages(Kustomization kustomization, List<SourceObject> objects, bool isTop)
    {
        var entries = kustomization.Images().ToList();
        foreach (var image in objects.SelectMany(item => item.Images))
        {
            Spend(entries.Count);
            var arriving = image.Value;
            foreach (var (entry, index) in entries)
            {
                if (entry.Apply(image.Value) is { } changed)
                {
                    image.Value = changed;
                    image.Place = new ImagePlace.ImagesEntry(kustomization.Path, index, entry.NewName);
                }
            }

            if (isTop)
            {
                Finish(kustomization, image, arriving);
            }
        }
    }

    private void Finish(Kustomization kustomization, SourceImage image, string arriving)
    {
        if (!RepositoryPath.IsWithin(image.Place.File, folder))
        {
            image.Place = new ImagePlace.NewImagesEntry(kustomization.Path, KustomizeImageName.Parse(arriving).Name);
        }

        overrides?.SetImage(image, arriving);
    }

    private string Hint() => _notRead.Count == 0 ? "" : $" ({string.Join(", ", _notRead)} {(_notRead.Count == 1 ? "is" : "are")} not followed)";

    private static string? Chosen(string? first, string? second) =>
        !string.IsNullOrEmpty(first) ? first : !string.IsNullOrEmpty(second) ? second : null;

    // As Kustomize tells addresses from paths, and a little more: what could be fetched is never taken for a folder.
    private static bool IsRemote(string resource) =>
        resource.IndexOfAny([':', '?', '@']) >= 0 || resource.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase)
        || resource.EndsWith(".git", StringComparison.Ordinal) || resource.Contains(".git/", StringComparison.Ordinal) || resource.Contains("_git/", StringComparison.Ordinal);
}
