using CliWrap;
using CliWrap.Buffered;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>The Kustomize on this machine: the program itself, or the one inside kubectl.</summary>
internal sealed class KustomizeTool
{
    private readonly string? program;
    private readonly string verb;

    public KustomizeTool(GitOpsOptions options)
    {
        program = options.UseKustomizeTool ? ToolPath.Find("kustomize") ?? ToolPath.Find("kubectl") : null;
        verb = Path.GetFileNameWithoutExtension(program) == "kubectl" ? "kustomize" : "build";
    }

    /// <summary>Whether there is one.</summary>
    public bool IsAvailable => program is not null;

    /// <summary>Renders a folder.</summary>
    /// <returns>The YAML, and null; or null, and what the program complained of.</returns>
    public async Task<(string? Output, string? Error)> BuildAsync(string folder, CancellationToken cancellation)
    {
        var result = await Cli.Wrap(program!).WithArguments([verb, folder]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
        return result.ExitCode == 0
            ? (result.StandardOutput, null)
            : (null, $"failed exit status {result.ExitCode}: {result.StandardError.Trim()}");
    }
}
