using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>Reads the chart of an application and everything that sets its values, in the order in which Argo CD gives them to Helm.</summary>
/// <remarks>Order: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ (values files, inline values, parameters).</remarks>
internal sealed class ChartSourceReader(ApplicationScene scene, SourceRepositories repositories, CancellationToken cancellationToken)
{
    private readonly SharedUse _shared = new(scene.Others);

    /// <summary>Reads it.</summary>
    /// <param name="source">The source that has the chart.</param>
    /// <param name="repository">The repository that the source names.</param>
    /// <param name="inline">Where the application itself stands in Git.</param>
    /// <exception cref="SourceRefusedException">It cannot be followed; the sentence says why and what to do.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public async Task<ChartSource> ReadAsync(ApplicationSource source, SourceRepository repository, InlineValues inline)
    {
        var folder = RepositoryPath.Combine("", source.Path)!;
        var (written, overrides) = (source, await SourceOverrides.ReadAsync(scene.Application.Metadata.Name, folder, repository.Files, cancellationToken));
        source = overrides.Apply(source);
        var chart = await new ChartReader(repository.Files, cancellationToken).ReadAsync(folder);
        var layers = ImmutableArray.CreateBuilder<ValueLayer>();
        layers.AddRange(Defaults(chart, FieldPath.Of(), source, repository));
        layers.AddRange(await FilesAsync(source, folder, repository));
        layers.AddRange(inline.Layers(written, await FileParametersAsync(source, folder, repository), overrides, repository));
        var destination = scene.Application.Spec.Destination.Namespace;
        return new ChartSource(scene.Name, chart, layers.ToImmutable(), new ReleaseFacts(
            source.Helm?.ReleaseName is { Length: > 0 } name ? name : scene.Application.Metadata.Name,
            source.Helm?.Namespace is { Length: > 0 } own ? own : destination));
    }

    private async Task<IReadOnlyDictionary<string, string>> FileParametersAsync(ApplicationSource source, string folder, SourceRepository repository)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in source.Helm?.FileParameters ?? [])
        {
            if (RepositoryPath.Combine(folder, parameter.Path) is not { } path || !repository.Files.HasFile(path))
            {
                throw new SourceRefusedException($"{scene.Name} takes {parameter.Name} from {parameter.Path}, which is not in {repository.Name} at commit {repository.Files.Commit}; correct the application, or add the file.");
            }

            texts[parameter.Name] = (await repository.Files.ReadTextsAsync([path], cancellationToken))[0];
        }

        return texts;
    }

    /// <summary>The values that an application gives to a chart that is in no repository: those in files of other sources, and its own.</summary>
    /// <exception cref="SourceRefusedException">They cannot be followed.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public async Task<ImmutableArray<ValueLayer>> PackagedAsync(ApplicationSource source, InlineValues inline)
    {
        var layers = ImmutableArray.CreateBuilder<ValueLayer>();
        foreach (var name in (source.Helm?.ValueFiles ?? []).Where(name => name.StartsWith('$')))
        {
            layers.AddRange(await FileAsync(name, "", null, source));
        }

        layers.AddRange(inline.Layers(source with { Helm = source.Helm is null ? null : source.Helm with { FileParameters = [] } }, ImmutableDictionary<string, string>.Empty, SourceOverrides.None, null));
        return layers.ToImmutable();
    }

    // A subchart's values are weaker than what its parent says of it.
    private IEnumerable<ValueLayer> Defaults(Chart chart, FieldPath prefix, ApplicationSource source, SourceRepository repository)
    {
        foreach (var subchart in chart.Subcharts)
        {
            foreach (var layer in Defaults(subchart.Chart, prefix.Then(subchart.Key), source, repository))
            {
                yield return layer;
            }
        }

        if (chart.Values is { } values)
        {
            var users = _shared.ChartUsers(source.RepoUrl, RepositoryPath.Combine("", source.Path)!, chart.Folder);
            yield return new TextLayer(values, prefix) { Repository = repository, IsDefault = true, Fixed = Shared(users) };
        }
    }

    private async Task<IEnumerable<ValueLayer>> FilesAsync(ApplicationSource source, string folder, SourceRepository repository)
    {
        var layers = new List<ValueLayer>();
        foreach (var name in source.Helm?.ValueFiles ?? [])
        {
            layers.AddRange(await FileAsync(name, folder, repository, source));
        }

        return layers;
    }

    private async Task<IEnumerable<ValueLayer>> FileAsync(string name, string folder, SourceRepository? repository, ApplicationSource source)
    {
        var layers = new List<ValueLayer>();
        foreach (var (home, path) in await LocateAsync(name, folder, repository, source))
        {
            var file = await home.Files.ReadAsync(path, cancellationToken);
            var where = home == repository ? path : $"{path} in {home.Name}";
            layers.Add(new TextLayer(new SourceLayer(new ImagePlace.Field(path, 0, YamlPath.Root), file, where), FieldPath.Of())
            {
                Repository = home,
                IsFile = true,
                Fixed = Shared(_shared.FileUsers(home.Tree.Url, path)),
            });
        }

        return layers;
    }

    // $name/… is a file of the source of that name, /… one from the repository's root, everything else lies beside the chart.
    private async Task<IReadOnlyList<(SourceRepository Repository, string Path)>> LocateAsync(string name, string folder, SourceRepository? repository, ApplicationSource source)
    {
        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw new SourceRefusedException($"{scene.Name} takes values from {name}, which AiSre does not read; make the change by hand.");
        }

        var written = Substitute(name);
        var (home, path) = (repository, RepositoryPath.Combine(written.StartsWith('/') ? "" : folder, written));
        if (written.StartsWith('$'))
        {
            var slash = written.IndexOf('/', StringComparison.Ordinal) is var at and > 0 ? at : written.Length;
            var named = scene.Application.Spec.WrittenSources.FirstOrDefault(other => other.RefName == written[1..slash])
                ?? throw new SourceRefusedException($"{scene.Name} takes values from {name}, and none of its sources has the ref {written[1..slash]}; correct the application.");
            home = await repositories.OpenAsync(named.RepoUrl, named.TargetRevision, cancellationToken);
            path = RepositoryPath.Combine("", written[slash..]);
        }

        if (path is null || home is null)
        {
            throw new SourceRefusedException($"{scene.Name} takes values from {name}, which lies outside the repository; correct the application.");
        }

        if (home.Files.HasFile(path))
        {
            return [(home, path)];
        }

        if (path.AsSpan().IndexOfAny("*?[{") >= 0)
        {
            var matches = PathGlob.Compile(path);
            return [.. home.Files.In("", recurse: true).Where(matches).Select(file => (home, file))];
        }

        return source.Helm!.IgnoreMissingValueFiles
            ? []
            : throw new SourceRefusedException($"{scene.Name} takes values from {name}, which is not in {home.Name} at commit {home.Files.Commit}; correct the application, or add the file.");
    }

    private string Substitute(string name) => name
        .Replace("${ARGOCD_APP_NAME}", scene.Application.Metadata.Name, StringComparison.Ordinal)
        .Replace("$ARGOCD_APP_NAME", scene.Application.Metadata.Name, StringComparison.Ordinal);

    private static string? Shared(int users) => users == 0 ? null : $"which {users} other {(users == 1 ? "application uses" : "applications use")} too";
}
