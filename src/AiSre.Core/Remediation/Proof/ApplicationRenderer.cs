using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Proof.ArgoCd;
using AiSre.Remediation.Proof.Helm;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof;

/// <summary>
/// Renders an application before and after a change: by its own Argo CD where one is configured, since that is what decides in the end; else, and
/// where that cannot, by the tools on this machine.
/// </summary>
/// <param name="argoCd">The Argo CDs.</param>
/// <param name="helm">The Helm on this machine.</param>
/// <param name="versions">The version of a cluster; null when it does not say.</param>
internal sealed class ApplicationRenderer(ArgoCdClient argoCd, HelmProgram helm, Func<string, CancellationToken, Task<string?>> versions)
{
    private readonly KustomizeProgram kustomize = new();

    /// <summary>Renders one application.</summary>
    /// <param name="subject">The change.</param>
    /// <param name="name">The application, as <c>namespace/name</c>.</param>
    /// <param name="source">The source that changes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">Nobody can render it; the sentence says why.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public async Task<Rendering> RenderAsync(ProofSubject subject, string name, ApplicationSource source, CancellationToken cancellationToken)
    {
        if (argoCd.For(subject.Cluster, name) is not { } server || subject.Branch is null || subject.Plan.Pins is not null)
        {
            return await RenderHereAsync(subject, name, source, cancellationToken);
        }

        RenderedObjects before;
        string head;
        try
        {
            var application = subject.ApplicationOf(name);
            before = await argoCd.RenderAsync(server, name, application, source.RepoUrl, subject.Tree.Sha, cancellationToken);
            head = await subject.Branch.PushAsync(subject.Tree.Sha, subject.Plan.Files, cancellationToken);
        }
        catch (Exception refused) when (refused is SourceRefusedException or ProblemException { IsTransient: false })
        {
            return await InsteadAsync(subject, name, source, refused.Message, cancellationToken);
        }

        // What it renders now and not with the change is no reason to ask somebody who is less strict.
        var after = await argoCd.RenderAsync(server, name, subject.ApplicationOf(name), source.RepoUrl, head, cancellationToken);
        return new Rendering(before, after, $" by Argo CD at {server.Address}");
    }

    private async Task<Rendering> InsteadAsync(ProofSubject subject, string name, ApplicationSource source, string why, CancellationToken cancellationToken)
    {
        try
        {
            var here = await RenderHereAsync(subject, name, source, cancellationToken);
            return here with { By = $" by AiSre itself, since its Argo CD did not ({why.TrimEnd('.')})" };
        }
        catch (SourceRefusedException refused)
        {
            throw new SourceRefusedException($"{why} And here: {refused.Message}");
        }
    }

    private async Task<Rendering> RenderHereAsync(ProofSubject subject, string name, ApplicationSource source, CancellationToken cancellationToken)
    {
        // What a pinned application renders then is what it renders at that revision; the file that pins it lies elsewhere.
        var (present, future, changed) = subject.Plan.Pins is { } pin ? (pin.Before, pin.After, ImmutableDictionary<string, string>.Empty) : Trees(subject);
        if (IsChart(present, source))
        {
            var (application, space) = (subject.ApplicationOf(name), subject.NamespaceOf(name) ?? "default");
            var version = string.IsNullOrEmpty(source.Helm?.KubeVersion) && helm.IsAvailable ? await versions(subject.Cluster, cancellationToken) : null;
            return new Rendering(
                await new HelmRenderer(present, helm).RenderAsync(name, application, source, space, version, ImmutableDictionary<string, string>.Empty, cancellationToken),
                await new HelmRenderer(future, helm).RenderAsync(name, application, source, space, version, changed, cancellationToken),
                " by Helm");
        }

        return new Rendering(
            await new SourceRenderer(present, kustomize).RenderAsync(name, source, ImmutableDictionary<string, string>.Empty, cancellationToken),
            await new SourceRenderer(future, kustomize).RenderAsync(name, source, changed, cancellationToken),
            "");
    }

    private static (IRepositoryTree Present, IRepositoryTree Future, ImmutableDictionary<string, string> Changed) Trees(ProofSubject subject)
    {
        var files = subject.Plan.Files;
        return (
            subject.Tree,
            files.Any(file => file.IsRemoved) ? new ChangedTree(subject.Tree, files) : subject.Tree,
            files.Where(file => !file.IsRemoved).ToImmutableDictionary(file => file.Path, file => file.After, StringComparer.Ordinal));
    }

    // As Argo CD tells: what the application says, else what lies in the folder.
    private static bool IsChart(IRepositoryTree tree, ApplicationSource source) =>
        source.Plugin is null && (source.Chart.Length > 0 || source.Helm is not null
            || (source is { Directory: null, Kustomize: null } && RepositoryPath.Combine(source.Path, "Chart.yaml") is { } file && tree.Files.Any(one => one.Path == file)));
}

/// <summary>An application rendered before and after a change.</summary>
/// <param name="Before">What it comes to now.</param>
/// <param name="After">What it would come to.</param>
/// <param name="By">Who rendered it, for the end of a sentence; empty where that is AiSre as always.</param>
internal sealed record Rendering(RenderedObjects Before, RenderedObjects After, string By);
