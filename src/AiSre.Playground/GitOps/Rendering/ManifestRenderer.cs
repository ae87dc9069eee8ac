using AiSre.Playground.GitOps.Sources;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Turns a source at a commit into manifests, the way Argo CD's repo server chooses: Helm where there is a chart, Kustomize where there is a kustomization, else the YAML files.</summary>
internal sealed class ManifestRenderer(GitSources sources, KustomizeRenderer kustomize, ChartRenderer charts)
{
    /// <exception cref="SourceException">The path does not exist, or what is there does not render.</exception>
    public async Task<RenderedManifests> RenderAsync(ApplicationSource source, string sha, CancellationToken cancellation)
    {
        var tree = sources.Read(source.RepoUrl, sha);
        var prefix = source.Path is "" or "." ? "" : source.Path + "/";
        if (!tree.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal)))
        {
            throw new SourceException($"rpc error: code = Unknown desc = {source.Path}: app path does not exist");
        }

        return ChartRenderer.IsChart(tree, prefix) ? new("Helm", await charts.RenderAsync(tree, source, cancellation))
            : KustomizeRenderer.IsKustomization(tree, prefix)
            ? new("Kustomize", await kustomize.RenderAsync(tree, source, cancellation))
            : new("Directory", DirectoryRenderer.Render(tree, prefix, source));
    }
}
