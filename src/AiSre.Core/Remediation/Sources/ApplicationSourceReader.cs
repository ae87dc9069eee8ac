using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Sources;

/// <summary>Reads what an Argo CD application's source declares, with the tool that Argo CD would use.</summary>
internal static class ApplicationSourceReader
{
    /// <summary>Reads the source.</summary>
    /// <param name="application">Its name, for messages.</param>
    /// <param name="source">The source.</param>
    /// <param name="files">The repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="field">Which of the application's fields the source is: what it sets itself is named by it.</param>
    /// <exception cref="SourceRefusedException">The source cannot be followed; the sentence says why and what to do.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public static async Task<SourceListing> ReadAsync(string application, ApplicationSource source, SourceFiles files, CancellationToken cancellationToken, FieldPath? field = null)
    {
        if (source.Plugin is not null)
        {
            throw new SourceRefusedException($"The application {application} is rendered by a plugin, which AiSre cannot follow; make the change by hand.");
        }

        if (source.Chart.Length > 0 || source.Helm is not null)
        {
            throw NoHelm(application);
        }

        var folder = RepositoryPath.Within("", source.Path)
            ?? throw new SourceRefusedException($"The path {source.Path} of the application {application} leads out of the repository; correct it in the application.");
        if (!files.HasFolder(folder))
        {
            throw new SourceRefusedException($"The application {application} reads {folder}, which is not in the repository at commit {files.Commit}; correct the application's path or its revision.");
        }

        if (source.Directory is null && source.Kustomize is null && files.HasFile(RepositoryPath.Combine(folder, "Chart.yaml")!))
        {
            throw NoHelm(application);
        }

        if (source.Directory is not null || (source.Kustomize is null && Kustomization.Find(folder, files) is null))
        {
            return await DirectoryReader.ReadAsync(folder, source.Directory, files, cancellationToken);
        }

        var overrides = await SourceOverrides.ReadAsync(application[(application.LastIndexOf('/') + 1)..], folder, files, cancellationToken);
        var own = overrides.Apply(source).Kustomize;
        if (Kustomization.Find(folder, files) is null)
        {
            throw new SourceRefusedException($"The application {application} is a kustomization, but {RepositoryPath.Show(folder)} has no kustomization file at commit {files.Commit}; correct the application's path.");
        }

        return await new KustomizeReader(files, folder, own is null ? null : new KustomizeOverrides(own, (field ?? FieldPath.Of("spec", "source")).Then("kustomize"), overrides)).ReadAsync(cancellationToken);
    }

    private static SourceRefusedException NoHelm(string application) =>
        new($"The application {application} renders a Helm chart, whose templates are no manifests; they are rendered with Helm or followed to their values.");
}
