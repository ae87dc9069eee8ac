using System.Diagnostics;

namespace AiSre.IntegrationTests.Loop;

/// <summary>AiSre in a process of its own, to be killed.</summary>
internal sealed class AiSreProcess : IDisposable
{
    private readonly Process _process;

    private AiSreProcess(Process process) => _process = process;

    public static AiSreProcess Start(LoopWorld world, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AiSre.dll"));
        start.ArgumentList.Add("run");
        foreach (var setting in world.Settings("http://127.0.0.1:0").Concat(settings))
        {
            start.ArgumentList.Add(setting);
        }

        var process = Process.Start(start)!;
        var output = TestContext.Current.TestOutputHelper;
        process.OutputDataReceived += (_, line) => output?.WriteLine(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output?.WriteLine(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new AiSreProcess(process);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
