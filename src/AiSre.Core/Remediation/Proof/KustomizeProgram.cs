using System.Collections.Immutable;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof;

/// <summary>The Kustomize on this machine: the program itself, or the one inside kubectl.</summary>
internal sealed class KustomizeProgram
{
    private readonly LocalProgram? _program = LocalProgram.Find("Kustomize", "kustomize") ?? LocalProgram.Find("Kustomize", "kubectl");

    /// <summary>Whether there is one.</summary>
    public bool IsAvailable => _program is not null;

    /// <summary>Renders a folder; nothing is fetched, since plugins and Helm are off and the folder names no other repositories.</summary>
    /// <param name="folder">The folder with the kustomization.</param>
    /// <param name="root">The temporary folder that it lies in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">The program complains, or takes too long.</exception>
    public Task<string> BuildAsync(string folder, string root, CancellationToken cancellationToken) => _program!.RunAsync(
        [Path.GetFileNameWithoutExtension(_program.Path) == "kubectl" ? "kustomize" : "build", folder], root, ImmutableDictionary<string, string>.Empty, cancellationToken);
}
