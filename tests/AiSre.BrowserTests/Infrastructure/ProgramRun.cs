using System.Net;
using System.Net.Sockets;
using System.Text;
using CliWrap;

namespace AiSre.BrowserTests.Infrastructure;

/// <summary>The program in a process of its own, on a free port, until it is disposed of.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource interrupt = new();
    private readonly CancellationTokenSource kill = new();
    private readonly StringBuilder said = new();
    private readonly CommandTask<CommandResult> process;

    private ProgramRun(string program, Func<int, string[]> arguments)
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        process = CliWrap.Cli.Wrap("dotnet")
            .WithArguments([program, .. arguments(port)])
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(said))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(said))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(kill.Token, interrupt.Token);
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it serves pages.</summary>
    /// <param name="program">The path of <c>AiSre.dll</c>.</param>
    /// <param name="arguments">Its arguments for a port.</param>
    public static async Task<ProgramRun> StartAsync(string program, Func<int, string[]> arguments)
    {
        var run = new ProgramRun(program, arguments);
        try
        {
            await run.WaitAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await interrupt.CancelAsync();
        kill.CancelAfter(TimeSpan.FromSeconds(30));
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

    private async Task WaitAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(StartTimeout);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            Assert.False(process.Task.IsCompleted, $"The program ended: {said}");
            try
            {
                using var answer = await client.GetAsync("healthz", deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The program was not ready within {StartTimeout.TotalSeconds:0} s: {said}");
            }

            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
