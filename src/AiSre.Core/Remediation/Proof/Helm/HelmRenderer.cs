using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof.Helm;

/// <summary>Renders a chart that lies in the repository, at a commit with some files changed.</summary>
internal sealed class HelmRenderer(IRepositoryTree tree, HelmProgram helm)
{
    /// <param name="name">The application, as <c>namespace/name</c>.</param>
    /// <param name="application">It itself, for its destination and its other sources; null when it was not kept.</param>
    /// <param name="source">Where the chart lies.</param>
    /// <param name="space">The namespace that it deploys to.</param>
    /// <param name="clusterVersion">The cluster's version; null when it is not known.</param>
    /// <param name="changed">Files that differ from the commit, by path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">It cannot be rendered here; the sentence says why.</exception>
    /// <exception cref="ProblemException">The repository does not answer, or a file cannot be read.</exception>
    public async Task<RenderedObjects> RenderAsync(
        string name, Application? application, ApplicationSource source, string space, string? clusterVersion, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        if (source.Chart.Length > 0)
        {
            throw new SourceRefusedException($"The chart {source.Chart} lies in a repository of charts, which AiSre does not fetch.");
        }

        if (!helm.IsAvailable)
        {
            throw new SourceRefusedException("Helm is not on AiSre's path; install it.");
        }

        var chart = RepositoryPath.Combine("", source.Path) ?? throw new SourceRefusedException($"The path {source.Path} leads out of the repository.");
        var own = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        RefuseParameterFiles(chart, own);
        var values = ValueFiles(application, source, chart, changed).ToList();
        var parameters = (source.Helm?.FileParameters ?? []).ToDictionary(parameter => parameter.Path, parameter => Place(parameter.Path, chart));
        var root = Directory.CreateTempSubdirectory("aisre-render-").FullName;
        try
        {
            await WriteAsync(root, chart, [.. values, .. parameters.Values], source.Helm, changed, cancellationToken);
            var files = values.Select(file => Below(root, file)).ToList();
            if (source.Helm is { } set && (set.ValuesObject.ValueKind == JsonValueKind.Object || set.Values.Length > 0))
            {
                files.Add(Path.Combine(root, "values.yaml"));
                await File.WriteAllTextAsync(files[^1], set.ValuesObject.ValueKind == JsonValueKind.Object ? set.ValuesObject.GetRawText() : set.Values, cancellationToken);
            }

            var arguments = HelmArguments.Of(own, space, source.Helm, Below(root, chart), files, parameters.ToDictionary(pair => pair.Key, pair => Below(root, pair.Value)), clusterVersion);
            var first = await helm.TemplateAsync(arguments, root, cancellationToken);
            if (first != await helm.TemplateAsync(arguments, root, cancellationToken))
            {
                throw new SourceRefusedException($"{RepositoryPath.Show(chart)} renders something else each time (random values or the time of day), so before and after cannot be compared.");
            }

            var rendered = new RenderedObjects();
            rendered.Add("Helm", first);
            return rendered;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task WriteAsync(string root, string chart, IReadOnlyList<string> others, HelmSource? set, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        var files = tree.Files.Where(file => RepositoryPath.IsWithin(file.Path, chart) || others.Contains(file.Path)).ToList();
        if (files.Count > SourceFiles.MostFiles || files.Exists(file => file.Size > SourceFiles.LargestFile))
        {
            throw new SourceRefusedException($"{RepositoryPath.Show(chart)} has more than {SourceFiles.MostFiles} files, or one of more than {SourceFiles.LargestFile / 1024} KB.");
        }

        if (files.Find(file => file.Path.EndsWith(".tgz", StringComparison.Ordinal)) is { } packed)
        {
            throw new SourceRefusedException($"{packed.Path} is a packed chart, which AiSre does not unpack.");
        }

        foreach (var file in files)
        {
            var text = changed.TryGetValue(file.Path, out var now) ? now : await tree.ReadAsync(file.Path, cancellationToken);
            if (set is not { ApiVersions.Count: > 0 } && text.Contains("Capabilities.APIVersions", StringComparison.Ordinal))
            {
                throw new SourceRefusedException($"{file.Path} asks which versions the cluster serves, which Argo CD tells charts and AiSre does not; name them in spec.source.helm.apiVersions.");
            }

            var target = Below(root, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, text, cancellationToken);
        }
    }

    private IEnumerable<string> ValueFiles(Application? application, ApplicationSource source, string chart, IReadOnlyDictionary<string, string> changed)
    {
        foreach (var file in source.Helm?.ValueFiles ?? [])
        {
            if (file.Contains("://", StringComparison.Ordinal) || file.AsSpan().IndexOfAny('*', '?') >= 0 || file.Contains("$ARGOCD_", StringComparison.Ordinal))
            {
                throw new SourceRefusedException($"The file of values {file} is named in a way that only Argo CD resolves.");
            }

            var place = file.StartsWith('$') ? Referred(application, source, file) : Place(file, chart);
            if (tree.Files.Any(one => one.Path == place) || changed.ContainsKey(place))
            {
                yield return place;
            }
            else if (source.Helm is not { IgnoreMissingValueFiles: true })
            {
                throw new SourceRefusedException($"The file of values {file} is not in the repository.");
            }
        }
    }

    // $name/path lies in the source of that name, which here has to be of the same repository and revision.
    private static string Referred(Application? application, ApplicationSource source, string file)
    {
        var slash = file.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? file[1..] : file[1..slash];
        var other = application?.Spec.Sources.FirstOrDefault(one => one.RefName == name)
            ?? throw new SourceRefusedException($"The file of values {file} refers to a source {name} that the application does not have.");
        return other.RepoUrl == source.RepoUrl && other.TargetRevision == source.TargetRevision && slash > 0 && RepositoryPath.Combine("", file[(slash + 1)..]) is { } path
            ? path
            : throw new SourceRefusedException($"The file of values {file} lies in another repository or revision ({other.RepoUrl}), which AiSre does not fetch for this.");
    }

    // A path that begins with a slash is meant from the repository's root.
    private static string Place(string file, string chart) =>
        (file.StartsWith('/') ? RepositoryPath.Combine("", file) : RepositoryPath.Combine(chart, file))
        ?? throw new SourceRefusedException($"The file {file} leads out of the repository.");

    // Argo CD merges these files over the application's own settings.
    private void RefuseParameterFiles(string chart, string application)
    {
        foreach (var file in new[] { ".argocd-source.yaml", $".argocd-source-{application}.yaml" }.Select(file => RepositoryPath.Combine(chart, file)!))
        {
            if (tree.Files.Any(one => one.Path == file))
            {
                throw new SourceRefusedException($"{file} overrides settings of the application, which AiSre does not follow.");
            }
        }
    }

    private static string Below(string root, string path) => Path.Combine([root, "repository", .. path.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
}
