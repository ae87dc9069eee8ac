using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Charts;

/// <summary>Tells how many other applications use a chart or a file of values. Pure.</summary>
internal sealed class SharedUse(ImmutableArray<Application> others)
{
    /// <summary>How many others render a chart, from its own folder or as part of the same outer chart.</summary>
    /// <param name="url">The repository.</param>
    /// <param name="outer">The folder of the outermost chart.</param>
    /// <param name="folder">The folder of the chart.</param>
    public int ChartUsers(string url, string outer, string folder) =>
        others.Count(other => other.Spec.WrittenSources.Any(source => IsIn(source, url) && source.Chart.Length == 0 && RepositoryPath.Combine("", source.Path) is { } path && (path == outer || path == folder)));

    /// <summary>How many others take values from a file.</summary>
    public int FileUsers(string url, string path) => others.Count(other => other.Spec.WrittenSources.Any(source =>
        (source.Helm?.ValueFiles ?? []).Any(file => Is(other, source, file, url, path)) || (IsIn(source, url) && RepositoryPath.Combine(source.Path, "values.yaml") == path)));

    private static bool Is(Application application, ApplicationSource source, string file, string url, string path)
    {
        if (!file.StartsWith('$'))
        {
            return IsIn(source, url) && RepositoryPath.Combine(file.StartsWith('/') ? "" : source.Path, file) == path;
        }

        var slash = file.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && application.Spec.WrittenSources.Any(named => named.RefName == file[1..slash] && IsIn(named, url)) && RepositoryPath.Combine("", file[slash..]) == path;
    }

    private static bool IsIn(ApplicationSource source, string url) => SourceRepositories.Normal(source.RepoUrl) == SourceRepositories.Normal(url);
}
