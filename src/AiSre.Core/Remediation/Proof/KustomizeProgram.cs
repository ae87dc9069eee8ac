using AiSre.Remediation.Sources;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.Remediation.Proof;

/// <summary>The Kustomize on this machine: the program itself, or the one inside kubectl.</summary>
internal sealed class KustomizeProgram
{
    /// <summary>A repository is written by others and may be hostile: longer than this nothing sensible takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly string? _program = OnPath("kustomize") ?? OnPath("kubectl");

    /// <summary>Whether there is one.</summary>
    public bool IsAvailable => _program is not null;

    /// <summary>Renders a folder; nothing is fetched, since plugins and Helm are off and the folder names no other repositories.</summary>
    /// <exception cref="SourceRefusedException">The program complains, or takes too long.</exception>
    public async Task<string> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        try
        {
            var result = await Cli.Wrap(_program!)
                .WithArguments([System.IO.Path.GetFileNameWithoutExtension(_program) == "kubectl" ? "kustomize" : "build", folder])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(deadline.Token);
            return result.ExitCode == 0
                ? result.StandardOutput
                : throw new SourceRefusedException($"Kustomize says: {result.StandardError.Trim().Replace(folder, "…", StringComparison.Ordinal)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceRefusedException($"Kustomize did not end within {Longest.TotalSeconds:0} s.");
        }
    }

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
        .FirstOrDefault(File.Exists);
}
