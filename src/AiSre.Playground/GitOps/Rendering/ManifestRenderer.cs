using AiSre.Playground.GitOps.Sources;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Turns a source at a commit into manifests, the way Argo CD's repo server chooses: Kustomize where there is a kustomization, else the YAML files.</summary>
internal sealed class ManifestRenderer(GitSources sources, KustomizeRenderer kustomize)
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

        if (tree.ContainsKey($"{prefix}Chart.yaml"))
        {
            throw new SourceException($"rpc error: code = Unimplemented desc = {source.Path} is a Helm chart, which is not rendered here");
        }

        return KustomizeRenderer.IsKustomization(tree, prefix)
            ? new("Kustomize", await kustomize.RenderAsync(tree, source, cancellation))
            : new("Directory", DirectoryRenderer.Render(tree, prefix, source));
    }
}
