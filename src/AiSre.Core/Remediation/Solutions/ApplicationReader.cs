using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Solutions;

/// <summary>Reads what an application's sources declare, each with the tool that Argo CD would use.</summary>
internal sealed class ApplicationReader(SourceRepositories repositories, CancellationToken cancellationToken)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="SourceRefusedException">None can be followed; the sentence says why and what to do.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public async Task<DeclaredApplication> ReadAsync(ApplicationScene scene)
    {
        var sources = ImmutableArray.CreateBuilder<DeclaredSource>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        foreach (var source in scene.Application.Spec.EffectiveSources.Where(source => source.RefName.Length == 0 || source.Path.Length > 0 || source.Chart.Length > 0))
        {
            try
            {
                sources.Add(await ReadAsync(scene, source));
            }
            catch (SourceRefusedException refused)
            {
                refusals.Add(refused.Message);
            }
        }

        return sources.Count > 0 || refusals.Count == 0 ? new(scene, sources.ToImmutable(), refusals.ToImmutable()) : throw new SourceRefusedException(refusals[0]);
    }

    private async Task<DeclaredSource> ReadAsync(ApplicationScene scene, ApplicationSource source)
    {
        if (source.Chart.Length > 0)
        {
            throw new SourceRefusedException($"The application {scene.Name} renders the chart {source.Chart} of {source.RepoUrl}, whose templates AiSre does not have; make the change by hand.");
        }

        var repository = await repositories.OpenAsync(source.RepoUrl, source.TargetRevision, cancellationToken);
        var folder = RepositoryPath.Combine("", source.Path);
        var isChart = folder is not null && source is { Plugin: null, Kustomize: null, Directory: null } && (source.Helm is not null || ChartReader.IsChart(folder, repository.Files));
        if (!isChart)
        {
            return new DeclaredSource(await ApplicationSourceReader.ReadAsync(scene.Name, source, repository.Files, cancellationToken), repository);
        }

        if (!ChartReader.IsChart(folder!, repository.Files))
        {
            throw new SourceRefusedException($"The application {scene.Name} renders a Helm chart, but {RepositoryPath.Show(folder!)} has no Chart.yaml at commit {repository.Files.Commit}; correct the application's path.");
        }

        var inline = new InlineValues("which AiSre does not follow to Git");
        var chart = await new ChartSourceReader(scene, repositories, cancellationToken).ReadAsync(source, repository, inline);
        var rendered = chart.Render();
        return new DeclaredSource(new SourceListing(rendered.Objects, rendered.NotRead, folder!), repository) { Chart = chart, Rendered = rendered };
    }
}
