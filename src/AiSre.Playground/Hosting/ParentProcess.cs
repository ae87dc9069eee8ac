using System.Diagnostics;

namespace AiSre.Playground.Hosting;

/// <summary>The process that started this one, so that this one does not outlive it however it ends.</summary>
internal static class ParentProcess
{
    /// <summary>Completes when the process is gone.</summary>
    public static async Task EndedAsync(int processId, CancellationToken cancellation)
    {
        try
        {
            using var parent = Process.GetProcessById(processId);
            await parent.WaitForExitAsync(cancellation);
        }
        catch (ArgumentException)
        {
            // It was gone before anybody looked.
        }
    }
}
