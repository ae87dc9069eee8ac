using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Applications;

/// <summary>
/// Reads what an application's sources declare, each with the tool that Argo CD would use. What the application itself sets over them is read
/// where Git declares the application, since that is where it can be changed.
/// </summary>
internal sealed class ApplicationReader(SourceRepositories repositories, CancellationToken cancellationToken)
{
    private const string ApplicationSet = "ApplicationSet";
    private const int DeepestNesting = 5;

    /// <summary>Which values charts were found to use whose templates are not at hand; an edited value would not be found again.</summary>
    public Dictionary<(string Application, FieldPath Source), ValueBindings> Bindings { get; init; } = [];

    /// <summary>Reads them.</summary>
    /// <exception cref="SourceRefusedException">None can be followed; the sentence says why and what to do.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public Task<DeclaredApplication> ReadAsync(ApplicationScene scene) => ReadAsync(scene, 0);

    private async Task<DeclaredApplication> ReadAsync(ApplicationScene scene, int depth)
    {
        var spec = scene.Application.Spec;
        var (declaration, why) = spec.WrittenSources.Any(SetsItself) ? await FindAsync(scene, depth) : (null, "");
        var declared = declaration is null ? null : ObjectReader.Read(declaration.Read().ToJsonString()) as Application;
        var sources = ImmutableArray.CreateBuilder<DeclaredSource>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        for (var index = 0; index < spec.WrittenSources.Count; index++)
        {
            var source = spec.WrittenSources[index];
            if (source is { RefName.Length: > 0, Path: "", Chart: "" })
            {
                continue;
            }

            var field = spec.SourceHydrator is not null ? FieldPath.Of("spec", "sourceHydrator", "drySource")
                : spec.Sources.Count == 0 ? FieldPath.Of("spec", "source") : FieldPath.Of("spec", "sources").Item(index.ToString(CultureInfo.InvariantCulture));
            var own = declared?.Spec.WrittenSources.ElementAtOrDefault(index) is { } inGit ? source with { Helm = inGit.Helm, Kustomize = inGit.Kustomize } : source;
            try
            {
                sources.Add(await ReadAsync(scene, own, field, declaration, why));
            }
            catch (SourceRefusedException refused)
            {
                refusals.Add(refused.Message);
            }
        }

        return sources.Count > 0 || refusals.Count == 0
            ? new DeclaredApplication(scene, sources.ToImmutable(), refusals.ToImmutable()) { Declaration = declaration, WhyNotDeclared = why }
            : throw new SourceRefusedException(refusals[0]);
    }

    private static bool SetsItself(ApplicationSource source) =>
        source.Helm is { ValuesObject.ValueKind: JsonValueKind.Object } or { Values.Length: > 0 } or { Parameters.Count: > 0 } || source.Kustomize is { Images.Count: > 0 } or { Replicas.Count: > 0 };

    // What cannot be followed there stands in the way of changes there only.
    private async Task<(ApplicationDeclaration? Declaration, string Why)> FindAsync(ApplicationScene scene, int depth)
    {
        var (space, name) = (scene.Application.Metadata.Namespace, scene.Application.Metadata.Name);
        if (depth >= DeepestNesting)
        {
            return (null, $"and {scene.Name} is declared more than {DeepestNesting} applications deep");
        }

        try
        {
            if (scene.Application.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Kind == ApplicationSet) is not { } owner)
            {
                return await FindAsync(scene, "Application", space, name, depth);
            }

            // It is generated: what generates it is declared by an application, if at all.
            var (set, why) = await FindAsync(scene, ApplicationSet, space, owner.Name, depth);
            return set is null ? (null, why) : Choose(await new ApplicationSetReader(repositories, cancellationToken).ReadAsync(scene, set), "Application", space, name, $"ApplicationSet {owner.Name}");
        }
        catch (SourceRefusedException refused)
        {
            return (null, $"and where Git declares {scene.Name} cannot be followed ({refused.Message.TrimEnd('.')})");
        }
        catch (ProblemException problem) when (!problem.IsTransient)
        {
            return (null, $"and where Git declares {scene.Name} cannot be read ({problem.Message.TrimEnd('.')})");
        }
    }

    private async Task<(ApplicationDeclaration? Declaration, string Why)> FindAsync(ApplicationScene scene, string kind, string? space, string name, int depth)
    {
        if (ParentApplication.Of(scene, kind, space, name, kind == ApplicationSet ? null : scene.Application) is not { } parent)
        {
            return (null, $"and no application declares {(kind == ApplicationSet ? $"the ApplicationSet {name} that generates it" : scene.Name)} in Git");
        }

        var declared = await ReadAsync(scene.Of(parent), depth + 1);
        return Choose(declared, kind, space, name, declared.Scene.Name);
    }

    private static (ApplicationDeclaration? Declaration, string Why) Choose(DeclaredApplication declared, string kind, string? space, string name, string by)
    {
        var found = declared.Objects.Where(item => item.Declared.Kind == kind && item.Declared.Group == Application.ApiGroup && item.Name == name && (string.IsNullOrEmpty(item.Namespace) || item.Namespace == space)).ToList();
        return found is [var item]
            ? (new ApplicationDeclaration(declared, item), "")
            : (null, $"and {by}, which declares {name}, has {(found.Count == 0 ? "no manifest" : $"{found.Count} manifests")} of it that AiSre can read");
    }

    private async Task<DeclaredSource> ReadAsync(ApplicationScene scene, ApplicationSource source, FieldPath field, ApplicationDeclaration? declaration, string why)
    {
        if (source.Chart.Length > 0)
        {
            return await PackagedAsync(scene, source, field, declaration, why);
        }

        var repository = await repositories.OpenAsync(source.RepoUrl, source.TargetRevision, cancellationToken);
        var folder = RepositoryPath.Combine("", source.Path);
        var isChart = folder is not null && source is { Plugin: null, Kustomize: null, Directory: null } && (source.Helm is not null || ChartReader.IsChart(folder, repository.Files));
        if (!isChart)
        {
            return new DeclaredSource(await ApplicationSourceReader.ReadAsync(scene.Name, source, repository.Files, cancellationToken, field), repository);
        }

        if (!ChartReader.IsChart(folder!, repository.Files))
        {
            throw new SourceRefusedException($"The application {scene.Name} renders a Helm chart, but {RepositoryPath.Show(folder!)} has no Chart.yaml at commit {repository.Files.Commit}; correct the application's path.");
        }

        var inline = new InlineValues(field, declaration?.Source.Repository, declaration is null ? why : null);
        var chart = await new ChartSourceReader(scene, repositories, cancellationToken).ReadAsync(source, repository, inline);
        var rendered = chart.Render();
        return new DeclaredSource(new SourceListing(rendered.Objects, rendered.NotRead, folder!), repository) { Chart = chart, Rendered = rendered };
    }

    // The templates are not at hand; the objects are, as the cluster has them.
    private async Task<DeclaredSource> PackagedAsync(ApplicationScene scene, ApplicationSource source, FieldPath field, ApplicationDeclaration? declaration, string why)
    {
        var layers = await new ChartSourceReader(scene, repositories, cancellationToken).PackagedAsync(source, new InlineValues(field, declaration?.Source.Repository, declaration is null ? why : null));
        var home = layers.Select(layer => layer.Repository).FirstOrDefault(repository => repository is not null);
        if (scene.Live.IsEmpty || home is null)
        {
            throw new SourceRefusedException(
                $"The application {scene.Name} renders the chart {source.Chart} of {source.RepoUrl}, whose templates AiSre does not have, and {(home is null ? "it has no values in Git" : "the live objects are not known")}; make the change by hand.");
        }

        if (!Bindings.TryGetValue((scene.Name, field), out var found))
        {
            Bindings.Add((scene.Name, field), found = ValueBindings.Find(scene.Live, ChartValues.Of(layers)));
        }

        var chart = new PackagedChart(scene.Name, source.Chart, scene.Live, found, layers);
        var rendered = chart.Render();
        return new DeclaredSource(new SourceListing(rendered.Objects, [], ""), home) { Chart = chart, Rendered = rendered };
    }
}
