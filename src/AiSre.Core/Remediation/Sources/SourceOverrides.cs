using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>A file beside a source whose settings outweigh the application's: Argo CD's own commands and its Image Updater write them.</summary>
/// <param name="Path">The file, from the repository's root.</param>
/// <param name="Content">The file, parsed.</param>
internal sealed record SourceOverrideFile(string Path, YamlFile Content)
{
    /// <summary>A setting; null when the file has none.</summary>
    public YamlNode? this[params ReadOnlySpan<string> keys] => new YamlView(Content).Get(Content.Documents.FirstOrDefault(), keys.ToArray());
}

/// <summary>The files beside a source that outweigh what its application sets, the weakest first.</summary>
/// <remarks>https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/: a merge patch of the source, so lists are replaced.</remarks>
internal sealed class SourceOverrides
{
    /// <summary>How the names of such files begin.</summary>
    public const string Prefix = ".argocd-source";

    private SourceOverrides(IReadOnlyList<SourceOverrideFile> files) => Files = files;

    /// <summary>No files.</summary>
    public static SourceOverrides None { get; } = new([]);

    public IReadOnlyList<SourceOverrideFile> Files { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="application">The application's name, without its namespace.</param>
    /// <param name="folder">The source's folder.</param>
    /// <param name="files">The repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SourceOverrides> ReadAsync(string application, string folder, SourceFiles files, CancellationToken cancellationToken)
    {
        var found = new List<SourceOverrideFile>();
        foreach (var name in new[] { $"{Prefix}.yaml", $"{Prefix}-{application}.yaml" })
        {
            if (RepositoryPath.Combine(folder, name) is { } path && files.HasFile(path))
            {
                found.Add(new SourceOverrideFile(path, await files.ReadAsync(path, cancellationToken)));
            }
        }

        return new SourceOverrides(found);
    }

    /// <summary>The file that decides a setting; null where the application does.</summary>
    public SourceOverrideFile? DeciderOf(string tool, string setting) => Files.LastOrDefault(file => file[tool, setting] is not null);

    /// <summary>The source with what the files set.</summary>
    /// <exception cref="SourceRefusedException">A file is no source.</exception>
    public ApplicationSource Apply(ApplicationSource source)
    {
        foreach (var file in Files)
        {
            var json = new YamlView(file.Content).Json(file.Content.Documents.FirstOrDefault())?.ToJsonString() ?? "{}";
            if ((ObjectReader.Read($$$"""{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "x"}, "spec": {"source": {{{json}}}}}""") as Application)?.Spec.Source is not { } own)
            {
                throw new SourceRefusedException($"{file.Path} is not what Argo CD takes for settings of a source; correct it.");
            }

            source = source with
            {
                Helm = own.Helm is null ? source.Helm : Merge(source.Helm ?? new HelmSource(), own.Helm, key => file["helm", key] is not null),
                Kustomize = own.Kustomize is null ? source.Kustomize : Merge(source.Kustomize ?? new KustomizeSource(), own.Kustomize, key => file["kustomize", key] is not null),
            };
        }

        return source;
    }

    private static HelmSource Merge(HelmSource source, HelmSource own, Func<string, bool> has) => source with
    {
        ValueFiles = has("valueFiles") ? own.ValueFiles : source.ValueFiles,
        Values = has("values") ? own.Values : source.Values,
        Parameters = has("parameters") ? own.Parameters : source.Parameters,
        FileParameters = has("fileParameters") ? own.FileParameters : source.FileParameters,
        ReleaseName = has("releaseName") ? own.ReleaseName : source.ReleaseName,
        Namespace = has("namespace") ? own.Namespace : source.Namespace,
        IgnoreMissingValueFiles = has("ignoreMissingValueFiles") ? own.IgnoreMissingValueFiles : source.IgnoreMissingValueFiles,
    };

    private static KustomizeSource Merge(KustomizeSource source, KustomizeSource own, Func<string, bool> has) => source with
    {
        Images = has("images") ? own.Images : source.Images,
        Replicas = has("replicas") ? own.Replicas : source.Replicas,
        Patches = has("patches") ? own.Patches : source.Patches,
        Components = has("components") ? own.Components : source.Components,
        NamePrefix = has("namePrefix") ? own.NamePrefix : source.NamePrefix,
        NameSuffix = has("nameSuffix") ? own.NameSuffix : source.NameSuffix,
        Namespace = has("namespace") ? own.Namespace : source.Namespace,
    };
}
