using System.Diagnostics;
using System.Text;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Demo;

/// <summary>A demo in a process of its own, to signal and to kill.</summary>
internal sealed class DemoRun : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "AiSre.dll");

    private readonly Process process;
    private readonly StringBuilder said = new();

    /// <param name="home">Where the usual data folders are.</param>
    /// <param name="arguments">Further arguments of the verb.</param>
    public DemoRun(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "demo", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_DATA_HOME"] = home;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    /// <summary>Waits until it says where it runs.</summary>
    public async Task<Uri> ReadyAsync()
    {
        await Eventually.BeAsync(() => process.HasExited || Said.Contains("AiSre runs at ", StringComparison.Ordinal), seconds: 120);
        Assert.False(process.HasExited, Said);
        return new Uri(Said.Split("AiSre runs at ")[1].Split('\n')[0].Trim());
    }

    /// <summary>Asks it to end, as Ctrl-C and a service manager do.</summary>
    /// <param name="signal">Such as <c>TERM</c>.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        return await ExitCodeAsync();
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Note(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }
}
