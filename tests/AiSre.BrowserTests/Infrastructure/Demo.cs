namespace AiSre.BrowserTests.Infrastructure;

/// <summary>The demo as <c>./aisre demo</c> starts it: the ordinary server beside a playground.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private readonly TemporaryFolder? folder;
    private readonly ProgramRun run;

    private Demo(TemporaryFolder? folder, ProgramRun run)
    {
        this.folder = folder;
        this.run = run;
    }

    public Uri Address => run.Address;

    /// <summary>Starts it in a folder of its own, gone afterwards.</summary>
    /// <param name="faultAfter">Seconds until the registry goes down.</param>
    public static async Task<Demo> StartAsync(int faultAfter)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new Demo(folder, await RunAsync(folder, faultAfter));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts it in a folder that the test keeps.</summary>
    /// <param name="folder">What an earlier demo may have left there is found again.</param>
    /// <param name="faultAfter">Seconds until the registry goes down.</param>
    public static async Task<Demo> StartInAsync(TemporaryFolder folder, int faultAfter) => new(null, await RunAsync(folder, faultAfter));

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        folder?.Dispose();
    }

    private static Task<ProgramRun> RunAsync(TemporaryFolder folder, int faultAfter) => ProgramRun.StartAsync(
        Repository.Program, port => ["demo", "--data", Path.Combine(folder.Path, "demo"), "--port", $"{port}", "--fault-after", $"{faultAfter}"]);
}
