using System.Text.Json;
using CliWrap;

namespace AiSre.Cli;

/// <summary>The playground as a process of its own: the outside world, over the real protocols. It ends when AiSre does, however AiSre ends.</summary>
internal sealed class DemoPlayground : IAsyncDisposable
{
    private const string Assembly = "AiSre.Playground.dll";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly DemoFolder folder;
    private readonly CancellationTokenSource interrupt = new();
    private readonly CancellationTokenSource kill = new();
    private readonly Task<CommandResult> process;

    private DemoPlayground(DemoFolder folder, Command command)
    {
        this.folder = folder;
        process = command.ExecuteAsync(kill.Token, interrupt.Token);
    }

    /// <summary>Ends when the playground has ended, with the reason.</summary>
    public async Task<ProblemException> EndedAsync()
    {
        var code = (await process).ExitCode;
        return new ProblemException($"The playground ended with code {code} ({LastLogLine()}): see {folder.PlaygroundLog}.");
    }

    /// <summary>Starts the playground and waits until its servers answer.</summary>
    /// <param name="folder">Where it keeps its world.</param>
    /// <param name="webhookUrl">Where its GitHub sends webhooks.</param>
    /// <param name="faultAfter">How long everything is well before the scene's fault strikes.</param>
    /// <exception cref="ProblemException">It is not there, ended, or was not ready in time.</exception>
    public static async Task<(DemoPlayground Playground, DemoScene Scene)> StartAsync(
        DemoFolder folder, Uri webhookUrl, TimeSpan faultAfter, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Playground);

        // Applications and incidents of an earlier run name the address that its GitHub had then.
        var gitHubPort = (await ReadAsync(folder, cancellationToken))?.GitHubBaseAddress.Port is { } last && FreePort.Is(last) ? last : 0;
        File.Delete(folder.ReadyFile);
        string[] arguments =
        [
            Find(),
            "--data", folder.Playground,
            "--ready-file", folder.ReadyFile,
            "--webhook-url", webhookUrl.AbsoluteUri,
            "--parent-pid", $"{Environment.ProcessId}",
            "--github-port", $"{gitHubPort}",
            "--scene", "registry-down",
            "--fault-after", $"{(int)faultAfter.TotalSeconds}",
        ];
        var command = CliWrap.Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithStandardOutputPipe(PipeTarget.ToFile(folder.PlaygroundLog))
            .WithStandardErrorPipe(PipeTarget.ToFile(folder.PlaygroundErrors))
            .WithValidation(CommandResultValidation.None);
        var playground = new DemoPlayground(folder, command);
        try
        {
            return (playground, await playground.ReadyAsync(cancellationToken));
        }
        catch
        {
            await playground.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await interrupt.CancelAsync();
        kill.CancelAfter(StopTimeout);
        try
        {
            await process;
        }
        catch (OperationCanceledException)
        {
            // CliWrap tells a stop that was asked for as a cancellation.
        }

        interrupt.Dispose();
        kill.Dispose();
    }

    private async Task<DemoScene> ReadyAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(StartTimeout);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (process.IsCompleted)
            {
                throw await EndedAsync();
            }

            if (patience.IsCancellationRequested)
            {
                throw new ProblemException($"The playground was not ready within {StartTimeout.TotalSeconds:0} s ({LastLogLine()}): see {folder.PlaygroundLog}.");
            }

            if (await ReadAsync(folder, cancellationToken) is { } scene)
            {
                return scene;
            }

            await beat.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<DemoScene?> ReadAsync(DemoFolder folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.ReadyFile))
        {
            return null;
        }

        await using var file = File.OpenRead(folder.ReadyFile);
        return await JsonSerializer.DeserializeAsync<DemoScene>(file, JsonSerializerOptions.Web, cancellationToken);
    }

    private string LastLogLine() =>
        ((string[])[folder.PlaygroundErrors, folder.PlaygroundLog])
            .Where(File.Exists)
            .Select(file => File.ReadLines(file).LastOrDefault(line => line.Length > 0))
            .FirstOrDefault(line => line is not null)?.Trim() ?? "it said nothing";

    // Beside the program where the launcher copied both, or among the build's outputs under the same configuration.
    private static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string[] places =
        [
            Path.Combine(here.Parent!.FullName, "AiSre.Playground", Assembly),
            Path.Combine(here.Parent.Parent?.FullName ?? "/", "AiSre.Playground", here.Name, Assembly),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw new ProblemException(
            $"The playground is not beside this program in {here.Parent.FullName}: start the demo with ./aisre demo.");
    }
}
