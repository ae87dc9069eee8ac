namespace AiSre.BrowserTests.Infrastructure;

/// <summary>The demo as <c>./aisre demo</c> starts it: the ordinary server beside a playground, in a folder of its own.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly ProgramRun run;

    private Demo(TemporaryFolder folder, ProgramRun run)
    {
        this.folder = folder;
        this.run = run;
    }

    public Uri Address => run.Address;

    /// <param name="faultAfter">Seconds until the registry goes down.</param>
    public static async Task<Demo> StartAsync(int faultAfter)
    {
        var folder = new TemporaryFolder();
        try
        {
            var run = await ProgramRun.StartAsync(
                Repository.Program, port => ["demo", "--data", Path.Combine(folder.Path, "demo"), "--port", $"{port}", "--fault-after", $"{faultAfter}"]);
            return new Demo(folder, run);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        folder.Dispose();
    }
}
