using AiSre.Playground.GitOps.Sources;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>The Helm on this machine.</summary>
internal sealed class HelmTool
{
    private readonly string? program = ToolPath.Find("helm");

    /// <exception cref="SourceException">There is none, or the chart does not render.</exception>
    public async Task<string> RenderAsync(ChartRequest request, CancellationToken cancellation)
    {
        if (program is null)
        {
            throw new SourceException($"rpc error: code = Unimplemented desc = {request.Folder} is a Helm chart, and there is no helm here to render it");
        }

        var folder = Directory.CreateTempSubdirectory("aisre-helm-");
        try
        {
            TreeFolder.Write(request.Tree, folder.FullName);
            var values = Path.Combine(folder.FullName, ".argocd-values.json");
            await File.WriteAllTextAsync(values, request.Values.ToJsonString(), cancellation);
            var result = await Cli.Wrap(program)
                .WithArguments(["template", request.Release, Path.Combine(folder.FullName, request.Folder), "--namespace", request.Namespace, "--values", values, "--include-crds"])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
            return result.ExitCode == 0
                ? result.StandardOutput
                : throw new SourceException($"rpc error: code = Unknown desc = Manifest generation error: `helm template` failed exit status {result.ExitCode}: {result.StandardError.Trim().Replace(folder.FullName, "<path to cached source>", StringComparison.Ordinal)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
