using System.Runtime.InteropServices;

namespace AiSre.Playground.Hosting;

/// <summary>Runs a playground until it is told to stop or the process that started it is gone.</summary>
internal static class PlaygroundProcess
{
    /// <returns>The exit code: 0, 1 when it could not start, or 2 for a command line that is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        PlaygroundArguments parsed;
        try
        {
            parsed = PlaygroundArguments.Parse(arguments);
        }
        catch (FormatException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await RunAsync(parsed, stop.Token);
            return 0;
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"The playground could not start ({error.Message.TrimEnd('.')}): free the port or the folder, or name others.");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task RunAsync(PlaygroundArguments parsed, CancellationToken stop)
    {
        await using var playground = await PlaygroundHost.StartAsync(parsed.Options, stop);
        if (parsed.ReadyFile is not null)
        {
            ReadyFile.Of(playground).Write(parsed.ReadyFile);
        }

        await Console.Out.WriteLineAsync($"Kubernetes {playground.KubernetesAddress}  GitHub {playground.GitHubAddress}  control {playground.ControlAddress}");
        await EndAsync(parsed, stop);
    }

    private static async Task EndAsync(PlaygroundArguments arguments, CancellationToken stop)
    {
        try
        {
            await (arguments.ParentProcess is { } parent ? ParentProcess.EndedAsync(parent, stop) : Task.Delay(Timeout.Infinite, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
